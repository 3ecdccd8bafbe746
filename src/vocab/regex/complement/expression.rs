//! Expressions as trees that are kept short while they are put together.

use std::rc::Rc;

use super::class::Class;

/// An expression. Made by the functions of this type only, which simplify it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    shape: Rc<Shape>,
    /// The length of its text, in bytes.
    length: usize,
}

#[derive(Debug, PartialEq, Eq)]
enum Shape {
    Class(Class),
    /// Parts one after the other; an empty one matches the empty text.
    Sequence(Vec<Expression>),
    /// Two or more.
    Alternatives(Vec<Expression>),
    Optional(Expression),
    Star(Expression),
    Plus(Expression),
}

/// How closely a sign binds that follows an expression.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Binding {
    Alternatives,
    Sequence,
    Repetition,
}

impl Expression {
    fn of(shape: Shape) -> Self {
        let length = written(&shape, Binding::Alternatives).len();
        Self { shape: Rc::new(shape), length }
    }

    /// The empty text.
    pub fn empty() -> Self {
        Self::of(Shape::Sequence(Vec::new()))
    }

    /// One of these characters.
    pub fn class(class: Class) -> Self {
        Self::of(Shape::Class(class))
    }

    /// The length of its text, in bytes.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Its text.
    pub fn written(&self) -> String {
        written(&self.shape, Binding::Alternatives)
    }

    /// This and then the other.
    pub fn then(&self, other: &Self) -> Self {
        let mut parts = self.parts().to_vec();
        for part in other.parts() {
            match (parts.last().map(|last| &*last.shape), &*part.shape) {
                // `x*x` and `xx*` are `x+`.
                (Some(Shape::Star(repeated)), _) if repeated == part => {
                    let plus = Self::of(Shape::Plus(part.clone()));
                    parts.pop();
                    parts.push(plus);
                }
                (Some(_), Shape::Star(repeated)) if parts.last() == Some(repeated) => {
                    let plus = Self::of(Shape::Plus(repeated.clone()));
                    parts.pop();
                    parts.push(plus);
                }
                _ => parts.push(part.clone()),
            }
        }
        Self::sequence(parts)
    }

    /// This or the other.
    pub fn or(&self, other: &Self) -> Self {
        let mut alternatives: Vec<Self> = Vec::new();
        let mut is_optional = false;
        for one in self.alternatives().iter().chain(other.alternatives()) {
            let (one, optional) = one.required();
            is_optional |= optional;
            if let Some(one) = one {
                add(&mut alternatives, one);
            }
        }
        match alternatives.as_slice() {
            [] => Self::empty(),
            [one] if is_optional => one.optional(),
            [one] => one.clone(),
            [..] if is_optional => Self::of(Shape::Alternatives(alternatives)).optional(),
            [..] => Self::of(Shape::Alternatives(alternatives)),
        }
    }

    /// This any number of times.
    pub fn star(&self) -> Self {
        match &*self.shape {
            Shape::Sequence(parts) if parts.is_empty() => self.clone(),
            Shape::Star(_) => self.clone(),
            Shape::Optional(inner) | Shape::Plus(inner) => inner.star(),
            Shape::Class(_) | Shape::Sequence(_) | Shape::Alternatives(_) => Self::of(Shape::Star(self.clone())),
        }
    }

    fn optional(&self) -> Self {
        match &*self.shape {
            Shape::Plus(inner) => Self::of(Shape::Star(inner.clone())),
            Shape::Star(_) | Shape::Optional(_) => self.clone(),
            Shape::Sequence(parts) if parts.is_empty() => self.clone(),
            Shape::Class(_) | Shape::Sequence(_) | Shape::Alternatives(_) => Self::of(Shape::Optional(self.clone())),
        }
    }

    fn sequence(mut parts: Vec<Self>) -> Self {
        match parts.len() {
            1 => parts.remove(0),
            _ => Self::of(Shape::Sequence(parts)),
        }
    }

