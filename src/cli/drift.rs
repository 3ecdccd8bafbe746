//! `jamb drift`: what a change of a server's tools does to policies.

use super::exit::{Exit, Problem};
use super::shared::Shared;
use super::{inputs, output, policy};
use crate::check::ArgumentCount;
use crate::document::{Job, Workspace};
use crate::drift::{self, Effect, Lists};
use crate::report::{Format, results};
use crate::source::{Place, SourceId, Sources, Span};

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Json, Format::Github, Format::Markdown];

/// Compare two versions of a server's list of tools, and show what the change does to policies
///
/// Both lists are responses to tools/list. It is a finding, with exit code 1, if a policy allows a call that the server
/// did not accept before: a call to a new tool that a pattern or `default allow` covers, or with a new argument or
/// value. The output shows such a call. The lists are used instead of the catalog that a policy names.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The older tools/list response
    #[arg(value_name = "OLD-TOOLS")]
    old: String,
    /// The newer tools/list response
    #[arg(value_name = "NEW-TOOLS")]
    new: String,
    /// The policies: `.pl` files or `policy.json` files
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    policy: Vec<String>,
    /// The format of the result
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

/// The name of each policy, and what the change does to it.
type Effects = Vec<(String, Vec<Effect>)>;

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let mut sources = Sources::default();
    let old = inputs::catalog(&args.old, &mut sources, shared)?;
    let new = inputs::catalog(&args.new, &mut sources, shared)?;
    let lists = Lists { old: &old, new: &new };
    let drifted = drift::lists(&old, &new);
    let workspace = Workspace::new(shared.disk().clone());
    let mut effects = Effects::new();
    for name in &args.policy {
        let document = inputs::read_one(name, Job::DRIFT, shared)?;
        match workspace.drifted(&mut sources, &document, lists) {
            (main, Ok(compiled)) => {
                let default = compiled.checked.as_ref().and_then(|checked| checked.policy.default_place);
                let start = default.unwrap_or_else(|| start_of(main));
                let found = drift::effects(&drifted, &compiled, lists, start);
                effects.push((sources.get(main).name.clone(), found));
            }
            // The policy has errors under the older list.
            (main, Err(errors)) => {
                policy::print_errors(main, ArgumentCount::default(), &errors, &sources, args.format, shared)?;
                return Ok(Exit::Findings);
            }
        }
    }
    let diagnostics: Vec<_> = effects.iter().flat_map(|(_, effects)| drift::messages(effects)).collect();
    let report = results::drift::report(&drifted, &effects, &diagnostics, &sources);
    output::print(&report, args.format, shared)?;
    let is_wider = effects.iter().flat_map(|(_, effects)| effects).any(|effect| effect.is_wider);
    let is_empty = old.is_empty() && new.is_empty();
    Ok(if is_wider {
        Exit::Findings
    } else if is_empty {
        shared.note("neither list has any tools");
        Exit::Nothing
    } else {
        Exit::Clean
    })
}

/// The start of a policy, for a decision that no statement makes.
fn start_of(main: SourceId) -> Place {
    Span::at(0).of(main)
}
