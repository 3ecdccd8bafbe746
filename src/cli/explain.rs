//! `jamb explain`: prints the page of an error or a lint rule.

use std::io::stdout;

use super::exit::{Exit, Problem};
use super::output;
use super::shared::Shared;
use super::streams;
use crate::diagnostic::{did_you_mean, json, nearest};
use crate::lint::pages;
use crate::report::{self, Format};

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Json];

/// Explain an error or a lint rule, with examples
///
/// Without a code, lists all of them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The code of an error, such as `unknown-tool`, or the name of a rule, such as `default-allow`
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// The format of the page or the list
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let look = output::look(&stdout(), shared);
    let is_json = args.format == Format::Json;
    let text = match &args.code {
        Some(name) => {
            let code = pages::code_named(name).ok_or_else(|| unknown(name))?;
            if is_json { json::document(pages::page_json(code)) } else { report::page(code, look) }
        }
        None if is_json => json::document(pages::list_json()),
        None => report::pages(look),
    };
    streams::print(&text)?;
    Ok(Exit::Clean)
}

fn unknown(name: &str) -> Problem {
    let problem = Problem::new(format!("unknown error code or lint rule `{name}`"));
    match nearest(name, pages::names()) {
        Some(near) => problem.with_help(did_you_mean(near)),
        None => problem.with_help("`jamb explain` lists them all"),
    }
}
