//! `jamb fmt`: the one layout; comments stay.

use serde_json::json;

use super::inputs::{self, Holds, STDIN};
use super::paper;
use super::{Exit, Problem, Shared, files};
use crate::format;
use crate::report::{Command, Format, Report, visible};
use crate::source::{Source, Sources};
use crate::syntax;

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
    let (inputs, mut exit) = inputs::read_all(&args.paths, shared);
    let mut sources = Sources::default();
    let (mut all, mut changed) = (Vec::new(), Vec::new());
    let mut seen = 0;
    for input in inputs {
        match input.holds {
            Holds::Foreign(language) => exit = exit.max(paper::foreign(&input, language, shared)),
            Holds::Json => {
                shared.problem(&Problem::new(format!("`{}` is a policy.json, not a policy", input.source.name)));
                exit = Exit::Problem;
            }
            Holds::TooLarge => all.push(paper::too_large(sources.add(input.source))),
            Holds::Policy => {
                seen += 1;
                let id = sources.add(input.source);
                let source = sources.get(id);
                let (file, mistakes) = syntax::parse(id, source);
                if mistakes.is_empty() && lay_out(args, source, &format::format(source, &file))? {
                    changed.push(source.name.clone());
                }
                all.extend(mistakes);
            }
        }
    }
    let diagnostics = paper::once(&sources, all);
    paper::print_aside(&sources, &diagnostics, args.format, shared);
    if !diagnostics.is_empty() || ((args.check || args.diff) && !changed.is_empty()) {
        exit = exit.max(Exit::Findings);
    } else if seen == 0 {
        shared.note("no policy to lay out");
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

/// Writes or shows one file; whether it changed, or would.
fn lay_out(args: &Args, source: &Source, text: &str) -> Result<bool, Problem> {
    let changes = source.text != text;
    match &source.path {
        _ if args.diff && changes => files::print(&paper::difference(&source.name, &source.text, text))?,
        _ if args.diff || args.check => {}
        Some(path) if changes => files::write(path, text)?,
        Some(_) => {}
        None => files::print(text)?,
    }
    Ok(changes)
}
