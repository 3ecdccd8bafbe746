//! The rules of one tool. Each becomes clauses in its place; one that the language can't express is lost, and
//! leaves a comment.

use std::borrow::Cow;
use std::collections::HashSet;

use super::conditions;
use super::counters::Counters;
use super::limits::{self, Rate};
use super::losses::Losses;
use super::outcome::{Outcome, Shared};
use super::texts;
use crate::check::{MAX_CLAUSES, MAX_LIMIT};
use crate::import::errors;
use crate::import::expressible::{self, MOST_CONDITIONS};
use crate::import::yaml::Yaml;
use crate::import::{contradiction, render};
use crate::model::Limit;
use crate::source::Span;
use crate::source::json::{Json, JsonKind, Member};
use crate::vocab::Window;

/// How many conditions of `"*"` are compared with those of each tool.
const MOST_SHARED: usize = 100;
/// What the agent gets from a tool that needs an approval.
const APPROVAL: &str = "This tool needs the approval of a person.";
/// Members that decide nothing.
const REMARKS: [&str; 10] =
    ["description", "comment", "comments", "note", "notes", "reason", "message", "title", "owner", "tags"];
/// The members of a rule.
const RULE: [&str; 6] = ["name", "action", "conditions", "rate_limit", "state", "on_deny"];
/// What actions are called that ask a person.
const APPROVALS: [&str; 7] = ["approv", "ask", "confirm", "human", "escalate", "review", "prompt"];

/// Whether a tool has anything that decides calls.
pub(super) fn has_rules(tool: &Json) -> bool {
    let is_empty = |member: &Member| match &member.value.kind {
        JsonKind::Null => true,
        JsonKind::List(elements) => elements.is_empty(),
        JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::Text(_) | JsonKind::Object(_) => member.key == "hide",
    };
    !tool.members().unwrap_or_default().iter().all(is_empty)
}

/// Reads the rules of one tool, or of `"*"`.
pub(super) struct Rules<'b, 's> {
    losses: &'b mut Losses<'s>,
    yaml: &'b Yaml,
    /// `None` for `"*"`.
    tool: Option<&'b str>,
    shared: &'b Shared,
    outcome: Outcome,
}

/// What a rule asks for, apart from its action.
struct Asked<'j> {
    conditions: &'j [Json],
    rate: Option<&'j Member>,
    state: Option<&'j Member>,
}

impl<'b, 's> Rules<'b, 's> {
    /// The rules of a tool that has those of `"*"` as well.
    pub fn new(losses: &'b mut Losses<'s>, yaml: &'b Yaml, tool: Option<&'b str>, shared: &'b Shared) -> Self {
        Self { losses, yaml, tool, shared, outcome: Outcome::default() }
    }

    /// Reads a tool; `comments` are those of each rule.
    pub fn convert(mut self, tool: &Json, comments: Vec<Vec<String>>, counters: &mut Counters) -> Outcome {
        if tool.members().is_none() && tool.kind != JsonKind::Null {
            self.lose(tool.span, "a tool", "this is not an object");
        }
        let mut comments = comments.into_iter();
        // What every tool gets, or `hide`, leaves the rules without an effect.
        let is_dead = self.shared.denies_all() || texts::given(tool, "hide").is_some_and(is_true);
        for member in tool.members().unwrap_or_default() {
            match (member.key.as_str(), &member.value.kind) {
                ("rules" | "hide", JsonKind::Null) => {}
                ("rules", JsonKind::List(rules)) if rules.is_empty() => {}
                ("rules", JsonKind::List(_)) if is_dead => self.remark(member, "no call gets to these rules"),
                ("rules", JsonKind::List(rules)) => {
                    let denial = rules.iter().position(|rule| self.is_denial(rule));
                    for (index, rule) in rules.iter().enumerate() {
                        let start = self.outcome.lines.len();
                        self.outcome.comment_all(comments.next().unwrap_or_default());
                        match denial.is_none_or(|denial| denial == index) {
                            true => self.rule(rule, counters),
                            false => self.pass_over(rule),
                        }
                        self.outcome.join_limits(start);
                    }
                }
                ("hide", JsonKind::Boolean(hides)) => self.outcome.is_hidden |= hides,
                (key, _) if REMARKS.contains(&key) => self.remark(member, "a tool has no such member"),
                ("rules", _) => self.lose_member(member, "this is not a list"),
                ("hide", _) => self.lose_member(member, "this is neither `true` nor `false`"),
                _ if is_dead => self.remark(member, "a tool has no such member"),
                _ => self.lose_member(member, "a tool has no such member"),
            }
        }
        self.outcome.comment_all(comments.flatten());
        if !self.outcome.is_lost && self.outcome.denial.is_none() && self.contradicts() {
            self.never_met(tool.span);
        }
        self.outcome
    }

