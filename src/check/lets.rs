//! Lets that use other lets: each gets its value, whatever the order of the text.

use std::collections::HashMap;
use std::rc::Rc;

use super::bounds::{MAX_LET_DEPTH, MAX_LIST};
use super::diagnostics::Diagnostics;
use super::errors;
use super::meaning::{Constant, Meaning, Named};
use crate::diagnostic::Code;
use crate::source::{Place, SourceId};
use crate::syntax::tree::{self, Name, OneOrList, Value};

/// The values that all lists together may have, once their names are replaced. Otherwise a thousand lists could each
/// copy another one.
const MAX_COPIED: usize = 4_000_000;

/// A let, and the file that it is in.
#[derive(Debug, Clone, Copy)]
pub struct Let<'t> {
    /// The file.
    pub source: SourceId,
    /// The let.
    pub tree: &'t tree::Let,
}

/// The meanings of lets with different names. A let with a mistake means nothing that is known. `lost` says that some let
/// could not be read, so a name may be one of those.
pub fn meanings<'t>(lets: &[Let<'t>], lost: bool, diagnostics: &mut Diagnostics) -> HashMap<&'t str, Named<'t>> {
    let numbers = lets.iter().enumerate().map(|(number, item)| (item.name(), number)).collect();
    let uses = lets.iter().map(|item| names_in(&item.tree.value)).collect();
    let state = vec![State::New; lets.len()];
    let mut walk = Walk { lets, numbers, uses, state, lost, room: MAX_COPIED, diagnostics };
    for root in 0..lets.len() {
        walk.from(root);
    }
    let named = |(item, state): (&Let<'t>, State<'t>)| {
        let meaning = if let State::Done(done) = state { done.meaning } else { Meaning::Unknown };
        (item.name(), Named { given_at: item.place(), meaning })
    };
    lets.iter().zip(walk.state).map(named).collect()
}

impl<'t> Let<'t> {
    fn name(&self) -> &'t str {
        &self.tree.name.text
    }

    /// The place of its name.
    pub fn place(&self) -> Place {
        self.tree.name.span.of(self.source)
    }
}

/// The names in a let's value, in the order of the text.
fn names_in(value: &OneOrList) -> Vec<&Name> {
    let values = match value {
        OneOrList::Value(value) => std::slice::from_ref(value),
        OneOrList::List(values, _) => values,
    };
    values.iter().filter_map(|value| if let Value::Name(name) = value { Some(name) } else { None }).collect()
}

/// The state of a let during the walk.
#[derive(Debug, Clone)]
enum State<'t> {
    New,
    /// Being walked, at this depth.
    Open(usize),
    Done(Done<'t>),
}

#[derive(Debug, Clone)]
struct Done<'t> {
    meaning: Meaning<'t>,
    /// How many lets are between it and its literals.
    depth: usize,
}

struct Walk<'w, 't> {
    lets: &'w [Let<'t>],
    numbers: HashMap<&'t str, usize>,
    uses: Vec<Vec<&'t Name>>,
    state: Vec<State<'t>>,
    lost: bool,
    room: usize,
    diagnostics: &'w mut Diagnostics,
}

/// A let on the current path.
struct Step {
    item: usize,
    /// How many of its names were followed.
    followed: usize,
    /// One of its names has no value.
    is_broken: bool,
}

