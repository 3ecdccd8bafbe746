//! The rules of one tool: its clauses, its limits, and the parts that are not converted.

use std::collections::HashSet;

use super::counters::Counters;
use super::unconverted::Unconverted;
use crate::check::{MAX_CLAUSES, MAX_LIMIT};
use crate::import::errors;
use crate::import::expressible::{self, Clash, MOST_CONDITIONS, Uses};
use crate::import::{layout, render};
use crate::model::{Limit, json};
use crate::source::json::{Json, JsonKind, Member};
use crate::vocab::{Number, Window};

/// The clauses that every tool applies.
pub(super) struct Shared<'b> {
    /// How many clauses.
    pub clauses: usize,
    /// How they use arguments.
    pub uses: &'b Uses<'b>,
}

/// The converted parts of a tool.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Comments about what was not converted.
    pub notes: Vec<String>,
    /// `require` and `deny`, with the rules' names as comments.
    pub clauses: Vec<String>,
    /// Its limits.
    pub limits: Vec<String>,
    /// The message of its only clause, if that denies every call.
    pub only_denial: Option<Option<String>>,
}

/// Reads the rules of one tool, or of `"*"`.
pub(super) struct Body<'b, 's> {
    left: &'b mut Unconverted<'s>,
    /// `None` for `"*"`.
    tool: Option<&'b str>,
    requires: Vec<String>,
    denial: Option<(Option<String>, String)>,
    limits: Vec<String>,
    notes: Vec<String>,
    clauses: usize,
}

/// A rule's count: what one call adds, and the window.
struct State<'j> {
    counter: &'j str,
    window: Window,
    increment: i128,
}

impl<'b, 's> Body<'b, 's> {
    pub fn new(left: &'b mut Unconverted<'s>, tool: Option<&'b str>, shared_clauses: usize) -> Self {
        let (requires, limits, notes) = (Vec::new(), Vec::new(), Vec::new());
        Self { left, tool, requires, denial: None, limits, notes, clauses: shared_clauses + 1 }
    }

    /// Reads the body of a tool.
    pub fn rules(&mut self, tool: &Json, uses: &mut Uses<'_>, counters: &mut Counters) {
        for member in tool.members().unwrap_or_default() {
            match member.value.elements() {
                Some(rules) if member.key == "rules" => {
                    rules.iter().for_each(|rule| self.rule(rule, uses, counters));
                }
                // `rules:` without a value.
                None if member.key == "rules" && member.value.kind == JsonKind::Null => {}
                Some(_) | None => self.leave_member(member, "the language has no equivalent"),
            }
        }
        if tool.members().is_none() && tool.kind != JsonKind::Null {
            self.leave(tool, "a tool", "this is not an object");
        }
    }

    pub fn finish(self) -> Parts {
        let only_denial = self.denial.as_ref().map(|(message, _)| message.clone());
        let clauses = self.requires.into_iter().chain(self.denial.map(|(_, line)| line)).collect();
        Parts { notes: self.notes, clauses, limits: self.limits, only_denial }
    }

    fn rule(&mut self, rule: &Json, uses: &mut Uses<'_>, counters: &mut Counters) {
        if self.denial.is_some() {
            return self.leave(rule, "a rule", "an earlier rule denies every call");
        }
        if self.clauses >= MAX_CLAUSES {
            return self.leave(rule, "a rule", "a tool can have at most 10,000 clauses");
        }
        if rule.members().is_none() {
            return self.leave(rule, "a rule", "this is not an object");
        }
        self.unknown_members(rule);
        let conditions = rule.get("conditions").and_then(Json::elements).unwrap_or_default();
        let action = rule.get("action").map_or(Some("evaluate"), Json::text);
        match (action, rule.member("rate_limit")) {
            (Some("evaluate"), Some(rate)) if conditions.is_empty() && rule.member("state").is_none() => {
                self.rate(rule, rate, counters);
            }
            (_, Some(_)) => self.leave(rule, "a rule", "Intercept rejects it: `rate_limit` must be used alone"),
            (Some("deny"), None) if conditions.is_empty() => {
                if let Some(state) = rule.member("state") {
                    self.leave_member(state, "denied calls are not counted");
                }
                self.deny(rule);
            }
            (Some("deny"), None) => self.leave(rule, "a rule", "Intercept rejects it: `deny` can't have conditions"),
            (Some("evaluate"), None) => self.evaluate(rule, conditions, uses, counters),
            (Some(_) | None, None) => self.leave(rule, "a rule", "its action is neither `evaluate` nor `deny`"),
        }
    }

