//! `jamb check`: checks names, types, conditions and limits, and proves asserts.

use super::exit::{Exit, Problem};
use super::inputs;
use super::output;
use super::shared::Shared;
use crate::diagnostic::has_errors;
use crate::document::{self, Job};
use crate::report::{Format, results};

/// The formats of this command.
pub const FORMATS: &[Format] =
    &[Format::Pretty, Format::Short, Format::Json, Format::Sarif, Format::Github, Format::Junit];

/// Check policies: names, types, conditions, limits and asserts
///
/// Reads `.pl` files and `policy.json` files. If a policy names a catalog (the server's tools/list response), it is
/// checked against the schemas of the tools there. Exits with 1 if there is an error.
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
    let (inputs, mut exit) = inputs::read_all(&args.paths, Job::CHECK, shared);
    let names: Vec<_> = inputs.iter().map(|input| input.document.name().to_owned()).collect();
    let judged = inputs::judged(inputs, Job::CHECK, shared);
    let arguments = judged.iter().map(|judged| judged.judgement.arguments).sum();
    let (sources, diagnostics) = document::merged(&judged);
    if has_errors(&diagnostics) {
        exit = exit.max(Exit::Findings);
    } else if names.is_empty() {
        if exit < Exit::Problem {
            shared.note("no policy to check");
        }
        exit = exit.max(Exit::Nothing);
    }
    output::print(&results::check::report(&names, arguments, &diagnostics, &sources), args.format, shared)?;
    Ok(exit)
}