    fn contradicts(&self) -> bool {
        // Each tool would look at all of them.
        let shared = self.shared.asked.get(..).filter(|shared| shared.len() <= MOST_SHARED).unwrap_or_default();
        contradiction::is_certain(shared.iter().chain(&self.outcome.asked))
    }

    /// `action: deny`, for every call.
    fn is_denial(&self, rule: &Json) -> bool {
        let is_known = |member: &Member| RULE.contains(&member.key.as_str()) || REMARKS.contains(&member.key.as_str());
        let has_conditions =
            texts::given(rule, "conditions").is_some_and(|member| member.value.elements() != Some(&[]));
        let action = rule.get("action").and_then(Json::text);
        action == Some("deny") && !has_conditions && rule.members().unwrap_or_default().iter().all(is_known)
    }

    /// A rule without an effect, because another one denies every call.
    fn pass_over(&mut self, rule: &Json) {
        let comment = self.losses.wording(rule.span, "a rule", "another rule denies every call");
        self.outcome.comment(comment);
    }

    fn rule(&mut self, rule: &Json, counters: &mut Counters) {
        if self.outcome.clauses + self.shared.clauses() + 1 >= MAX_CLAUSES {
            return self.lose(rule.span, "a rule", "a tool can have at most 10,000 clauses");
        }
        if rule.members().is_none() {
            return self.lose(rule.span, "a rule", "this is not an object");
        }
        self.other_members(rule);
        let conditions = texts::given(rule, "conditions");
        let Some(list) = conditions.map_or(Some(&[][..]), |member| member.value.elements()) else {
            return conditions.into_iter().for_each(|member| self.lose_member(member, "this is not a list"));
        };
        let asked = Asked {
            conditions: list,
            rate: texts::given(rule, "rate_limit").filter(|rate| rate.value.text() != Some("")),
            state: texts::given(rule, "state"),
        };
        self.action(rule, &asked, counters);
    }

    /// Members that a rule does not have, and remarks that are not strings.
    fn other_members(&mut self, rule: &Json) {
        for member in rule.members().unwrap_or_default() {
            match member.key.as_str() {
                "name" | "on_deny" if texts::scalar(self.losses.source, &member.value).is_none() => {
                    self.remark(member, "this is not a string");
                }
                key if RULE.contains(&key) => {}
                key if REMARKS.contains(&key) => self.remark(member, "a rule has no such member"),
                _ => self.lose_member(member, "a rule has no such member"),
            }
        }
    }