    fn unknown_members(&mut self, rule: &Json) {
        for member in rule.members().unwrap_or_default() {
            let known = ["name", "action", "conditions", "rate_limit", "state", "on_deny"];
            let wrong = match member.key.as_str() {
                "name" | "on_deny" if member.value.text().is_none() => "this is not a string",
                "conditions" if member.value.elements().is_none() => "this is not a list",
                key if !known.contains(&key) => "the language has no equivalent",
                _ => continue,
            };
            self.leave_member(member, wrong);
        }
    }

    fn deny(&mut self, rule: &Json) {
        let message = on_deny(rule).map(str::to_owned);
        // A message says what the name would say.
        if message.is_none() {
            self.comment_name(rule);
        }
        self.clauses += 1;
        let line = format!("deny{}", render::because(message.as_deref()));
        self.denial = Some((message, line));
    }

    /// `rate_limit: 5/hour`
    fn rate(&mut self, rule: &Json, rate: &Member, counters: &mut Counters) {
        let parsed = rate.value.text().and_then(|text| text.split_once('/')).and_then(|(count, window)| {
            let count: i128 = count.parse().ok().filter(|count| *count > 0)?;
            Some((count, Window::from_word(window)?))
        });
        match parsed {
            Some((count, window)) => self.limit(rule, count, window, "calls", counters),
            None => self.leave_member(rate, "this is not a number per `minute`, `hour` or `day`"),
        }
    }

    fn evaluate(&mut self, rule: &Json, conditions: &[Json], uses: &mut Uses<'_>, counters: &mut Counters) {
        let is_count = |condition: &&Json| {
            condition.get("path").and_then(Json::text).is_some_and(|path| path.starts_with("state."))
        };
        let (counts, asked): (Vec<_>, Vec<_>) = conditions.iter().partition(is_count);
        self.require(rule, &asked, uses);
        match (rule.member("state"), counts.as_slice()) {
            (None, []) if asked.is_empty() => self.leave(rule, "a rule", "it has no conditions"),
            (None, []) => {}
            (None, _) => self.leave_all(&counts, "a condition", "nothing in the rule counts it"),
            (Some(state), []) => self.leave_member(state, "no condition of the rule uses the count"),
            (Some(state), _) => self.state(rule, state, &counts, counters),
        }
    }

    fn require(&mut self, rule: &Json, asked: &[&Json], uses: &mut Uses<'_>) {
        if asked.len() > MOST_CONDITIONS {
            return self.leave(rule, "a rule", "a clause can have at most 100,000 conditions");
        }
        let mut seen = HashSet::new();
        let mut comparisons = Vec::new();
        for condition in asked {
            let place = condition.span.of(self.left.id);
            let comparison = json::condition(self.left.id, self.left.source, condition, &mut self.left.regexes)
                .and_then(|condition| uses.comparison(&condition, place));
            match comparison {
                Ok(comparison) => {
                    // Equal conditions are written once.
                    if seen.insert(comparison.clone()) {
                        comparisons.push(comparison);
                    }
                }
                Err(refusal) => {
                    let comment = self.left.refused(condition.span, *refusal);
                    self.notes.push(comment);
                }
            }
        }
        match expressible::clash(&comparisons) {
            Some(Clash::NeverTogether(..) | Clash::Equal(..)) => {
                self.leave(rule, "a rule", "no call can meet its conditions")
            }
            None if comparisons.is_empty() => {}
            None => {
                self.comment_name(rule);
                self.clauses += 1;
                let condition = render::condition(&comparisons);
                self.requires.push(format!("require {condition}{}", render::because(on_deny(rule))));
            }
        }
    }

