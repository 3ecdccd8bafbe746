//! What an editor asks about a policy: what is at a place, what a name there means, where else it is used, what can be
//! written next. The language server asks these questions, and so can any other editor, such as a page with a playground.
//!
//! Answers are in byte offsets and [`Place`](crate::source::Place)s, in a judged document.
//!
//! - [`symbol`] says what a mention refers to, [`places`] where that is defined and used.
//! - [`arguments`] says to which tools a path belongs, and what their schemas say about it.
//! - [`completion`] says what can be written at a cursor.

pub mod arguments;
mod comments;
pub mod covered;
mod operators;
pub mod symbol;
pub mod text;
pub mod places;
mod definition_text;
pub mod hover;
pub mod outline;
pub mod formatting;
pub mod rename;
pub mod tokens;
pub mod hints;
pub mod lenses;
pub mod showing;
pub mod actions;
pub mod completion;
