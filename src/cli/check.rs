//! `jamb check`: parses, resolves, checks types.

use serde_json::json;

use super::inputs::{self, Holds, Input};
use super::paper;
use super::{Exit, Problem, Shared};
use crate::check::types::ArgumentCount;
use crate::diagnostic::{Diagnostic, has_errors};
use crate::model;
use crate::pipeline;
use crate::report::{Command, Format, Report};
use crate::source::Sources;
use crate::source::loader::RealDisk;

/// Check policies: names, types, conditions and limits
///
/// Reads `.pl` files (of a directory all below it) and `policy.json` files, and holds them against the
/// tool schemas of their catalogs.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, directories, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// How diagnostics are written
    #[arg(long, value_name = "FORMAT", default_value = paper::default_format(), value_parser = paper::format_of(Command::Check))]
    format: Format,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let (inputs, mut exit) = inputs::read_all(&args.paths, shared);
    let mut sources = Sources::default();
    let mut all = Vec::new();
    let mut arguments = ArgumentCount::default();
    let mut checked = 0;
    for input in inputs {
        if let Holds::Foreign(language) = input.holds {
            exit = exit.max(paper::foreign(&input, language, shared));
            continue;
        }
        checked += 1;
        let (diagnostics, counted) = check(input, &mut sources);
        arguments.typed += counted.typed;
        arguments.unknown += counted.unknown;
        all.extend(diagnostics);
    }
    let diagnostics = paper::once(&sources, all);
    if has_errors(&diagnostics) {
        exit = exit.max(Exit::Findings);
    } else if checked == 0 {
        shared.note("no policy to check");
        exit = exit.max(Exit::Nothing);
    }
    let counted = json!({"typed": arguments.typed, "unknown": arguments.unknown});
    let facts = vec![("arguments", counted)];
    let report = Report { sources: &sources, diagnostics: &diagnostics, files: Some(checked), facts };
    paper::print(&report, args.format, shared)?;
    Ok(exit)
}

fn check(input: Input, sources: &mut Sources) -> (Vec<Diagnostic>, ArgumentCount) {
    let id = sources.add(input.source);
    match input.holds {
        Holds::TooLarge => (vec![paper::too_large(id)], ArgumentCount::default()),
        Holds::Json => (model::json::read(id, sources.get(id)).1, ArgumentCount::default()),
        Holds::Policy | Holds::Foreign(_) => {
            let compiled = pipeline::compile(sources, &RealDisk, id);
            (compiled.diagnostics, compiled.checked.arguments)
        }
    }
}