impl<'t> Walk<'_, 't> {
    // Lets may use each other in a chain of any length, so the stack is our own.
    fn from(&mut self, root: usize) {
        let mut open = Vec::new();
        self.enter(root, &mut open);
        while let Some(step) = open.last_mut() {
            let item = step.item;
            let next = self.uses.get(item).and_then(|uses| uses.get(step.followed)).copied();
            step.followed += 1;
            match next {
                Some(name) => self.follow(item, name, &mut open),
                None => {
                    let done = if step.is_broken { None } else { self.done(item) };
                    open.pop();
                    self.set(item, State::Done(done.unwrap_or(Done { meaning: Meaning::Unknown, depth: 0 })));
                }
            }
        }
    }

    fn enter(&mut self, item: usize, open: &mut Vec<Step>) {
        if matches!(self.state.get(item), Some(State::New)) {
            self.set(item, State::Open(open.len()));
            open.push(Step { item, followed: 0, is_broken: false });
        }
    }

    fn follow(&mut self, item: usize, name: &'t Name, open: &mut Vec<Step>) {
        let number = self.numbers.get(name.text.as_str()).copied();
        let state = number.and_then(|number| self.state.get(number));
        let is_broken = match (number, state) {
            (Some(number), Some(State::New)) => return self.enter(number, open),
            (Some(_), Some(State::Done(_))) => return,
            (Some(_), Some(&State::Open(depth))) => {
                self.report_cycle(item, name, open.get(depth..).unwrap_or_default());
                true
            }
            (_, _) => {
                self.report_unknown(item, name);
                true
            }
        };
        if let Some(step) = open.last_mut() {
            step.is_broken |= is_broken;
        }
    }

    fn set(&mut self, item: usize, to: State<'t>) {
        if let Some(state) = self.state.get_mut(item) {
            *state = to;
        }
    }

    /// The value of a let whose names all have been walked; `None` if one of them has none, or if it is too large.
    fn done(&mut self, item: usize) -> Option<Done<'t>> {
        let Let { source, tree } = *self.lets.get(item)?;
        let mut depth = 0;
        for name in self.uses.get(item).cloned().unwrap_or_default() {
            depth = depth.max(self.used(name)?.depth + 1);
            if depth > MAX_LET_DEPTH {
                self.diagnostics.push(errors::let_too_deep(name.span.of(source)));
                return None;
            }
        }
        let meaning = match &tree.value {
            OneOrList::Value(Value::Literal(literal)) => Meaning::One(Constant { source, literal }),
            OneOrList::Value(Value::Name(name)) => self.used(name)?.meaning.clone(),
            OneOrList::List(values, brackets) => {
                let all = self.spread(source, values, brackets.of(source))?;
                self.room = self.room.saturating_sub(all.len());
                Meaning::Many(all)
            }
        };
        Some(Done { meaning, depth })
    }

    /// The meaning of a let that was walked; `None` if it is not known.
    fn used(&self, name: &Name) -> Option<&Done<'t>> {
        match self.state.get(*self.numbers.get(name.text.as_str())?)? {
            State::Done(Done { meaning: Meaning::Unknown, .. }) | State::New | State::Open(_) => None,
            State::Done(done) => Some(done),
        }
    }

    fn spread(&mut self, source: SourceId, values: &'t [Value], brackets: Place) -> Option<Rc<[Constant<'t>]>> {
        let mut all = Vec::new();
        for value in values {
            match value {
                Value::Literal(literal) => all.push(Constant { source, literal }),
                Value::Name(name) => match &self.used(name)?.meaning {
                    Meaning::One(constant) => all.push(*constant),
                    Meaning::Many(constants) => all.extend_from_slice(constants),
                    Meaning::Unknown => return None,
                },
            }
            if all.len() > MAX_LIST || all.len() > self.room {
                let place = if let Value::Name(name) = value { name.span.of(source) } else { brackets };
                self.diagnostics.push(errors::list_too_long(place));
                return None;
            }
        }
        Some(all.into())
    }

    fn report_unknown(&mut self, item: usize, name: &Name) {
        let Some(place) = self.lets.get(item).map(|item| name.span.of(item.source)) else { return };
        if self.lost || self.diagnostics.has(Code::UNKNOWN_NAME, place) {
            return;
        }
        let known = self.lets.iter().map(Let::name);
        let near = self.diagnostics.nearest(&name.text, self.lets.len(), known);
        self.diagnostics.push(errors::unknown_name(place, &name.text, false, near, "…"));
    }

    fn report_cycle(&mut self, item: usize, name: &Name, circle: &[Step]) {
        let item_of = |step: &Step| self.lets.get(step.item);
        let Some(source) = self.lets.get(item).map(|item| item.source) else { return };
        let place = name.span.of(source);
        let first = circle.first().and_then(item_of).map_or(place, Let::place);
        let names = circle.iter().map(|step| item_of(step).map_or("", Let::name));
        self.diagnostics.push(errors::let_cycle(place, first, names));
    }
}
