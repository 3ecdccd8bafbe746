//! The paper: a command turns its result into one neutral [`Report`], and each format renders a
//! `Report`. So there are formats plus commands, not formats times commands, and no command prints.
//!
//! A new format is its file, its variant of [`Format`] and its row in [`FORMATS`].

mod body;
mod codes;
mod cut;
mod fingerprint;
mod github;
mod json;
mod junit;
mod markdown;
mod page;
mod pretty;
#[cfg(test)]
mod samples;
mod sarif;
mod short;
mod snippet;
mod source_map;
mod summary;
mod table;
#[cfg(test)]
mod tests;
use crate::vocab::visible;

pub use codes::{Page, code_named, names};
pub use fingerprint::fingerprints;
pub use json::range;
pub use page::{page, pages};
pub use source_map::source_map;
pub use visible::{is_hidden, visible};

use std::ops::Range;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, did_you_mean, nearest};
use crate::source::Sources;

/// What a command has to say, before it is known how.
#[derive(Debug)]
pub struct Report<'r> {
    /// The texts that the diagnostics point into.
    pub sources: &'r Sources,
    /// What `pretty` says, in its order; nothing is all diagnostics, one after the other.
    pub body: Vec<Part>,
    /// All that points into a file, in the order of printing.
    pub diagnostics: &'r [Diagnostic],
    /// How many files were looked at, where people are to be told: `pretty` then ends with a count.
    pub files: Option<usize>,
    /// What the command's document has in `json` beside `version` and `diagnostics`, in this order.
    pub facts: Vec<(&'static str, Value)>,
    /// Whether the document in `json` is the facts alone, which say all that the diagnostics would.
    pub facts_alone: bool,
    /// What passed and what failed, for `junit`.
    pub suites: Vec<Suite>,
}

/// A part of what `pretty` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A line that says what follows.
    Heading(String),
    /// A paragraph, wrapped at the edge of the terminal.
    Text(String),
    /// Lines in columns.
    Table(Table),
    /// These of the report's diagnostics.
    Diagnostics(Range<usize>),
}

/// Lines in columns. Whoever makes it bounds how many there are; a text that is too wide is cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What stands above the columns.
    pub columns: Vec<Column>,
    /// The lines; each has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// The line that sums up, below a rule.
    pub total: Option<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub title: &'static str,
    /// Numbers stand to the right; texts to the left, and are cut where the paper is too narrow.
    pub is_number: bool,
}

/// Cases that belong together: those of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suite {
    /// Its name: the file's.
    pub name: String,
    /// The cases.
    pub cases: Vec<Case>,
}

/// Something that passes or fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its name, which stays the same from run to run.
    pub name: String,
    /// How it ended.
    pub end: End,
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// As it should.
    Passed,
    /// It could not be judged, and why: no failure.
    Skipped(String),
    /// Otherwise than it should.
    Failed {
        /// Why, in one line.
        message: String,
        /// The report's diagnostics that say more.
        diagnostics: Vec<usize>,
    },
}

/// How the paper looks on which a report is printed. The command line decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Columns of the terminal, or what stands for them in a pipe.
    pub width: usize,
    /// Whether colours may be used. Without, no escape sequence is written.
    pub color: bool,
}

/// A command that has `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// `jamb check`
    Check,
    /// `jamb lint`
    Lint,
    /// `jamb compile`
    Compile,
    /// `jamb fmt`
    Fmt,
    /// `jamb import`
    Import,
    /// `jamb init`
    Init,
    /// `jamb explain`
    Explain,
    /// `jamb test`
    Test,
    /// `jamb simulate`
    Simulate,
    /// `jamb eval`
    Eval,
    /// `jamb diff`
    Diff,
    /// `jamb drift`
    Drift,
}

/// A form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: the source, underlined.
    Pretty,
    /// One line a diagnostic, for editors and `grep`.
    Short,
    /// One document for programs.
    Json,
    /// One document for code scanning.
    Sarif,
    /// Annotations of a pull request.
    Github,
    /// One document for whatever shows tests.
    Junit,
    /// A line a decision, for programs. The replay writes it as it goes: a report of it says nothing more.
    Jsonl,
    /// A comment on a pull request.
    Markdown,
}

