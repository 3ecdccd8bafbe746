//! `jamb import`: `policy.json`, or the older YAML, to `.pl`.

use std::path::PathBuf;

use super::inputs;
use super::paper;
use super::{Exit, Problem, Shared, files};
use crate::document::{self, Job};
use crate::report::{Command, Format};
use crate::source::Sources;
use crate::source::disk::display_name;

/// Turn a `policy.json`, or an Intercept YAML policy, into a `.pl` file
///
/// Compiling the result of a `policy.json` gives the same bytes. What the language can't say is an error, and
/// nothing is written; of the older YAML it is kept as comments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The policy, or `-` for standard input
    #[arg(value_name = "FILE")]
    path: String,
    /// Write the `.pl` here
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite a file that is there
    #[arg(long)]
    force: bool,
    /// How diagnostics are written
    #[arg(long, value_name = "FORMAT", default_value = paper::default_format(), value_parser = paper::format_of(Command::Import))]
    format: Format,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    if let Some(output) = args.output.as_ref().filter(|output| !args.force && files::exists(output)) {
        return Err(
            Problem::new(format!("`{}` is there already", display_name(output))).with_help("`--force` overwrites it")
        );
    }
    let document = inputs::read_one(&args.path, Job::IMPORT)?;
    let mut sources = Sources::default();
    let (text, diagnostics) = document::import(&mut sources, &document);
    paper::print_aside(&sources, &diagnostics, args.format, shared);
    let Some(text) = text else { return Ok(Exit::Findings) };
    match &args.output {
        Some(output) => files::write(output, &text)?,
        None => files::print(&text)?,
    }
    Ok(Exit::Clean)
}