    /// `state.t.c lte 5`, with `state: {counter: c, window: hour}`
    fn state(&mut self, rule: &Json, state: &Member, counts: &[&Json], counters: &mut Counters) {
        let Some(count) = self.read_state(state) else {
            // The problem with `state` was already reported; the comments show what it was for.
            let comments: Vec<_> = counts
                .iter()
                .map(|part| self.left.comment(part.span, "the count that it uses was not converted"))
                .collect();
            return self.notes.extend(comments);
        };
        let scope = self.tool.unwrap_or("_global");
        let own = format!("state.{scope}.{}", count.counter);
        let most = |condition: &Json| {
            let path = condition.get("path").and_then(Json::text)?;
            most_of(condition).filter(|_| path == own)
        };
        let Some(place) = counts.iter().position(|condition| most(condition).is_some()) else {
            return self.leave_all(counts, "a condition", "the language has no such limit");
        };
        for (index, condition) in counts.iter().enumerate() {
            match most(condition) {
                Some(most) if index == place => {
                    self.limit(rule, most.div_euclid(count.increment), count.window, count.counter, counters);
                }
                Some(_) | None => self.leave(condition, "a condition", "the language has no such limit"),
            }
        }
    }

    fn read_state<'j>(&mut self, member: &'j Member) -> Option<State<'j>> {
        let state = &member.value;
        if let Some(from) = state.member("increment_from") {
            self.leave_member(from, "a limit counts calls, not sums of arguments");
            return None;
        }
        let counter = state.get("counter").and_then(Json::text);
        let window = state.get("window").and_then(Json::text).and_then(Window::from_word);
        let increment = match state.get("increment").map(|increment| &increment.kind) {
            None => Some(1),
            Some(JsonKind::Number(Some(number))) => number.as_whole(),
            Some(_) => None,
        };
        // An increment of 0 means the default.
        let increment = increment.map(|increment| if increment == 0 { 1 } else { increment });
        match (counter, window, increment) {
            (Some(counter), Some(window), Some(increment)) if increment > 0 => {
                Some(State { counter, window, increment })
            }
            _ => {
                self.leave_member(member, "it needs a counter, a window and a whole-number increment");
                None
            }
        }
    }

    fn limit(&mut self, rule: &Json, max: i128, window: Window, older: &str, counters: &mut Counters) {
        if max <= 0 {
            return self.deny(rule);
        }
        let owner = self.tool.unwrap_or("all_tools");
        let max = u64::try_from(max).unwrap_or(u64::MAX).min(MAX_LIMIT);
        let (counter, named) = counters.take(owner, window, older);
        self.limits.extend(name_of(rule).map(layout::comment_line));
        self.limits.push(render::limit(&Limit { place: None, counter, window, max }, named));
        self.clauses += 1;
        let has_conditions =
            rule.get("conditions").and_then(Json::elements).is_some_and(|conditions| conditions.len() > 1);
        if let Some(message) = rule.member("on_deny").filter(|_| !has_conditions) {
            self.leave_member(message, "limits have no message");
        }
    }

    fn comment_name(&mut self, rule: &Json) {
        self.requires.extend(name_of(rule).map(layout::comment_line));
    }

    fn leave_all(&mut self, parts: &[&Json], what: &str, why: &str) {
        parts.iter().for_each(|part| self.leave(part, what, why));
    }

    fn leave_member(&mut self, member: &Member, why: &str) {
        let what = format!("`{}`", errors::one_line(&member.key));
        let comment = self.left.part(member.key_span.to(member.value.span), &what, why);
        self.notes.push(comment);
    }

    fn leave(&mut self, part: &Json, what: &str, why: &str) {
        let comment = self.left.part(part.span, what, why);
        self.notes.push(comment);
    }
}

fn name_of(rule: &Json) -> Option<&str> {
    rule.get("name").and_then(Json::text).filter(|name| !name.trim().is_empty())
}

/// An empty message counts as none.
fn on_deny(rule: &Json) -> Option<&str> {
    rule.get("on_deny").and_then(Json::text).filter(|message| !message.is_empty())
}

/// The highest count that a condition accepts; fractions are cut off first, as Intercept does.
fn most_of(condition: &Json) -> Option<i128> {
    let JsonKind::Number(Some(number)) = condition.get("value")?.kind else { return None };
    let whole = Number::as_whole(number).unwrap_or(number.as_f64() as i128);
    match condition.get("op")?.text()? {
        "lte" => Some(whole),
        "lt" => Some(whole - 1),
        _ => None,
    }
}
