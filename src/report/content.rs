//! A report: what a command has to say, before a format is chosen. Each format renders any report.

use std::ops::Range;

use crate::describe::Phrase;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::json::Members;
use crate::source::Sources;

/// What a command has to say, before a format is chosen.
#[derive(Debug)]
pub struct Report<'r> {
    /// The texts that the diagnostics point into.
    pub sources: &'r Sources,
    /// What `pretty` and `markdown` show, in this order; if empty, they show all diagnostics.
    pub body: Vec<Part>,
    /// Everything that points into a file, in the order of printing.
    pub diagnostics: &'r [Diagnostic],
    /// If it is one of several comments, and a program replaces it by the next one: the comment's mark.
    pub marker: Option<&'static str>,
    /// The number of files that were read: if given, `pretty` ends with a summary line.
    pub files: Option<usize>,
    /// The number of findings that were left out because a baseline lists them.
    pub listed: usize,
    /// The members of the `json` document besides `version` and `diagnostics`, in this order.
    pub members: Members,
    /// Whether `json` leaves `diagnostics` out, because the other members say the same.
    pub members_only: bool,
    /// What passed and what failed, for `junit`.
    pub suites: Vec<Suite>,
}

impl<'r> Report<'r> {
    /// A report that has only diagnostics.
    pub fn new(sources: &'r Sources, diagnostics: &'r [Diagnostic]) -> Self {
        let (body, members, suites) = (Vec::new(), Vec::new(), Vec::new());
        Self { sources, body, diagnostics, marker: None, files: None, listed: 0, members, members_only: false, suites }
    }
}

/// A part of the text for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A line that introduces the next part.
    Heading(String),
    /// A paragraph, wrapped to the width of the terminal.
    Text(String),
    /// A list with a title.
    List(List),
    /// Text to copy, as it is.
    Code(String),
    /// Rows and columns.
    Table(Table),
    /// Numbers over time. Only pages can show it.
    Chart(Chart),
    /// These of the report's diagnostics.
    Diagnostics(Range<usize>),
}

/// A title, and sentences about what it names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// The title.
    pub title: Phrase,
    /// The sentences.
    pub items: Vec<Phrase>,
}

/// Numbers over time, as bars.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// What the parts of a bar are, from the bottom to the top.
    pub series: Vec<&'static str>,
    /// Where the first bar begins and where the last one ends.
    pub ends: [String; 2],
    /// The bars, in the order of time. The caller limits their number.
    pub bars: Vec<Bar>,
}

/// A bar of a chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bar {
    /// What it means.
    pub label: String,
    /// The height of each part.
    pub counts: Vec<u64>,
}

/// Rows and columns. The caller limits the number of rows; cells that are too wide are shortened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with one cell per column.
    pub rows: Vec<Vec<String>>,
    /// The row of totals, drawn below a rule.
    pub total: Option<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub title: &'static str,
    /// Numbers are aligned to the right. Text is aligned to the left, and shortened if the terminal is narrow.
    pub is_number: bool,
    /// The cells are names or texts from somebody else, not our own words.
    pub is_name: bool,
}

impl Column {
    /// A column of text.
    pub const fn text(title: &'static str) -> Self {
        Self { title, is_number: false, is_name: false }
    }

    /// A column of names.
    pub const fn name(title: &'static str) -> Self {
        Self { is_name: true, ..Self::text(title) }
    }

    /// A column of numbers.
    pub const fn number(title: &'static str) -> Self {
        Self { is_number: true, ..Self::text(title) }
    }
}

/// Cases that belong together, such as those of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suite {
    /// The name of the file.
    pub name: String,
    /// The cases.
    pub cases: Vec<Case>,
}

/// Something that passes or fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// A name that stays the same from run to run.
    pub name: String,
    /// The result.
    pub end: End,
}

/// The result of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// It passed.
    Passed,
    /// It could not be judged, for this reason. That is not a failure.
    Skipped(String),
    /// It failed.
    Failed {
        /// Why, in one line.
        message: String,
        /// The indices of the report's diagnostics that explain it.
        diagnostics: Vec<usize>,
    },
}

/// What the output may look like. The caller knows where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The columns of the terminal, or a usual number of them if the output is not a terminal.
    pub width: usize,
    /// Whether cells of tables are shortened so that tables fit. In a file or a pipe, tables are whole.
    pub fits_tables: bool,
    /// Whether colors are allowed. Without them, the output has no escape sequences.
    pub color: bool,
    /// Whether drawings have only ASCII characters. Names and sources keep theirs.
    pub is_ascii: bool,
}

impl Look {
    /// A terminal with this many columns, without colors.
    pub const fn plain(width: usize) -> Self {
        Self { width, fits_tables: true, color: false, is_ascii: false }
    }
}
