//! `jamb fmt`: formats policy files.

use serde_json::json;

use super::exit::{Exit, Problem};
use super::files;
use super::inputs::{self, STDIN};
use super::output;
use super::shared::Shared;
use crate::document::{self, Document, Job, Workspace};
use crate::file_system::RealDisk;
use crate::report::{Format, Report};
use crate::source::Sources;
use crate::vocab::visible::visible;

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Short, Format::Json, Format::Sarif, Format::Github];

/// Format policy files
///
/// Rewrites files in place, and prints the names of those that changed. Comments stay. For `-`, prints the formatted
/// text. A file with a syntax error is not changed, and the exit code is 1.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Policy files, directories (every `*.pl` file below them), or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// Write nothing; print the names of files that would change, and exit with 1 if there are any
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change, and exit with 1 if anything would
    #[arg(long)]
    diff: bool,
    /// The format of the diagnostics
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let (inputs, mut exit) = inputs::read_all(&args.paths, Job::FMT, shared);
    let workspace = Workspace::new(RealDisk);
    let mut sources = Sources::default();
    let (mut all, mut changed) = (Vec::new(), Vec::new());
    for input in &inputs {
        let judgement = workspace.judge(&mut sources, &input.document, Job::FMT);
        if let Some(text) = judgement.formatted(&sources)
            && write(args, &input.document, &text)?
        {
            changed.push(input.document.name().to_owned());
        }
        all.extend(judgement.diagnostics);
    }
    let diagnostics = document::once(&sources, all);
    output::print_aside(&sources, &diagnostics, args.format, shared);
    if !diagnostics.is_empty() || ((args.check || args.diff) && !changed.is_empty()) {
        exit = exit.max(Exit::Findings);
    } else if inputs.is_empty() {
        shared.note("no policy to format");
        exit = exit.max(Exit::Nothing);
    }
    // Files whose text or changes were printed are not named as well.
    changed.retain(|name| !args.diff && (args.check || name != STDIN));
    print_names(args, &sources, &changed, shared)?;
    Ok(exit)
}

/// Prints the names of files: one per line, or in a document.
fn print_names(args: &Args, sources: &Sources, names: &[String], shared: &Shared) -> Result<(), Problem> {
    if args.format == Format::Json {
        let report = Report { members: vec![("files", json!(names))], ..Report::new(sources, &[]) };
        return output::print(&report, args.format, shared);
    }
    files::print(&names.iter().map(|name| visible(name).into_owned() + "\n").collect::<String>())
}

/// Writes or shows the formatted text of one file. Whether it differs from the old text.
fn write(args: &Args, document: &Document, text: &str) -> Result<bool, Problem> {
    let old = &document.source.text;
    let differs = old != text;
    match document.path() {
        _ if args.diff && differs => files::print(&output::difference(document.name(), old, text))?,
        _ if args.diff || args.check => {}
        Some(path) if differs => files::write(path, text)?,
        Some(_) => {}
        None => files::print(text)?,
    }
    Ok(differs)
}
