//! The language server: what a client sees, request by request.
//!
//! Each test opens a text with a marked place, `‸`, asks one question, and compares the answer as people read it.

mod agreement;
mod basics;
mod changes;
mod client;
mod completion;
mod completion_laws;
mod fixture;
mod navigation;
mod positions;
mod process;
mod structure;
