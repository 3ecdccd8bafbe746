//! `jamb diff`: what a policy lets through that another one stops, and the other way.

mod body;
mod facts;

use clap::ValueEnum;

use super::{Exit, Problem, Shared, inputs, paper, policy};
use crate::analyze::diff::{Difference, diff};
use crate::analyze::{Prover, Subject};
use crate::document::{Job, Workspace};
use crate::file_system::RealDisk;
use crate::model::Policy;
use crate::report::{Command, Format, Report};
use crate::source::{SourceId, Sources};

/// Compare two policies: which calls are decided otherwise, with one of them for each tool
///
/// Every call that there can be is looked at. More or less is let through where a call is shown; where none
/// is, that is proved.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The older policy: a `.pl` file or a `policy.json`
    #[arg(value_name = "OLD")]
    old: String,
    /// The newer policy
    #[arg(value_name = "NEW")]
    new: String,
    /// The server's tools/list answer: only calls that the server would accept are looked at
    #[arg(long, value_name = "FILE")]
    catalog: Option<String>,
    /// What is a finding
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,
    /// How the result is written
    #[arg(long, value_name = "FORMAT", default_value = paper::default_format(), value_parser = paper::format_of(Command::Diff))]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// NEW may let something through that OLD stops
    Widened,
    /// NEW may stop something that OLD lets through
    Narrowed,
    /// Either
    Changed,
}

impl FailOn {
    fn is_wider(self) -> bool {
        matches!(self, FailOn::Widened | FailOn::Changed)
    }

    fn is_narrower(self) -> bool {
        matches!(self, FailOn::Narrowed | FailOn::Changed)
    }
}

/// Two policies that were read.
struct Two<'p> {
    old: &'p Policy,
    new: &'p Policy,
    /// The file of the newer one.
    new_source: SourceId,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let mut sources = Sources::default();
    let workspace = Workspace::new(RealDisk);
    let old = policy::load(&workspace, &args.old, Job::DIFF, &mut sources)?;
    let new = policy::load(&workspace, &args.new, Job::DIFF, &mut sources)?;
    let new_source = new.main;
    let Some(old) = policy::usable(old, &sources, args.format, shared)? else { return Ok(Exit::Findings) };
    let Some(new) = policy::usable(new, &sources, args.format, shared)? else { return Ok(Exit::Findings) };
    let catalog = args.catalog.as_ref().map(|name| inputs::catalog(name, &mut sources)).transpose()?;
    let mut prover = catalog.as_ref().map_or_else(Prover::default, Prover::within);
    let difference = diff(&Subject::new(&old), &Subject::new(&new), &mut prover);
    let two = Two { old: &old, new: &new, new_source };
    let told = body::told(&difference, &two, args.fail_on);
    let report = Report {
        body: told.body,
        facts: facts::facts(&difference, &two),
        facts_alone: true,
        ..Report::new(&sources, &told.diagnostics)
    };
    paper::print(&report, args.format, shared)?;
    Ok(exit(&difference, args.fail_on))
}

fn exit(difference: &Difference, fail_on: Option<FailOn>) -> Exit {
    let is_finding = fail_on.is_some_and(|fail_on| {
        fail_on.is_wider() && difference.is_wider() || fail_on.is_narrower() && difference.is_narrower()
    });
    if is_finding { Exit::Findings } else { Exit::Clean }
}
