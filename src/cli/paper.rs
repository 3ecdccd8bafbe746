//! What a command says: reports to standard output or standard error, differences, and notes on
//! files that were passed over.

use std::collections::HashSet;
use std::io::{IsTerminal, stderr, stdout};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use similar::TextDiff;

use super::inputs::Input;
use super::{Exit, Problem, Shared, files};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::report::{Command, FORMATS, Format, Look, Report, format_named, formats_of, visible};
use crate::source::{MAX_FILE_BYTES, SourceId, Sources, Span};

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

/// Says that a file is of another language: a note where a walk found it, a problem where it was named.
pub fn foreign(input: &Input, language: &str, shared: &Shared) -> Exit {
    let name = &input.source.name;
    if input.found {
        shared.note(&format!("`{name}` is {language}, not a policy: passed over"));
        Exit::Clean
    } else {
        shared.problem(&Problem::new(format!("`{name}` is {language}, not a policy")));
        Exit::Problem
    }
}

/// The diagnostic for a file that is too large to be read.
pub fn too_large(id: SourceId) -> Diagnostic {
    let message = format!("this file is larger than {} MiB", MAX_FILE_BYTES / (1024 * 1024));
    Diagnostic::error(Code::TOO_LARGE, Span::at(0).of(id), message, "nothing of it was read")
        .with_help("split the policy: `include` brings in lets, rules and ratings from other files")
}

/// The same diagnostics, each place of a file once: a part that several policies include is read with each of them.
pub fn once(sources: &Sources, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let key = |diagnostic: &Diagnostic| {
        let place = diagnostic.primary.place;
        // That the gateway does not document a window is said once, of however many policies.
        let anywhere = diagnostic.code == Code::UNDOCUMENTED_WINDOW;
        let place = (!anywhere).then(|| (sources.get(place.source).name.clone(), place.span));
        (place, diagnostic.code)
    };
    diagnostics.into_iter().filter(|diagnostic| seen.insert(key(diagnostic))).collect()
}

/// What would change in a file, as `diff -u` shows it. Control characters are spelled out, line ends kept.
pub fn difference(name: &str, old: &str, new: &str) -> String {
    let difference = TextDiff::from_lines(old, new);
    let text = difference.unified_diff().header(name, name).to_string();
    let line = |line: &str| line.split('\t').map(|part| visible(part).into_owned()).collect::<Vec<_>>().join("\t");
    text.lines().map(|text| line(text) + "\n").collect()
}