    fn parts(&self) -> &[Self] {
        match &*self.shape {
            Shape::Sequence(parts) => parts,
            Shape::Class(_) | Shape::Alternatives(_) | Shape::Optional(_) | Shape::Star(_) | Shape::Plus(_) => {
                std::slice::from_ref(self)
            }
        }
    }

    fn alternatives(&self) -> &[Self] {
        match &*self.shape {
            Shape::Alternatives(alternatives) => alternatives,
            Shape::Class(_) | Shape::Sequence(_) | Shape::Optional(_) | Shape::Star(_) | Shape::Plus(_) => {
                std::slice::from_ref(self)
            }
        }
    }

    /// What it matches besides the empty text, where that is simpler, and whether the empty text is taken out.
    fn required(&self) -> (Option<&Self>, bool) {
        match &*self.shape {
            Shape::Sequence(parts) if parts.is_empty() => (None, true),
            Shape::Optional(inner) => (Some(inner), true),
            Shape::Class(_) | Shape::Sequence(_) | Shape::Alternatives(_) | Shape::Star(_) | Shape::Plus(_) => {
                (Some(self), false)
            }
        }
    }

    fn is_anything(&self) -> bool {
        matches!(&*self.shape, Shape::Star(inner) if matches!(&*inner.shape, Shape::Class(class) if class.is_everything()))
    }
}

/// Adds an alternative; joins it with one that it has a beginning or an end in common with, so that this is written once.
fn add(alternatives: &mut Vec<Expression>, one: &Expression) {
    if one.is_anything() {
        alternatives.clear();
    }
    if alternatives.iter().any(|other| other == one || other.is_anything()) {
        return;
    }
    for at in 0..alternatives.len() {
        let Some(joined) = alternatives.get(at).and_then(|other| joined(other, one)) else { continue };
        alternatives.remove(at);
        // The result may be joined with a third one, and may have several alternatives.
        for part in joined.alternatives() {
            add(alternatives, part);
        }
        return;
    }
    alternatives.push(one.clone());
}

fn joined(one: &Expression, other: &Expression) -> Option<Expression> {
    if let (Shape::Class(one), Shape::Class(other)) = (&*one.shape, &*other.shape) {
        return Some(Expression::class(one.union(other)));
    }
    let (a, b) = (one.parts(), other.parts());
    let most = a.len().min(b.len());
    let in_front = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let behind = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count().min(most - in_front);
    if in_front + behind == 0 {
        return None;
    }
    let middle = |parts: &[Expression]| {
        Expression::sequence(parts.get(in_front..parts.len() - behind).unwrap_or_default().to_vec())
    };
    let front = Expression::sequence(a.get(..in_front).unwrap_or_default().to_vec());
    let back = Expression::sequence(a.get(a.len() - behind..).unwrap_or_default().to_vec());
    Some(front.then(&middle(a).or(&middle(b))).then(&back))
}

fn written(shape: &Shape, outer: Binding) -> String {
    let (text, binding) = match shape {
        Shape::Class(class) => return class.written(),
        Shape::Sequence(parts) => {
            (parts.iter().map(|part| written(&part.shape, Binding::Sequence)).collect(), Binding::Sequence)
        }
        Shape::Alternatives(alternatives) => {
            let texts: Vec<_> = alternatives.iter().map(|one| written(&one.shape, Binding::Alternatives)).collect();
            (texts.join("|"), Binding::Alternatives)
        }
        Shape::Optional(inner) => (repeated(inner, '?'), Binding::Repetition),
        Shape::Star(inner) => (repeated(inner, '*'), Binding::Repetition),
        Shape::Plus(inner) => (repeated(inner, '+'), Binding::Repetition),
    };
    // RE2 refuses a repetition of a repetition, `a+?` would be another operator, and a sequence needs brackets before a
    // sign.
    let is_tight = binding > outer || binding == outer && outer != Binding::Repetition;
    if is_tight { text } else { format!("(?:{text})") }
}

fn repeated(inner: &Expression, sign: char) -> String {
    format!("{}{sign}", written(&inner.shape, Binding::Repetition))
}
