//! What a lint rule is, and how to write one.
//!
//! A rule is a file in `lint/rules/`, its `mod` line and its row in [`RULES`](super::RULES). The file contains, in this
//! order, the declaration `pub static RULE`, the page, the check and its helpers:
//!
//! ```text
//! pub static RULE: Rule = Rule {
//!     code: Code::of_rule("write-without-limit"),
//!     level: Severity::Warning,
//!     pedantic: false,
//!     fix: None,
//!     yields_to: &[],
//!     title: "a callable `write` tool without a limit of its own",
//!     page: PAGE,
//!     check: Check::Policy(check),
//! };
//!
//! const PAGE: &str = r#"…"#;
//!
//! fn check(context: &Context<'_>) -> Vec<Diagnostic> { … }
//! ```
//!
//! - *The page* is the Markdown below the title, in the sections `## What it finds`, `## Why it matters`,
//!   `## Example`, `## Fix` and `## When to ignore it`. Examples are fences with file names, ` ```pl policy.pl `
//!   and ` ```json shop.tools.json ` (or `policy.json` alone). A test lints them: the example gives exactly one
//!   finding, of this rule, and the fix gives none.
//! - *The check* gets a [`Context`] of a policy without errors, and returns findings that it makes with
//!   [`Rule::finding`], `with_help`, `with_label`, `with_witness` and `with_fix`. It need not sort them or
//!   avoid duplicates: of several findings at one place only the first is reported. Levels that the user has
//!   configured are applied afterwards.
//! - *Which tools.* [`Context::callable`] returns the tools for which some call is allowed. Rules iterate over
//!   these, so that they report nothing about tools that are hidden, denied or always denied. Findings about a
//!   tool are placed at [`Tool::place`](super::Tool), one for each target: [`Context::by_target`] groups the
//!   tools of a pattern. A tool's category is the one that somebody stated, if any.
//! - *Which calls.* [`Context::accepted`] asks about calls that the server's schema accepts, to find holes;
//!   [`Context::any`] asks about all calls, to find dead clauses. For a tool without a schema or signature both
//!   ask about all calls. An unknown answer is not a finding.
//! - *Wording.* Messages are lower case without a full stop, with the cause in the label and the way out in the
//!   help. `lint/wording.rs` and `lint/findings.rs` have what several rules share.
//! - *Cases* are in `tests/cases/lint/<rule>/`: at least one `flagged*.pl` and one `clean*.pl` (or `.json`),
//!   each with its claim in the first line, and catalogs beside them. The test runs the rule together with
//!   those of the default level.

use super::context::Context;
use super::suppress::Suppression;
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::source::{Place, SourceId};

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which should read well after "ignore".
    pub code: Code,
    /// The severity of its findings, unless the configuration says otherwise.
    pub level: Severity,
    /// Whether it runs only with `--level pedantic`.
    pub pedantic: bool,
    /// Whether its fixes are safe, if it has any.
    pub fix: Option<Safety>,
    /// The rules that take precedence: if one of them has a finding that starts at the same place, this rule has none.
    pub yields_to: &'static [&'static str],
    /// What it finds, in one line.
    pub title: &'static str,
    /// The rest of its page, after the title.
    pub page: &'static str,
    /// The function that finds it.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Any policy, a `policy.json` too.
    Policy(fn(&Context<'_>) -> Vec<Diagnostic>),
    /// A `.pl` file: what is written, not only what it compiles to.
    Source(fn(&Context<'_>, &Checked) -> Vec<Diagnostic>),
    /// The comments that suppress findings, after the other rules have run.
    Comments(fn(&Comments<'_>) -> Vec<Diagnostic>),
}

/// The suppressions of a policy, after they have been applied.
#[derive(Debug, Clone, Copy)]
pub struct Comments<'c> {
    /// The linted file.
    pub main: SourceId,
    /// Whether it is a part of other policies.
    pub is_part: bool,
    /// The suppressions in the file and in the files that it includes.
    pub suppressions: &'c [Suppression],
    /// The rules that ran.
    pub ran: &'c [(&'static Rule, Severity)],
    /// All rules.
    pub all: &'static [&'static Rule],
    /// The checker's note that comments suppress, too.
    pub note: &'static str,
}

impl Comments<'_> {
    /// Whether a rule ran.
    pub fn ran(&self, name: &str) -> bool {
        name == self.note || self.ran.iter().any(|(rule, _)| rule.name() == name)
    }

    /// Whether there is a rule with this name.
    pub fn exists(&self, name: &str) -> bool {
        name == self.note || self.all.iter().any(|rule| rule.name() == name)
    }
}

impl Rule {
    /// Its name.
    pub fn name(&self) -> &'static str {
        self.code.name()
    }

    /// A finding of this rule.
    pub fn finding(&self, place: Place, message: impl Into<String>, label: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: self.level, ..Diagnostic::error(self.code, place, message, label) }
    }

    /// The whole page in Markdown, for `explain`, SARIF and `docs/rules`.
    pub fn whole_page(&self) -> String {
        let runs = if self.pedantic { "with `--level pedantic`" } else { "by default" };
        let fix = match self.fix {
            None => "",
            Some(Safety::Safe) => " It has a safe fix.",
            Some(Safety::Unsafe) => " It has an unsafe fix.",
        };
        let (name, title, level) = (self.name(), self.title, self.level.word());
        format!("# {name}\n{title}\n\nLint rule, severity {level}, runs {runs}.{fix}\n\n{}\n", self.page.trim())
    }
}