/// What there is to know of a format.
#[derive(Debug)]
pub struct FormatRow {
    /// Which it is.
    pub format: Format,
    /// The value of `--format`.
    pub name: &'static str,
    /// What help says of it.
    pub about: &'static str,
    /// The commands that have it.
    pub commands: &'static [Command],
    render: fn(&Report<'_>, Look) -> String,
}

/// The commands whose result or by-product are diagnostics.
const DIAGNOSING: &[Command] =
    &[Command::Check, Command::Lint, Command::Compile, Command::Fmt, Command::Import, Command::Test, Command::Simulate];

/// Those whose diagnostics lie at clauses, for annotations: `diff` and `drift` show what changed there.
const ANNOTATING: &[Command] = &[
    Command::Check,
    Command::Lint,
    Command::Compile,
    Command::Fmt,
    Command::Import,
    Command::Test,
    Command::Simulate,
    Command::Diff,
    Command::Drift,
];

/// These and those whose answers are for people or for programs.
const ALL: &[Command] = &[
    Command::Check,
    Command::Lint,
    Command::Compile,
    Command::Fmt,
    Command::Import,
    Command::Init,
    Command::Explain,
    Command::Test,
    Command::Simulate,
    Command::Eval,
    Command::Diff,
    Command::Drift,
];

/// The commands of which something passes or fails.
const JUDGING: &[Command] = &[Command::Check, Command::Lint, Command::Test, Command::Simulate];

/// All formats; the first is the default everywhere.
pub const FORMATS: &[FormatRow] = &[
    FormatRow {
        format: Format::Pretty,
        name: "pretty",
        about: "the source, underlined",
        commands: ALL,
        render: pretty::render,
    },
    FormatRow {
        format: Format::Short,
        name: "short",
        about: "FILE:LINE:COLUMN: severity[code]: message",
        commands: DIAGNOSING,
        render: short::render,
    },
    FormatRow { format: Format::Json, name: "json", about: "one JSON document", commands: ALL, render: json::render },
    FormatRow {
        format: Format::Sarif,
        name: "sarif",
        about: "SARIF 2.1.0, for code scanning",
        commands: DIAGNOSING,
        render: sarif::render,
    },
    FormatRow {
        format: Format::Github,
        name: "github",
        about: "annotations of a GitHub Actions run",
        commands: ANNOTATING,
        render: github::render,
    },
    FormatRow {
        format: Format::Junit,
        name: "junit",
        about: "JUnit XML, for what shows tests",
        commands: JUDGING,
        render: junit::render,
    },
    FormatRow {
        format: Format::Jsonl,
        name: "jsonl",
        about: "a line of JSON for each decision",
        commands: &[Command::Simulate],
        render: |_, _| String::new(),
    },
    FormatRow {
        format: Format::Markdown,
        name: "markdown",
        about: "a comment on a pull request",
        commands: &[Command::Diff, Command::Drift],
        render: markdown::render,
    },
];

impl<'r> Report<'r> {
    /// A report of diagnostics alone.
    pub fn new(sources: &'r Sources, diagnostics: &'r [Diagnostic]) -> Self {
        let (body, facts, suites) = (Vec::new(), Vec::new(), Vec::new());
        Self { sources, body, diagnostics, files: None, facts, facts_alone: false, suites }
    }

    /// The text in a format: whole lines, or nothing.
    pub fn render(&self, format: Format, look: Look) -> String {
        FORMATS.iter().find(|row| row.format == format).map(|row| (row.render)(self, look)).unwrap_or_default()
    }
}

/// The formats that a command has, in the order of the table.
pub fn formats_of(command: Command) -> impl Iterator<Item = &'static FormatRow> {
    FORMATS.iter().filter(move |row| row.commands.contains(&command))
}

/// The format of a `--format` value. The error is the usage error's words, which list what there is.
pub fn format_named(name: &str, command: Command) -> Result<Format, String> {
    if let Some(row) = formats_of(command).find(|row| row.name == name) {
        return Ok(row.format);
    }
    let names: Vec<&str> = formats_of(command).map(|row| row.name).collect();
    let hint = nearest(name, names.iter().copied()).map(|near| format!("; {}", did_you_mean(near))).unwrap_or_default();
    Err(format!("no format `{}` here: there are {}{hint}", visible(name), names.join(", ")))
}