    fn action(&mut self, rule: &Json, asked: &Asked<'_>, counters: &mut Counters) {
        let action =
            rule.get("action").map_or(Some(Cow::Borrowed("")), |action| texts::scalar(self.losses.source, action));
        let is_conditional = !asked.conditions.is_empty() || asked.state.is_some();
        match action.as_deref() {
            Some("" | "evaluate") => self.evaluate(rule, asked, counters),
            Some("deny") if asked.conditions.is_empty() => self.deny(rule),
            Some("deny") => self.lose(rule.span, "a denial", "Intercept has no `deny` with conditions"),
            Some("allow") if is_conditional => {
                self.lose(rule.span, "a rule", "Intercept has no `allow` with conditions")
            }
            // Intercept evaluates any rule with a `rate_limit`.
            Some("allow") => asked.rate.into_iter().for_each(|rate| self.rate(rule, rate, counters)),
            Some(word) if asks_a_person(word) => {
                self.lose(rule.span, "an approval", "no published policy of the gateway shows one");
                let message = texts::some(self.losses.source, rule, "on_deny").map(Cow::into_owned);
                self.outcome.approval.get_or_insert_with(|| message.unwrap_or_else(|| APPROVAL.to_owned()));
            }
            Some(_) | None => self.lose(rule.span, "a rule", "its action is neither `evaluate` nor `deny`"),
        }
    }

    fn deny(&mut self, rule: &Json) {
        let message = texts::some(self.losses.source, rule, "on_deny").map(Cow::into_owned);
        // A message says what the name would say.
        if message.is_none() {
            self.comment_name(rule);
        }
        self.outcome.denial.get_or_insert(message);
    }

    /// `rate_limit: 5/hour`
    fn rate(&mut self, rule: &Json, rate: &Member, counters: &mut Counters) {
        match limits::rate(self.losses.source, &rate.value) {
            Rate::Exact(count, window) => self.limit(rule, count, window, "calls", counters),
            Rate::Nearest(count, window) => {
                self.remark(rate, "a limit is per minute, hour or day; this is the nearest");
                self.limit(rule, count, window, "calls", counters);
            }
            Rate::Unknown => self.remark(rate, "this is not a number per `minute`, `hour` or `day`"),
        }
    }

    fn evaluate(&mut self, rule: &Json, asked: &Asked<'_>, counters: &mut Counters) {
        let is_count = |condition: &&Json| {
            condition.get("path").and_then(Json::text).is_some_and(|path| path.starts_with("state."))
        };
        let (counts, conditions): (Vec<_>, Vec<_>) = asked.conditions.iter().partition(is_count);
        if !conditions.is_empty() {
            self.require(rule, &conditions);
        }
        if let Some(rate) = asked.rate {
            self.rate(rule, rate, counters);
        }
        match (asked.state, counts.as_slice()) {
            (None, []) if conditions.is_empty() && asked.rate.is_none() => {
                let comment = self.losses.wording(rule.span, "a rule", "it has no conditions");
                self.outcome.comment(comment);
            }
            (None, []) => {}
            (None, _) => {
                counts.iter().for_each(|count| self.lose(count.span, "a condition", "nothing in the rule counts it"))
            }
            (Some(state), []) => self.lose_member(state, "no condition of the rule uses the count"),
            (Some(state), _) => self.state(rule, state, &counts, counters),
        }
    }

    fn require(&mut self, rule: &Json, conditions: &[&Json]) {
        if conditions.len() > MOST_CONDITIONS {
            return self.lose(rule.span, "a rule", "a clause can have at most 100,000 conditions");
        }
        let mut seen = HashSet::new();
        let mut comparisons = Vec::new();
        for condition in conditions {
            let shared = &self.shared.uses;
            match conditions::comparison(self.losses, self.yaml, condition, &mut self.outcome.uses, shared) {
                // Equal conditions are written once.
                Ok(comparison) if seen.insert(comparison.clone()) => comparisons.push(comparison),
                Ok(_) => {}
                Err(refusal) => {
                    let comment = self.losses.refused(condition.span, self.tool, *refusal);
                    self.outcome.lose(comment);
                }
            }
        }
        if comparisons.is_empty() {
            return;
        }
        let message = texts::some(self.losses.source, rule, "on_deny").map(Cow::into_owned);
        if expressible::clash(&comparisons).is_some() {
            self.deny(rule);
            return self.never_met(rule.span);
        }
        self.comment_name(rule);
        let text = format!("require {}{}", render::condition(&comparisons), render::because(message.as_deref()));
        self.outcome.require(text, comparisons, message);
    }

