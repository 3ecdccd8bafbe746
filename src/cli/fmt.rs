//! `jamb fmt`: the one layout; comments stay.

use serde_json::json;

use super::inputs::{self, STDIN};
use super::paper;
use super::{Exit, Problem, Shared, files};
use crate::document::{self, Document, Job, Workspace};
use crate::file_system::RealDisk;
use crate::report::{Command, Format, Report, visible};
use crate::source::Sources;

/// Lay out policies in the one layout
///
/// Writes in place; of `-` it prints the text. A file with a syntax error is left as it is.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, directories, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// Write nothing; print the names of files that would change
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change
    #[arg(long)]
    diff: bool,
    /// How diagnostics are written
    #[arg(long, value_name = "FORMAT", default_value = paper::default_format(), value_parser = paper::format_of(Command::Fmt))]
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
    paper::print_aside(&sources, &diagnostics, args.format, shared);
    if !diagnostics.is_empty() || ((args.check || args.diff) && !changed.is_empty()) {
        exit = exit.max(Exit::Findings);
    } else if inputs.is_empty() {
        shared.note("no policy to format");
        exit = exit.max(Exit::Nothing);
    }
    // What was printed already is not named as well.
    changed.retain(|name| !args.diff && (args.check || name != STDIN));
    print_names(args, &sources, &changed, shared)?;
    Ok(exit)
}

/// Prints the names of files: one a line, or for programs in a document.
fn print_names(args: &Args, sources: &Sources, names: &[String], shared: &Shared) -> Result<(), Problem> {
    match args.format {
        Format::Json => {
            let report = Report { facts: vec![("files", json!(names))], ..Report::new(sources, &[]) };
            paper::print(&report, args.format, shared)
        }
        Format::Pretty
        | Format::Short
        | Format::Sarif
        | Format::Github
        | Format::Junit
        | Format::Jsonl
        | Format::Markdown => {
            files::print(&names.iter().map(|name| visible(name).into_owned() + "\n").collect::<String>())
        }
    }
}

/// Writes or shows the formatted text of one file. Whether it differs from the old text.
fn write(args: &Args, document: &Document, text: &str) -> Result<bool, Problem> {
    let old = &document.source.text;
    let differs = old != text;
    match document.path() {
        _ if args.diff && differs => files::print(&paper::difference(document.name(), old, text))?,
        _ if args.diff || args.check => {}
        Some(path) if differs => files::write(path, text)?,
        Some(_) => {}
        None => files::print(text)?,
    }
    Ok(differs)
}
