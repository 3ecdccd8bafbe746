//! Helpers that several tests share.

pub mod calls;
pub mod english;
pub mod gateway;
pub mod history;
pub mod intercept;
pub mod judged;
pub mod markdown;
pub mod meaning;
pub mod models;
pub mod page;
pub mod policies;
pub mod replays;
pub mod run;
pub mod said;