    /// `state.t.c lte 5`, with `state: {counter: c, window: hour}`
    fn state(&mut self, rule: &Json, member: &Member, counts: &[&Json], counters: &mut Counters) {
        let state = match limits::state(member, |increment| self.yaml.is_ambiguous(increment)) {
            Ok(state) => state,
            Err((part, why)) => {
                self.lose_member(part, why);
                // The comments show what it was for.
                for count in counts {
                    let comment = self.losses.comment(count.span, "the count that it uses was not converted");
                    self.outcome.comment(comment);
                }
                return;
            }
        };
        let own = format!("state.{}.{}", self.tool.unwrap_or("_global"), state.counter);
        let most = |condition: &Json| {
            let is_own = condition.get("path").and_then(Json::text) == Some(&own);
            let is_odd = condition.get("value").is_some_and(|value| self.yaml.is_ambiguous(value));
            limits::most(condition).filter(|_| is_own && !is_odd)
        };
        let place = counts.iter().position(|condition| most(condition).is_some());
        let limit = place.and_then(|place| most(counts.get(place)?));
        for (index, condition) in counts.iter().enumerate() {
            if Some(index) != place {
                self.lose(condition.span, "a condition", "the language has no such limit");
            }
        }
        if let Some(limit) = limit {
            self.limit(rule, limit.div_euclid(state.increment), state.window, state.counter, counters);
        }
    }

    fn limit(&mut self, rule: &Json, max: i128, window: Window, older: &str, counters: &mut Counters) {
        if max <= 0 {
            return self.deny(rule);
        }
        let owner = self.tool.unwrap_or("all_tools");
        let max = u64::try_from(max).unwrap_or(u64::MAX).min(MAX_LIMIT);
        let (counter, named) = counters.take(owner, window, older);
        self.comment_name(rule);
        self.outcome.limit(render::limit(&Limit { place: None, counter, window, max }, named));
        let is_count = |condition: &Json| {
            condition.get("path").and_then(Json::text).is_some_and(|path| path.starts_with("state."))
        };
        let is_used =
            rule.get("conditions").and_then(Json::elements).unwrap_or_default().iter().any(|one| !is_count(one));
        let has_message = texts::some(self.losses.source, rule, "on_deny").is_some();
        if let Some(message) = rule.member("on_deny").filter(|_| has_message && !is_used) {
            self.remark(message, "limits have no message");
        }
    }

    /// A rule or a tool whose conditions contradict each other denies every call, here and for Intercept.
    fn never_met(&mut self, span: Span) {
        self.losses.warning(errors::never_met(span.of(self.losses.id), self.tool));
        let message = self.outcome.message.clone();
        self.outcome.denial.get_or_insert(message);
    }

    fn comment_name(&mut self, rule: &Json) {
        if let Some(name) = texts::some(self.losses.source, rule, "name") {
            self.outcome.name(name.into_owned());
        }
    }

    /// A member that decides nothing, or a limit.
    fn remark(&mut self, member: &Member, why: &'static str) {
        let comment = self.losses.wording(member.key_span.to(member.value.span), &named(member), why);
        self.outcome.comment(comment);
    }

    fn lose_member(&mut self, member: &Member, why: &str) {
        self.lose(member.key_span.to(member.value.span), &named(member), why);
    }

    fn lose(&mut self, span: Span, what: &str, why: &str) {
        let comment = self.losses.decision(span, self.tool, what, why);
        self.outcome.lose(comment);
    }
}

fn is_true(member: &Member) -> bool {
    member.value.kind == JsonKind::Boolean(true)
}

fn asks_a_person(action: &str) -> bool {
    let action = action.to_ascii_lowercase();
    APPROVALS.iter().any(|word| action.contains(word))
}

fn named(member: &Member) -> String {
    format!("`{}`", errors::one_line(&member.key))
}
