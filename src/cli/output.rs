//! What a command prints: reports on standard output or standard error, differences, and notes on skipped files.

use std::collections::HashSet;
use std::io::{IsTerminal, stderr, stdout};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use similar::TextDiff;

use super::exit::{Exit, Problem};
use super::files;
use super::inputs::Input;
use super::shared::Shared;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::report::{FORMATS, Format, Look, Report};
use crate::source::{MAX_FILE_BYTES, SourceId, Sources, Span};
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
    files::print(&report.render(format, look(&stdout(), shared)))
}

/// Prints diagnostics on standard error, besides the result. If there are none, it prints nothing.
pub fn print_aside(sources: &Sources, diagnostics: &[Diagnostic], format: Format, shared: &Shared) {
    let is_shown = |diagnostic: &&Diagnostic| !shared.quiet || diagnostic.severity == Severity::Error;
    let shown: Vec<_> = diagnostics.iter().filter(is_shown).cloned().collect();
    if !shown.is_empty() {
        files::print_error(&Report::new(sources, &shown).render(format, look(&stderr(), shared)));
    }
}

/// What output to a stream may look like.
pub fn look(stream: &impl IsTerminal, shared: &Shared) -> Look {
    let terminal = if stream.is_terminal() { terminal_size::terminal_size() } else { None };
    let width = terminal.map_or(PIPE_WIDTH, |(width, _)| usize::from(width.0));
    Look { width, color: shared.colored(stream) }
}

/// Says that a file is in another language: a note if it was found in a directory, a problem if you named it.
pub fn foreign(input: &Input, language: &str, shared: &Shared) -> Exit {
    let name = &input.source.name;
    if input.found {
        shared.note(&format!("`{name}` is {language}, not a policy: skipped"));
        Exit::Clean
    } else {
        shared.problem(&Problem::new(format!("`{name}` is {language}, not a policy")));
        Exit::Problem
    }
}

/// The diagnostic for a file that is too large to read.
pub fn too_large(id: SourceId) -> Diagnostic {
    let message = format!("this file is larger than {} MiB", MAX_FILE_BYTES / (1024 * 1024));
    Diagnostic::error(Code::TOO_LARGE, Span::at(0).of(id), message, "none of it was read")
        .with_help("split the policy: `include` adds lets, rules and ratings from other files")
}

/// The same diagnostics without repeats: a part that several policies include is read with each of them.
pub fn once(sources: &Sources, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let key = |diagnostic: &Diagnostic| {
        let place = diagnostic.primary.place;
        // It is enough to say once that the gateway does not document a window, however many policies use it.
        let anywhere = diagnostic.code == Code::UNDOCUMENTED_WINDOW;
        let place = (!anywhere).then(|| (sources.get(place.source).name.clone(), place.span));
        (place, diagnostic.code)
    };
    diagnostics.into_iter().filter(|diagnostic| seen.insert(key(diagnostic))).collect()
}

/// What would change in a file, in the format of `diff -u`. Control characters are escaped, line ends are kept.
pub fn difference(name: &str, old: &str, new: &str) -> String {
    let difference = TextDiff::from_lines(old, new);
    let text = difference.unified_diff().header(name, name).to_string();
    let line = |line: &str| line.split('\t').map(|part| visible(part).into_owned()).collect::<Vec<_>>().join("\t");
    text.lines().map(|text| line(text) + "\n").collect()
}
