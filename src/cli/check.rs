//! `jamb check`: checks names, types, conditions and limits, and proves asserts.

use super::exit::{Exit, Problem};
use super::inputs::{self, Holds, Input};
use super::output;
use super::shared::Shared;
use crate::analyze;
use crate::check::types::ArgumentCount;
use crate::diagnostic::{Diagnostic, has_errors, in_order};
use crate::file_system::RealDisk;
use crate::model;
use crate::pipeline;
use crate::report::{Format, results};
use crate::source::Sources;

/// The formats of this command.
pub const FORMATS: &[Format] =
    &[Format::Pretty, Format::Short, Format::Json, Format::Sarif, Format::Github, Format::Junit];

/// Check policies: names, types, conditions, limits and asserts
///
/// Reads `.pl` files and `policy.json` files. A policy that names a catalog, the server's tools/list answer, is checked
/// against the schemas of its tools. Exits with 1 if there is an error.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Policy files, directories (every `*.pl` file below them), or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// The format of the diagnostics
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let (inputs, mut exit) = inputs::read_all(&args.paths, shared);
    let mut sources = Sources::default();
    let mut all = Vec::new();
    let mut arguments = ArgumentCount::default();
    let mut checked = Vec::new();
    for input in inputs {
        if let Holds::Foreign(language) = input.holds {
            exit = exit.max(output::foreign(&input, language, shared));
            continue;
        }
        checked.push(input.source.name.clone());
        let (diagnostics, counted) = check(input, &mut sources);
        arguments.typed += counted.typed;
        arguments.unknown += counted.unknown;
        all.extend(diagnostics);
    }
    let diagnostics = output::once(&sources, all);
    if has_errors(&diagnostics) {
        exit = exit.max(Exit::Findings);
    } else if checked.is_empty() {
        shared.note("no policy to check");
        exit = exit.max(Exit::Nothing);
    }
    output::print(&results::check::report(&checked, arguments, &diagnostics, &sources), args.format, shared)?;
    Ok(exit)
}

fn check(input: Input, sources: &mut Sources) -> (Vec<Diagnostic>, ArgumentCount) {
    let id = sources.add(input.source);
    match input.holds {
        Holds::TooLarge => (vec![output::too_large(id)], ArgumentCount::default()),
        Holds::Json => (model::json::read(id, sources.get(id)).1, ArgumentCount::default()),
        Holds::Policy | Holds::Foreign(_) => {
            let mut compiled = pipeline::compile(sources, &RealDisk, &crate::catalog::Catalogs::default(), id);
            let (checked, catalog) = (&compiled.checked.policy, compiled.checked.catalog.as_ref());
            let proved = compiled.policy.map(|policy| analyze::told(checked, &policy, catalog));
            compiled.diagnostics.extend(proved.unwrap_or_default());
            (in_order(id, compiled.diagnostics), compiled.checked.arguments)
        }
    }
}
