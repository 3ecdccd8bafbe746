//! `jamb fmt`: formats policy files.

use serde_json::json;

use super::exit::{Exit, Problem};
use super::files::{Content, Files};
use super::inputs::{self, STDIN};
use super::output;
use super::shared::Shared;
use super::streams;
use crate::document::{self, Document, Job, Workspace};
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
    let workspace = Workspace::new(shared.disk().clone());
    let mut sources = Sources::default();
    let mut formatted = Formatted::default();
    let mut all = Vec::new();
    for input in &inputs {
        let judgement = workspace.judge(&mut sources, &input.document, Job::FMT);
        if let Some(text) = judgement.formatted(&sources) {
            formatted.add(args, &input.document, text)?;
        }
        all.extend(judgement.diagnostics);
    }
    let diagnostics = document::once(&sources, all);
    output::print_aside(&sources, &diagnostics, args.format, shared);
    let changed = formatted.changed.len();
    if !diagnostics.is_empty() || ((args.check || args.diff) && changed > 0) {
        exit = exit.max(Exit::Findings);
    } else if inputs.is_empty() {
        shared.note("no policy to format");
        exit = exit.max(Exit::Nothing);
    }
    formatted.write(args, exit, &sources, shared)?;
    Ok(exit)
}

/// The files that are not formatted yet, and what to do about them.
#[derive(Debug, Default)]
struct Formatted {
    files: Files,
    printed: String,
    /// Their names.
    changed: Vec<String>,
}

impl Formatted {
    fn add(&mut self, args: &Args, document: &Document, text: String) -> Result<(), Problem> {
        let old = &document.source.text;
        let differs = *old != text;
        match document.path() {
            _ if args.diff && differs => self.printed += &output::difference(document.name(), old, &text),
            _ if args.diff || args.check => {}
            Some(path) if differs => self.files.add(Some(path), Content::Rewritten, text)?,
            Some(_) => {}
            None => self.printed += &text,
        }
        if differs {
            self.changed.push(document.name().to_owned());
        }
        Ok(())
    }

    fn write(mut self, args: &Args, exit: Exit, sources: &Sources, shared: &Shared) -> Result<(), Problem> {
        if exit == Exit::Problem && !args.check && !args.diff {
            if !self.changed.is_empty() {
                shared.note("no file was formatted");
            }
            return Ok(());
        }
        // Files whose text or changes were printed are not named as well.
        let named: Vec<_> =
            self.changed.iter().filter(|name| !args.diff && (args.check || *name != STDIN)).cloned().collect();
        let staged = self.files.stage()?;
        streams::print(&self.printed)?;
        print_names(args, sources, &named, shared)?;
        if staged.commit()? {
            self.changed.retain(|name| name != STDIN);
            note(args, self.changed.len(), shared);
        }
        Ok(())
    }
}

/// Prints the names of files: one per line, or in a document.
fn print_names(args: &Args, sources: &Sources, names: &[String], shared: &Shared) -> Result<(), Problem> {
    if args.format == Format::Json {
        let report = Report { members: vec![("files", json!(names))], ..Report::new(sources, &[]) };
        return output::print(&report, args.format, shared);
    }
    streams::print(&names.iter().map(|name| visible(name).into_owned() + "\n").collect::<String>())
}

fn note(args: &Args, changed: usize, shared: &Shared) {
    let files = if changed == 1 { "1 file" } else { &format!("{changed} files") };
    match (changed, args.check, args.diff) {
        (0, _, _) => {}
        (_, false, false) => shared.note(&format!("formatted {files}")),
        (_, true, _) => shared.note(&format!("`jamb fmt` without `--check` formats {files}")),
        (_, false, true) => shared.note(&format!("`jamb fmt` without `--diff` formats {files}")),
    }
}
