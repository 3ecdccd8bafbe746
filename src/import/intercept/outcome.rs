//! What the rules of a tool come to: its state, and the comments that go with it.

use super::sections::{Converted, EVERY_TOOL, State};
use crate::import::expressible::Uses;
use crate::import::layout::{self, Body};
use crate::import::render::{self, Comparison};

/// What the agent gets from a tool that lost a rule.
const LOST: &str = "Not all rules of this tool could be imported. Ask the policy's owner.";

/// The rules of a tool, converted one by one.
#[derive(Default)]
pub(super) struct Outcome {
    pub lines: Vec<Line>,
    /// How they use arguments.
    pub uses: Uses,
    /// Their conditions.
    pub asked: Vec<Comparison>,
    /// The message, if every call is denied.
    pub denial: Option<Option<String>>,
    /// The first message of a rule with conditions.
    pub message: Option<String>,
    /// The message, if a call needs an approval, which is lost.
    pub approval: Option<String>,
    /// Whether one was lost that decides calls.
    pub is_lost: bool,
    /// `hide: true`
    pub is_hidden: bool,
    /// How many clauses.
    pub clauses: usize,
}

/// A line of a block.
pub(super) struct Line {
    text: String,
    kind: LineKind,
    of_limit: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LineKind {
    Comment,
    /// The name of the rule that the next clause comes from, as a comment.
    Name,
    Clause,
}

/// What every tool gets from `"*"`.
#[derive(Default)]
pub(super) struct Shared {
    /// How its conditions use arguments.
    pub uses: Uses,
    /// Its conditions.
    pub asked: Vec<Comparison>,
    outcome: Outcome,
}

impl Outcome {
    /// Adds a comment.
    pub fn comment(&mut self, text: String) {
        self.lines.push(Line { text, kind: LineKind::Comment, of_limit: false });
    }

    /// Adds the name of a rule.
    pub fn name(&mut self, text: String) {
        self.lines.push(Line { text, kind: LineKind::Name, of_limit: false });
    }

    /// Adds comments.
    pub fn comment_all(&mut self, texts: impl IntoIterator<Item = String>) {
        texts.into_iter().for_each(|text| self.comment(text));
    }

    /// Adds the comment of a rule that was lost.
    pub fn lose(&mut self, comment: String) {
        self.comment(comment);
        self.is_lost = true;
    }

    /// Adds a `require`.
    pub fn require(&mut self, text: String, asked: Vec<Comparison>, message: Option<String>) {
        self.lines.push(Line { text, kind: LineKind::Clause, of_limit: false });
        self.asked.extend(asked);
        self.message = self.message.take().or(message);
        self.clauses += 1;
    }

    /// Adds a limit.
    pub fn limit(&mut self, text: String) {
        self.lines.push(Line { text, kind: LineKind::Clause, of_limit: true });
        self.clauses += 1;
    }

    /// The comments of a rule that has only limits belong to them. `start` is the rule's first line.
    pub fn join_limits(&mut self, start: usize) {
        let lines = self.lines.get_mut(start..).unwrap_or_default();
        let has = |of_limit| lines.iter().any(|line| line.is_clause() && line.of_limit == of_limit);
        if has(true) && !has(false) {
            lines.iter_mut().for_each(|line| line.of_limit = true);
        }
    }

    /// The outcome of `"*"`, with its limits apart, as comments and lines.
    pub fn for_all(mut self) -> (Shared, Vec<String>) {
        let (limits, lines): (Vec<_>, Vec<_>) = self.lines.into_iter().partition(|line| line.of_limit);
        self.clauses = lines.iter().filter(|line| line.is_clause()).count();
        self.lines = lines;
        let limits = limits.iter().map(Line::written).collect();
        let (uses, asked) = (std::mem::take(&mut self.uses), std::mem::take(&mut self.asked));
        (Shared { uses, asked, outcome: self }, limits)
    }

    /// The outcome of a tool, below the comments above it.
    pub fn tool(self, shared: &Shared, mut comments: Vec<String>) -> Converted {
        let is_lost = self.is_lost || shared.outcome.is_lost;
        let denial = self.denial.clone().or_else(|| shared.outcome.denial.clone());
        let signature = self.uses.signature(Some(&shared.uses)).map(|arguments| render::signature(&arguments));
        let has_clauses = self.lines.iter().any(|line| line.is_clause()) || shared.clauses() > 0;
        let state = match denial {
            _ if self.is_hidden => State::Hide,
            Some(message) => State::Deny(message),
            None if is_lost => State::Deny(Some(self.approval.clone().unwrap_or_else(|| LOST.to_owned()))),
            None if !has_clauses => State::Allow,
            None => {
                let mut lines: Vec<_> = self.lines.iter().map(Line::written).collect();
                if shared.clauses() > 0 {
                    lines.push(format!("apply {EVERY_TOOL}"));
                }
                State::Rules(Body { signature: signature.unwrap_or_default(), lines })
            }
        };
        if !matches!(state, State::Rules(_)) {
            comments.extend(self.into_comments());
        }
        Converted { comments, state }
    }

    /// The comments, then the clauses, which have no effect.
    fn into_comments(self) -> Vec<String> {
        let (mut out, mut clauses) = (Vec::new(), Vec::new());
        let mut lines = self.lines.into_iter().peekable();
        while let Some(line) = lines.next() {
            let names_clause = line.kind == LineKind::Name && lines.peek().is_some_and(Line::is_clause);
            match line.kind {
                LineKind::Clause => clauses.push(format!("  {}", line.text)),
                LineKind::Name if names_clause => clauses.push(format!("  # {}", line.text)),
                LineKind::Name | LineKind::Comment => out.push(line.text),
            }
        }
        if !clauses.is_empty() {
            out.push("Its other rules:".to_owned());
        }
        out.extend(clauses);
        out
    }
}

impl Line {
    fn written(&self) -> String {
        if self.is_clause() { self.text.clone() } else { layout::comment_line(&self.text) }
    }

    fn is_clause(&self) -> bool {
        self.kind == LineKind::Clause
    }
}

impl Shared {
    /// How many clauses it adds to each tool.
    pub fn clauses(&self) -> usize {
        self.outcome.clauses
    }

    /// Whether it hides every tool.
    pub fn is_hidden(&self) -> bool {
        self.outcome.is_hidden
    }

    /// Whether it denies every call.
    pub fn denies_all(&self) -> bool {
        self.outcome.denial.is_some()
    }

    /// Whether a rule was lost.
    pub fn is_lost(&self) -> bool {
        self.outcome.is_lost
    }

    /// Whether it denies any call.
    pub fn decides(&self) -> bool {
        self.clauses() > 0 || self.denies_all() || self.is_lost()
    }

    /// The lines of the rule that each tool applies; if none applies it, comments.
    pub fn rule(self, is_applied: bool) -> (Vec<String>, Vec<String>) {
        match is_applied && self.clauses() > 0 {
            true => (self.outcome.lines.iter().map(Line::written).collect(), Vec::new()),
            false => (Vec::new(), self.outcome.into_comments()),
        }
    }
}
