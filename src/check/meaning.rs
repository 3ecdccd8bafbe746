//! What a let or a parameter stands for.

use std::rc::Rc;

use crate::source::{Place, SourceId};
use crate::syntax::tree::{LetValue, Literal};

/// What a let or a parameter stands for.
#[derive(Debug, Clone)]
pub struct Named<'t> {
    /// What messages point at: the name of the let, or what the `apply` gives.
    pub given_at: Place,
    /// What it stands for.
    pub meaning: Meaning<'t>,
}

/// The kinds of what a name stands for.
#[derive(Debug, Clone)]
pub enum Meaning<'t> {
    /// One value.
    One(Constant<'t>),
    /// A list.
    Many(Rc<[Constant<'t>]>),
    /// A parameter of a rule that no tool applies, or what a mistake has left open.
    Unknown,
}

/// A literal, and the file that it stands in.
#[derive(Debug, Clone, Copy)]
pub struct Constant<'t> {
    /// The file.
    pub source: SourceId,
    /// The literal.
    pub literal: &'t Literal,
}

impl<'t> Meaning<'t> {
    /// What a let of this file stands for.
    pub fn of(source: SourceId, value: &'t LetValue) -> Self {
        match value {
            LetValue::One(literal) => Meaning::One(Constant { source, literal }),
            LetValue::Many(literals, _) => {
                Meaning::Many(literals.iter().map(|literal| Constant { source, literal }).collect())
            }
        }
    }
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
