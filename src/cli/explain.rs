//! `jamb explain`: the page of an error or a lint rule.

use std::io::stdout;

use serde_json::{Value, json};

use super::paper;
use super::{Exit, Problem, Shared, files};
use crate::diagnostic::{did_you_mean, nearest};
use crate::report::{self, Command, Format, Page};

/// Explain an error or a lint rule, with examples
///
/// Without a code it lists all of them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The code, as `unknown-tool`, or the rule, as `default-allow`
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// How diagnostics are written
    #[arg(long, value_name = "FORMAT", default_value = paper::default_format(), value_parser = paper::format_of(Command::Explain))]
    format: Format,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let look = paper::look(&stdout(), shared);
    let text = match &args.code {
        Some(name) => {
            let code = report::code_named(name).ok_or_else(|| unknown(name))?;
            let page = Page::of(code);
            match args.format {
                Format::Json => {
                    document(&json!({"version": 1, "code": code.name(), "title": page.title, "page": page.text}))
                }
                Format::Pretty
                | Format::Short
                | Format::Sarif
                | Format::Github
                | Format::Junit
                | Format::Jsonl
                | Format::Markdown => report::page(code, look),
            }
        }
        None => match args.format {
            Format::Json => {
                let codes: Vec<_> =
                    Page::all().map(|page| json!({"code": page.code.name(), "title": page.title})).collect();
                document(&json!({"version": 1, "codes": codes}))
            }
            Format::Pretty
            | Format::Short
            | Format::Sarif
            | Format::Github
            | Format::Junit
            | Format::Jsonl
            | Format::Markdown => report::pages(look),
        },
    };
    files::print(&text)?;
    Ok(Exit::Clean)
}

fn document(value: &Value) -> String {
    format!("{value:#}\n")
}

fn unknown(name: &str) -> Problem {
    let problem = Problem::new(format!("there is no code `{name}`"));
    match nearest(name, report::names()) {
        Some(near) => problem.with_help(did_you_mean(near)),
        None => problem.with_help("`jamb explain` lists them all"),
    }
}
