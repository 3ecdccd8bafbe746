//! The linter: rules that find problems in valid policies. Findings are precise: each one shows
//! what can happen, with a call if there is one, and says what to write instead.
//!
//! A rule is one file in `lint/rules/`; [`rule`] explains how to write one.

mod required;
mod attacks;
mod candidates;
mod chosen;
mod claims;
mod concerned;
pub mod context;
pub mod edits;
mod findings;
mod good_texts;
mod held_texts;
mod kept;
mod kinds;
pub mod fixes;
mod signatures;
mod layout;
mod lists;
mod names;
pub mod pages;
mod recipients;
mod telling;
mod patterns;
mod plausible;
mod replacements;
mod safe_forms;
mod corrections;
mod programs;
pub mod rule;
pub mod rules;
mod spellings;
mod strings;
mod text_conditions;
mod subject;
mod suppress;
mod text_tests;
pub mod notes;
mod wide_arguments;
mod wording;

pub use chosen::{Chosen, Options};
pub use context::{Clause, Context, Tool};
pub use rule::{Check, Comments, Rule};
pub use rules::RULES;
pub use signatures::known_tools;
pub use subject::Subject;
pub use suppress::Suppression;

use std::collections::HashSet;

use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS, in_order};

/// The findings of the rules, sorted by place.
pub fn lint(subject: &Subject<'_>, chosen: &Chosen) -> Vec<Diagnostic> {
    let known = subject.checked.and_then(signatures::known_tools);
    let context = Context::new(subject, known.as_ref());
    let mut found = Vec::new();
    for (rule, severity) in &chosen.rules {
        let findings = match rule.check {
            Check::Policy(check) => check(&context),
            Check::Source(check) => subject.checked.map(|checked| check(&context, checked)).unwrap_or_default(),
            Check::Comments(_) => continue,
        };
        let concerned = context.take_concerned();
        found.extend(concerned.named(findings).map(|finding| Diagnostic { severity: *severity, ..finding }));
    }
    concerned::name_others(subject, &mut found);
    found.extend(findings::not_judged(&context.given_up()));
    let mut found = in_order(subject.main, rules::one_for_each_name(without_yielding(found)));
    if let Some(checked) = subject.checked.filter(|_| chosen.honours_comments) {
        let about_comments = suppressed(subject, checked, chosen, &mut found);
        found.extend(about_comments);
    }
    found = in_order(subject.main, found);
    found.truncate(MAX_DIAGNOSTICS);
    found
}

/// Removes the suppressed findings, and returns findings about the suppressions themselves.
fn suppressed(
    subject: &Subject<'_>,
    checked: &Checked,
    chosen: &Chosen,
    found: &mut Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut suppressions = suppress::read(subject.sources, &checked.files);
    suppress::suppress(subject.sources, &mut suppressions, found);
    notes::is_suppressed(subject.sources, checked, &mut suppressions);
    let suppressions = suppressions.as_slice();
    let comments = Comments {
        main: subject.main,
        is_part: checked.is_part,
        suppressions,
        ran: &chosen.rules,
        all: RULES,
        note: notes::NOTE.name(),
    };
    let about = chosen.rules.iter().flat_map(|(rule, severity)| {
        let findings = match rule.check {
            Check::Comments(check) => check(&comments),
            Check::Policy(_) | Check::Source(_) => Vec::new(),
        };
        findings.into_iter().map(|finding| Diagnostic { severity: *severity, ..finding })
    });
    about.collect()
}

/// One mistake gives one finding: a rule has none where a rule that takes precedence has one.
fn without_yielding(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let start = |finding: &Diagnostic| (finding.primary.place.source, finding.primary.place.span.start);
    let places: HashSet<_> = found.iter().map(|finding| (finding.code, start(finding))).collect();
    found.retain(|finding| {
        let before = rules::named(finding.code.name()).map_or(&[][..], |rule| rule.yields_to);
        !before.iter().any(|name| places.contains(&(Code::of_rule(name), start(finding))))
    });
    found
}
