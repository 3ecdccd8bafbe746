//! `jamb import`: turns a `policy.json`, or the older YAML, into a `.pl` file.

use std::path::PathBuf;

use super::exit::{Exit, Problem};
use super::files::{self, Content, Files};
use super::inputs;
use super::output;
use super::shared::Shared;
use super::shell;
use crate::diagnostic::has_errors;
use crate::document::{self, Job};
use crate::report::Format;
use crate::source::Sources;
use crate::source::disk::display_name;

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Short, Format::Json, Format::Sarif, Format::Github];

/// Turn a `policy.json`, or an older Intercept YAML policy, into a `.pl` file
///
/// The result for a `policy.json` compiles to the same canonical JSON. If the language can't express a part of it,
/// nothing is written and the exit code is 1. A tool of an Intercept policy that loses a rule is denied, with the rule
/// in a comment, and the exit code is 1.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The policy, or `-` for standard input
    #[arg(value_name = "FILE")]
    path: String,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long)]
    force: bool,
    /// The format of the diagnostics
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let output = args.output.as_ref().filter(|output| !files::is_standard_output(output));
    if let Some(output) = output.filter(|output| !args.force && files::exists(output)) {
        return Err(
            Problem::new(format!("`{}` already exists", display_name(output))).with_help("`--force` overwrites it")
        );
    }
    let document = inputs::read_one(&args.path, Job::IMPORT, shared)?;
    let mut sources = Sources::default();
    let (text, diagnostics) = document::import(&mut sources, &document);
    output::print_aside(&sources, &diagnostics, args.format, shared);
    let Some(text) = text else { return Ok(Exit::Findings) };
    let mut files = Files::after_reading(&sources);
    files.add(output.map(PathBuf::as_path), Content::Policy, text)?;
    if files.stage()?.commit()?
        && let Some(output) = output
    {
        let check = shell::command(["check", &shell::path(output)]);
        shared.note(&format!("wrote `{}`; next: read it, and run {check}", display_name(output)));
    }
    Ok(if has_errors(&diagnostics) { Exit::Findings } else { Exit::Clean })
}
