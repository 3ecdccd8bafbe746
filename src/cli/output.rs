//! What a command prints: reports on standard output or standard error, differences, and notes on skipped files.

use std::io::{IsTerminal, stderr, stdout};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use similar::TextDiff;

use super::exit::Problem;
use super::shared::{Shared, is_ascii};
use super::streams;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{FORMATS, Format, Look, Report};
use crate::source::Sources;
use crate::vocab::visible::visible;

/// The width of output that does not go to a terminal.
const PIPE_WIDTH: usize = 100;

/// The format that a command uses if none is asked for.
pub const DEFAULT_FORMAT: &str = "pretty";

/// Reads `--format`: one of the formats that a command has.
pub fn format_of(formats: &'static [Format]) -> impl TypedValueParser<Value = Format> {
    let rows = FORMATS.iter().filter(|row| formats.contains(&row.format));
    let values = rows.map(|row| PossibleValue::new(row.name).help(row.about));
    PossibleValuesParser::new(values.collect::<Vec<_>>())
        .try_map(|name| Format::named(&name).ok_or_else(|| format!("unknown format `{}`", visible(&name))))
}

/// Prints a report on standard output, as the command's result.
pub fn print(report: &Report<'_>, format: Format, shared: &Shared) -> Result<(), Problem> {
    streams::print(&report.render(format, look(&stdout(), shared)))
}

/// Prints diagnostics on standard error, besides the result. If there are none, it prints nothing.
pub fn print_aside(sources: &Sources, diagnostics: &[Diagnostic], format: Format, shared: &Shared) {
    let is_shown = |diagnostic: &&Diagnostic| !shared.quiet || diagnostic.severity == Severity::Error;
    let shown: Vec<_> = diagnostics.iter().filter(is_shown).cloned().collect();
    if !shown.is_empty() {
        streams::print_error(&Report::new(sources, &shown).render(format, look(&stderr(), shared)));
    }
}

/// What output to a stream may look like.
pub fn look(stream: &impl IsTerminal, shared: &Shared) -> Look {
    let is_terminal = stream.is_terminal();
    let terminal = if is_terminal { terminal_size::terminal_size() } else { None };
    let width = terminal.map_or(PIPE_WIDTH, |(width, _)| usize::from(width.0));
    Look { width, fits_tables: is_terminal, color: shared.colored(stream), is_ascii: is_ascii() }
}

/// What would change in a file, in the format of `diff -u`. Control characters are escaped, line ends are kept.
pub fn difference(name: &str, old: &str, new: &str) -> String {
    let difference = TextDiff::from_lines(old, new);
    let text = difference.unified_diff().header(name, name).to_string();
    let line = |line: &str| line.split('\t').map(|part| visible(part).into_owned()).collect::<Vec<_>>().join("\t");
    // Not `lines`, which would hide that a line ends in a carriage return.
    text.split_terminator('\n').map(|text| line(text) + "\n").collect()
}
