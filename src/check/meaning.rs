//! The meaning of a let or a parameter.

use std::rc::Rc;

use crate::source::{Place, SourceId};
use crate::syntax::tree::Literal;

/// The meaning of a name, and where it comes from.
#[derive(Debug, Clone)]
pub struct Named<'t> {
    /// Where messages point: the name of the let, or what the `apply` passes.
    pub given_at: Place,
    /// What it means.
    pub meaning: Meaning<'t>,
}

/// What a name can mean.
#[derive(Debug, Clone)]
pub enum Meaning<'t> {
    /// One value.
    One(Constant<'t>),
    /// A list.
    Many(Rc<[Constant<'t>]>),
    /// A parameter of a rule that no tool applies, or unknown because of a mistake.
    Unknown,
}

/// A literal, and the file that it is in.
#[derive(Debug, Clone, Copy)]
pub struct Constant<'t> {
    /// The file.
    pub source: SourceId,
    /// The literal.
    pub literal: &'t Literal,
}

impl Constant<'_> {
    /// What it is, for messages: `a number`.
    pub fn described(self) -> &'static str {
        match self.literal {
            Literal::Text(_) => "a string",
            Literal::Number(_) => "a number",
            Literal::Boolean(..) => "a boolean",
        }
    }
}
