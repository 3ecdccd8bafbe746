//! What a lint rule is, and how one is written.
//!
//! A rule is a file below `lint/rules/`, its `mod` line and its row in [`RULES`](super::RULES). The file holds, in
//! this order, the declaration `pub static RULE`, the page, the check and what helps it:
//!
//! ```text
//! pub static RULE: Rule = Rule {
//!     code: Code::of_rule("write-without-limit"),
//!     level: Severity::Warning,
//!     pedantic: false,
//!     fix: None,
//!     yields_to: &[],
//!     title: "a `write` tool that may be called without end",
//!     page: PAGE,
//!     check: Check::Policy(check),
//! };
//!
//! const PAGE: &str = r#"…"#;
//!
//! fn check(context: &Context<'_>) -> Vec<Diagnostic> { … }
//! ```
//!
//! - *The page* is Markdown behind the title: what it finds and what can happen, then the sections
//!   `## Flagged`, `## Clean` and `## When to ignore it`. Examples are fences with file names, ` ```pl
//!   policy.pl ` and ` ```json shop.tools.json ` (or `policy.json` alone). They are run: of the flagged one
//!   exactly one finding is told, by this rule, of the clean one none.
//! - *The check* gets a [`Context`] of a policy without errors, and gives findings made by
//!   [`Rule::finding`], with `with_help`, `with_label`, `with_witness` and `with_fix`. It need not sort
//!   them, nor leave out what it says twice at one place: of these the first is told. Levels that the
//!   user has set are put in afterwards.
//! - *Which tools.* [`Context::callable`] gives the tools that some call gets through. Rules go over these,
//!   so that nothing is said of tools that are hidden, denied or always denied. Findings about a tool
//!   stand at [`Tool::place`](super::Tool), one for each target: [`Context::by_target`] puts those of a pattern
//!   together. A tool's category is what somebody stated, or nothing.
//! - *Which calls.* [`Context::accepted`] asks about calls that the server's schema admits, for holes;
//!   [`Context::any`] about all calls, for clauses that are dead. Of a tool without schema or signature both
//!   speak of all calls. An answer that is unknown is no finding.
//! - *Words.* Messages are lower case without a full stop, the cause in the label, what to write in the
//!   help. `wording` has what several rules say.
//! - *Cases* stand in `tests/cases/lint/<rule>/`: `flagged*.pl` and `clean*.pl` (or `.json`), one of each at
//!   least, the claim in the first line; catalogs beside them. The test adds the rule to those of the
//!   default level.

use super::context::Context;
use super::suppress::Suppression;
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::source::{Place, SourceId};

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which reads well after "ignore".
    pub code: Code,
    /// How bad what it finds is, unless the configuration says otherwise.
    pub level: Severity,
    /// Whether it runs only where that is asked for.
    pub pedantic: bool,
    /// What its fixes promise, where it has some.
    pub fix: Option<Safety>,
    /// The rules that go before it: where one of them finds something at the same start, it is silent.
    pub yields_to: &'static [&'static str],
    /// What it finds, in one line.
    pub title: &'static str,
    /// Its page behind the title.
    pub page: &'static str,
    /// What finds it.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Any policy, a `policy.json` too.
    Policy(fn(&Context<'_>) -> Vec<Diagnostic>),
    /// A `.pl` file: what was written, not only what it comes to.
    Source(fn(&Context<'_>, &Checked) -> Vec<Diagnostic>),
    /// The comments that suppress findings, when the other rules have run.
    Comments(fn(&Comments<'_>) -> Vec<Diagnostic>),
}

/// The suppressions of a policy, after they were used.
#[derive(Debug, Clone, Copy)]
pub struct Comments<'c> {
    /// The file that is judged.
    pub main: SourceId,
    /// Whether it is a part of other policies.
    pub is_part: bool,
    /// The suppressions, in it and in what it includes.
    pub suppressions: &'c [Suppression],
    /// The rules that ran.
    pub ran: &'c [(&'static Rule, Severity)],
    /// All rules that there are.
    pub all: &'static [&'static Rule],
}

impl Comments<'_> {
    /// Whether a rule ran.
    pub fn ran(&self, name: &str) -> bool {
        self.ran.iter().any(|(rule, _)| rule.name() == name)
    }

    /// Whether there is a rule of this name.
    pub fn exists(&self, name: &str) -> bool {
        self.all.iter().any(|rule| rule.name() == name)
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

    /// The whole page, in Markdown: for `explain`, SARIF and the folder of pages.
    pub fn whole_page(&self) -> String {
        let runs = if self.pedantic { "with `--level pedantic`" } else { "by default" };
        let fix = match self.fix {
            None => "",
            Some(Safety::Safe) => ", with a safe fix",
            Some(Safety::Unsafe) => ", with an unsafe fix",
        };
        let (name, title, level) = (self.name(), self.title, self.level.word());
        format!("# {name}\n{title}\n\nA lint rule: {level}, runs {runs}{fix}.\n\n{}\n", self.page.trim())
    }
}
