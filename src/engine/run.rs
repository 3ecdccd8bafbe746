//! Judges a call by its arguments. This is the hot path: nothing is allocated here except a buffer for strings
//! with escapes, which is reused.

use super::decision::RuleId;
use super::program::{Ask, Engine, Program, Step, Test};
use super::slots::Slots;
use crate::source::scan::{Raw, RawKind};

/// What the arguments alone decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// The limits decide.
    Passes,
    /// Denied by this rule and this one of its conditions.
    Denied(RuleId, Option<u32>),
    /// It depends on arguments that were not recorded. This is the first condition that needs one.
    Open(RuleId, Option<u32>),
}

impl Engine {
    /// Judges a call by the arguments that were read from this text into the slots.
    #[inline(never)]
    pub fn judge(&self, program: &Program, slots: &mut Slots, text: &[u8]) -> Judgement {
        if let Some(rule) = program.denied {
            return Judgement::Denied(rule, None);
        }
        for (rule, step) in program.steps() {
            let fails = self.tests(program, step).iter().position(|test| !self.holds(*test, slots, text));
            match (step.denies_if, fails) {
                (false, Some(condition)) => return Judgement::Denied(rule, Some(condition as u32)),
                (true, None) => return Judgement::Denied(rule, first_condition(step)),
                (false, None) | (true, Some(_)) => {}
            }
        }
        Judgement::Passes
    }

    /// Judges a call whose arguments were not recorded. It is open only if the decision depends on them: a
    /// later entry that denies every call denies this one too.
    pub fn judge_unrecorded(&self, program: &Program) -> Judgement {
        if let Some(rule) = program.denied {
            return Judgement::Denied(rule, None);
        }
        let mut open = None;
        for (rule, step) in program.steps() {
            let unmet = self.tests(program, step).iter().position(|test| matches!(self.ask(test.ask), Ask::Never));
            match (step.denies_if, unmet) {
                (true, Some(_)) => {}
                (false, Some(condition)) => {
                    // This entry denies whatever the arguments are, but which of its conditions fails first is
                    // open.
                    return Judgement::Denied(rule, Some(condition as u32));
                }
                (denies_if, None) if step.tests.is_empty() => {
                    if denies_if {
                        return Judgement::Denied(rule, None);
                    }
                }
                (_, None) => open = open.or(Some(Judgement::Open(rule, Some(0)))),
            }
        }
        open.unwrap_or(Judgement::Passes)
    }

    #[inline(always)]
    pub(super) fn holds(&self, test: Test, slots: &mut Slots, text: &[u8]) -> bool {
        let value = slots.get(test.slot);
        let ask = self.ask(test.ask);
        if let Ask::Exists(present) = *ask {
            return value.is_some_and(|value| !value.is(RawKind::Null)) == present;
        }
        match value {
            Some(value) => self.answers(ask, value, text, &mut slots.decoded),
            None => false,
        }
    }

    #[inline(always)]
    fn answers(&self, ask: &Ask, value: Raw, text: &[u8], room: &mut Vec<u8>) -> bool {
        match ask {
            Ask::OneOf(constants, wanted) => constants.hold(value, text, room) == *wanted,
            Ask::Ordered(order, bound) => match value.number(text) {
                Some(number) => order.holds(number, *bound),
                None => false,
            },
            Ask::Matches(matcher) => match (value.kind(), self.matchers.get(*matcher as usize)) {
                (RawKind::Text, Some(matcher)) => matcher.is_match(value.quoted(text)),
                (RawKind::Escaped, Some(matcher)) => {
                    matcher.may_match_quoted(value.quoted(text)) && matcher.is_match(value.text_in(text, room))
                }
                (_, Some(_) | None) => false,
            },
            Ask::Contains(part, constants) => match value.kind() {
                RawKind::Text => part.as_ref().is_some_and(|part| part.are_in(value.quoted(text))),
                RawKind::Escaped => part.as_ref().is_some_and(|part| {
                    part.may_be_in_quoted(value.quoted(text)) && part.are_in(value.text_in(text, room))
                }),
                RawKind::List => value.elements(text).any(|element| constants.hold(element, text, room)),
                RawKind::Null | RawKind::True | RawKind::False | RawKind::Number | RawKind::Object => false,
            },
            // This is checked before there is a value.
            Ask::Exists(_) | Ask::Never => false,
        }
    }
}

fn first_condition(step: &Step) -> Option<u32> {
    (!step.tests.is_empty()).then_some(0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model;
    use crate::source::scan::Scanner;
    use crate::source::{Source, SourceId};
    use crate::vocab::Regex;

    #[test]
    fn the_spelling_of_a_string_does_not_affect_its_judgement() {
        let patterns = [r"nab", r"ab|u0041", r"(?i)\bab/|x", r"^nab[a-z]*$", r"^\S.{2,}$", r"\n", r"é$", "A|😀"];
        let parts = ["nab", "ab", "u0041", "/", "n", "", "\n", "\\", "\"", "é", "\0", "xx"];
        let regexes = patterns.map(|pattern| Regex::new(pattern).unwrap());
        let condition =
            |op, value| json!({"require": [{"conditions": [{"path": "args.x", "op": op, "value": value}]}]});
        let matching = patterns.iter().map(|pattern| condition("regex", json!(pattern)));
        let containing = parts.iter().map(|part| condition("contains", json!(part)));
        let tools: Vec<_> =
            matching.chain(containing).chain([condition("in", json!(["ab", "A\"", "/", "😀"]))]).collect();
        let tools: serde_json::Map<_, _> = (0..).map(|name: u32| name.to_string()).zip(tools).collect();
        let document = json!({"version": "1", "default": "deny", "tools": tools});
        let source = Source::from_text("policy", document.to_string());
        let engine = Engine::new(&model::json::read(SourceId(0), &source).0.unwrap());

        let mut slots = Slots::default();
        let mut passes = |tool: usize, args: &str| {
            let program = engine.program(engine.tool(tool.to_string().as_bytes()));
            slots.read(&program.shape.paths, &mut Scanner::new(args)).unwrap();
            engine.judge(program, &mut slots, args.as_bytes()) == Judgement::Passes
        };
        for written in written() {
            let args = format!("{{\"x\": \"{written}\"}}");
            let text: String = serde_json::from_str(&format!("\"{written}\"")).unwrap();
            let is_one = ["ab", "A\"", "/", "😀"].contains(&text.as_str());
            let expected = regexes.iter().map(|regex| regex.is_match(&text));
            let expected = expected.chain(parts.iter().map(|part| text.contains(part))).chain([is_one]);
            for (tool, expected) in expected.enumerate() {
                assert_eq!(passes(tool, &args), expected, "{tool} {written}");
            }
            for (part, tool) in parts.iter().zip(patterns.len()..) {
                let args = format!("{{\"x\": [0, \"{written}\"]}}");
                assert_eq!(passes(tool, &args), text == *part, "{part:?} {written}");
            }
        }
    }

    /// Strings of up to five pieces, plain ones and escapes, in many orders.
    fn written() -> impl Iterator<Item = String> {
        let pieces = [
            r"\n",
            r"\/",
            r#"\""#,
            r"\\",
            r"\u0041",
            r"\u006e",
            r"\ud83d\ude00",
            r"\u0000",
            "n",
            "u0041",
            "ab",
            "x",
            "é",
        ];
        let mut random = 0x2545_f491_4f6c_dd1d_u64;
        let mut piece = move |_| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            pieces[(random % pieces.len() as u64) as usize]
        };
        (0..3000).map(move |round| (0..round % 6).map(&mut piece).collect())
    }
}
