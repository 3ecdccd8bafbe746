//! The language server: what a client sees, request by request.
//!
//! Each test opens a text with a marked place, `‸`, asks one question, and compares the answer as people read it.

mod basics;
mod client;
mod navigation;
