//! Judges calls with values that are not known, because the log cut or removed them: see [`Marks`](crate::vocab::Marks).

use super::program::{Ask, Engine, Program, Step, Test};
use super::run::Judgement;
use super::slots::Slots;
use crate::source::scan::{Raw, RawKind};

impl Engine {
    /// Judges a call by the arguments that were read from this text into the slots. What depends on a value with
    /// a mark is open.
    #[inline]
    pub fn judge_marked(&self, program: &Program, slots: &mut Slots, text: &[u8]) -> Judgement {
        if slots.may_have_marks {
            return self.judge_closely(program, slots, text);
        }
        self.judge(program, slots, text)
    }

    /// Judges a call that may have a value with a mark.
    #[inline(never)]
    fn judge_closely(&self, program: &Program, slots: &mut Slots, text: &[u8]) -> Judgement {
        let unknown = unknown(slots, text);
        if unknown.is_empty() {
            return self.judge(program, slots, text);
        }
        self.judge_without(program, slots, text, &unknown)
    }

    /// Judges a call without these slots.
    #[inline(never)]
    fn judge_without(&self, program: &Program, slots: &mut Slots, text: &[u8], unknown: &[Unknown]) -> Judgement {
        if let Some(rule) = program.denied {
            return Judgement::Denied(rule, None);
        }
        let mut open = None;
        for (rule, step) in program.steps() {
            let answers: Vec<Option<bool>> =
                self.tests(program, step).iter().map(|test| self.answer(*test, slots, text, unknown)).collect();
            let position = |wanted| answers.iter().position(|answer| *answer == wanted).map(|index| index as u32);
            match (step.denies_if, position(Some(false)), position(None)) {
                (false, Some(condition), _) => return Judgement::Denied(rule, Some(condition)),
                (true, None, None) => return Judgement::Denied(rule, first_condition(step)),
                (false, None, Some(condition)) | (true, None, Some(condition)) => {
                    open = open.or(Some(Judgement::Open(rule, Some(condition))));
                }
                (false, None, None) | (true, Some(_), _) => {}
            }
        }
        open.unwrap_or(Judgement::Passes)
    }

    /// Whether a condition holds; `None` if that is not known.
    fn answer(&self, test: Test, slots: &mut Slots, text: &[u8], unknown: &[Unknown]) -> Option<bool> {
        let Some(unknown) = unknown.iter().find(|unknown| unknown.slot == test.slot) else {
            return Some(self.holds(test, slots, text));
        };
        match (self.ask(test.ask), unknown.is_there) {
            (Ask::Never, _) => Some(false),
            (Ask::Exists(present), true) => Some(*present),
            // The other elements of a list are known.
            (Ask::Contains(..), true) if self.holds(test, slots, text) && unknown.is_list => Some(true),
            (Ask::Exists(_) | Ask::OneOf(..) | Ask::Ordered(..) | Ask::Matches(_) | Ask::Contains(..), _) => None,
        }
    }
}

/// A slot whose value is not known.
struct Unknown {
    slot: u32,
    /// The argument was there, with some value.
    is_there: bool,
    /// It was a list, with an element that is not known.
    is_list: bool,
}

#[inline(never)]
fn unknown(slots: &Slots, text: &[u8]) -> Vec<Unknown> {
    let marks = slots.look.marks();
    let is_marked = |value: Raw| value.is_string() && marks.are_in(&value.text(text));
    let values = slots.values().filter_map(|(value, slot)| match value.kind() {
        RawKind::List => value.elements(text).any(is_marked).then_some(Unknown { slot, is_there: true, is_list: true }),
        RawKind::Text | RawKind::Escaped => {
            is_marked(value).then_some(Unknown { slot, is_there: true, is_list: false })
        }
        RawKind::Null | RawKind::True | RawKind::False | RawKind::Number | RawKind::Object => None,
    });
    let stubs = slots.stubs.iter().filter(|(value, _)| is_marked(*value));
    values.chain(stubs.map(|(_, slot)| Unknown { slot: *slot, is_there: false, is_list: false })).collect()
}

fn first_condition(step: &Step) -> Option<u32> {
    (!step.tests.is_empty()).then_some(0)
}
