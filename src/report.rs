//! Output: a command turns its result into one neutral [`Report`], and each format renders any report. That
//! makes formats plus commands, not formats times commands, and no format knows a command.
//!
//! To add a format, write its file, give it a variant of [`Format`] and a row of [`FORMATS`], and name it in the
//! commands that have it.

mod alike;
mod ascii;
mod clipping;
pub mod content;
mod github;
mod html;
mod json;
mod junit;
mod list;
mod markdown;
mod page;
mod picture;
mod pretty;
pub mod results;
#[cfg(test)]
mod samples;
mod sarif;
mod short;
mod snippet;
mod table;
#[cfg(test)]
mod tests;

pub use ascii::drawn;
pub use content::{Bar, Case, Chart, Column, End, List, Look, Part, Report, Suite, Table};
pub use page::{page, pages};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: the source, underlined.
    Pretty,
    /// One line per diagnostic, for editors and `grep`.
    Short,
    /// One document for programs.
    Json,
    /// One document for code scanning.
    Sarif,
    /// Annotations on a pull request.
    Github,
    /// One document for tools that show test results.
    Junit,
    /// One line per decision, for programs. The replay writes these lines itself, so a report adds nothing.
    Jsonl,
    /// A comment on a pull request.
    Markdown,
    /// One page for browsers.
    Html,
}

/// A format's row in the table.
#[derive(Debug)]
pub struct FormatRow {
    /// The format.
    pub format: Format,
    /// The value of `--format`.
    pub name: &'static str,
    /// What help says about it.
    pub about: &'static str,
    render: fn(&Report<'_>, Look) -> String,
}

/// All formats, in the order in which help lists them.
pub const FORMATS: &[FormatRow] = &[
    FormatRow {
        format: Format::Pretty,
        name: "pretty",
        about: "for people, with the source underlined",
        render: pretty::render,
    },
    FormatRow {
        format: Format::Short,
        name: "short",
        about: "FILE:LINE:COLUMN: severity[code]: message",
        render: short::render,
    },
    FormatRow { format: Format::Json, name: "json", about: "one JSON document", render: json::render },
    FormatRow { format: Format::Sarif, name: "sarif", about: "SARIF 2.1.0, for code scanning", render: sarif::render },
    FormatRow {
        format: Format::Github,
        name: "github",
        about: "annotations for a GitHub Actions run",
        render: github::render,
    },
    FormatRow {
        format: Format::Junit,
        name: "junit",
        about: "JUnit XML, for tools that show test results",
        render: junit::render,
    },
    FormatRow {
        format: Format::Jsonl,
        name: "jsonl",
        about: "one line of JSON per decision",
        render: |_, _| String::new(),
    },
    FormatRow {
        format: Format::Markdown,
        name: "markdown",
        about: "a comment on a pull request",
        render: markdown::render,
    },
    FormatRow { format: Format::Html, name: "html", about: "one page for browsers", render: html::render },
];

impl Format {
    /// The format with this name.
    pub fn named(name: &str) -> Option<Self> {
        FORMATS.iter().find(|row| row.name == name).map(|row| row.format)
    }
}

impl Report<'_> {
    /// The report in a format: whole lines, or nothing.
    pub fn render(&self, format: Format, look: Look) -> String {
        FORMATS.iter().find(|row| row.format == format).map(|row| (row.render)(self, look)).unwrap_or_default()
    }
}
