//! `jamb import`: `policy.json`, or the older YAML, to `.pl`.

use std::path::PathBuf;

use super::inputs::{self, Holds};
use super::paper;
use super::{Exit, Problem, Shared, files};
use crate::report::{Command, Format};
use crate::source::Sources;
use crate::source::disk::display_name;
use crate::{format, import, syntax};

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
    let input = inputs::read_one(&args.path)?;
    if input.relative.extension().is_some_and(|end| end == "pl") && input.holds != Holds::Json {
        return Err(Problem::new(format!("`{}` is no policy.json", input.source.name))
            .with_help("`import` makes a `.pl` of a policy.json, or of an Intercept YAML policy"));
    }
    let mut sources = Sources::default();
    let too_large = input.holds == Holds::TooLarge;
    let id = sources.add(input.source);
    let (text, diagnostics) = match too_large {
        true => (None, vec![paper::too_large(id)]),
        false => import::import(id, sources.get(id)),
    };
    paper::print_aside(&sources, &diagnostics, args.format, shared);
    let Some(text) = text else { return Ok(Exit::Findings) };
    let text = laid_out(&mut sources, text);
    match &args.output {
        Some(output) => files::write(output, &text)?,
        None => files::print(&text)?,
    }
    Ok(Exit::Clean)
}

/// The text in the one layout.
fn laid_out(sources: &mut Sources, text: String) -> String {
    let id = sources.add(crate::source::Source::from_text("import", text));
    let source = sources.get(id);
    let (file, mistakes) = syntax::parse(id, source);
    if mistakes.is_empty() { format::format(source, &file) } else { source.text.clone() }
}
