//! What a command prints: reports on standard output or standard error, and differences.

use std::io::{IsTerminal, stderr, stdout};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use similar::TextDiff;

use super::{Problem, Shared, files};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{Command, FORMATS, Format, Look, Report, format_named, formats_of, visible};
use crate::source::Sources;

/// Columns where no terminal says how many it has.
const WIDTH_OF_A_PIPE: usize = 100;

/// Reads the `--format` of a command: the formats that it has, and no others.
pub fn format_of(command: Command) -> impl TypedValueParser<Value = Format> {
    let values = formats_of(command).map(|row| PossibleValue::new(row.name).help(row.about));
    PossibleValuesParser::new(values.collect::<Vec<_>>()).try_map(move |name| format_named(&name, command))
}

/// The name of the format that a command has where none is asked for.
pub fn default_format() -> &'static str {
    FORMATS.first().map_or("", |row| row.name)
}

/// Prints a report as the command's result.
pub fn print(report: &Report<'_>, format: Format, shared: &Shared) -> Result<(), Problem> {
    files::print(&report.render(format, look(&stdout(), shared)))
}

/// Prints diagnostics beside a result: on standard error, nothing where there are none.
pub fn print_aside(sources: &Sources, diagnostics: &[Diagnostic], format: Format, shared: &Shared) {
    let quiet = |diagnostic: &&Diagnostic| !shared.quiet || diagnostic.severity == Severity::Error;
    let said: Vec<_> = diagnostics.iter().filter(quiet).cloned().collect();
    if !said.is_empty() {
        files::print_error(&Report::new(sources, &said).render(format, look(&stderr(), shared)));
    }
}

/// How the paper looks that a stream leads to.
pub fn look(stream: &impl IsTerminal, shared: &Shared) -> Look {
    let terminal = if stream.is_terminal() { terminal_size::terminal_size() } else { None };
    let width = terminal.map_or(WIDTH_OF_A_PIPE, |(width, _)| usize::from(width.0));
    Look { width, color: shared.colored(stream) }
}

/// What would change in a file, as `diff -u` shows it. Control characters are spelled out, line ends kept.
pub fn difference(name: &str, old: &str, new: &str) -> String {
    let difference = TextDiff::from_lines(old, new);
    let text = difference.unified_diff().header(name, name).to_string();
    let line = |line: &str| line.split('\t').map(|part| visible(part).into_owned()).collect::<Vec<_>>().join("\t");
    text.lines().map(|text| line(text) + "\n").collect()
}
