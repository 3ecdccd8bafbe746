//! `jamb diff`: what a policy allows that another one denies, and the other way round.

use clap::ValueEnum;

use super::exit::{Exit, Problem};
use super::shared::Shared;
use super::{inputs, output, policy};
use crate::analyze::diff::{Difference, diff, diff_by_catalogs, messages};
use crate::analyze::{Prover, Subject};
use crate::catalog::Catalog;
use crate::document::{Job, Workspace};
use crate::model::Policy;
use crate::report::{Format, results};
use crate::source::Sources;

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Json, Format::Github, Format::Markdown];

/// Compare two policies and show which calls only one of them allows
///
/// Looks at every possible call, not only at recorded ones. If the policies differ in a tool, shows one call for each
/// direction. If it shows none, there is none, unless it says that it could not find out. Calls that the server would
/// not accept are left out, according to the catalogs that the policies name.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The older policy: a `.pl` file or a `policy.json`
    #[arg(value_name = "OLD")]
    old: String,
    /// The newer policy
    #[arg(value_name = "NEW")]
    new: String,
    /// The server's tools/list response, in place of the catalogs that the policies name
    #[arg(long, value_name = "FILE")]
    catalog: Option<String>,
    /// Which differences count as findings and make the command exit with 1
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,
    /// The format of the result
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// NEW may allow something that OLD denies
    Widened,
    /// NEW may deny something that OLD allows
    Narrowed,
    /// either
    Changed,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let mut sources = Sources::default();
    let workspace = Workspace::new(shared.disk().clone());
    let old = policy::load(&workspace, &args.old, Job::DIFF, &mut sources, shared)?;
    let new = policy::load(&workspace, &args.new, Job::DIFF, &mut sources, shared)?;
    let new_source = new.main;
    let own = Catalogs { old: old.catalog().cloned(), new: new.catalog().cloned(), is_given: false };
    let Some(old) = policy::usable(old, &sources, args.format, shared)? else { return Ok(Exit::Findings) };
    let Some(new) = policy::usable(new, &sources, args.format, shared)? else { return Ok(Exit::Findings) };
    let given = args.catalog.as_ref().map(|name| inputs::catalog(name, &mut sources, shared)).transpose()?;
    let catalogs = given.map_or(own, |given| Catalogs { old: None, new: Some(given), is_given: true });
    let difference = catalogs.difference(&old, &new);
    let findings = findings(args.fail_on);
    let diagnostics = messages::messages(&difference, new_source, findings);
    let report = results::diff::report(&difference, (&old, &new), &catalogs.names(&sources), &diagnostics, &sources);
    output::print(&report, args.format, shared)?;
    Ok(exit(&difference, findings))
}

/// What says which calls the server accepts.
struct Catalogs {
    old: Option<Catalog>,
    new: Option<Catalog>,
    /// With `--catalog`. Then tools that it does not list have no calls.
    is_given: bool,
}

impl Catalogs {
    fn difference(&self, old: &Policy, new: &Policy) -> Difference {
        match self.new.as_ref().filter(|_| self.is_given) {
            Some(given) => diff(&Subject::new(old), &Subject::new(new), &mut Prover::within(given)),
            None => diff_by_catalogs((old, self.old.as_ref()), (new, self.new.as_ref())),
        }
    }

    fn names<'s>(&self, sources: &'s Sources) -> Vec<&'s str> {
        let catalogs = [&self.old, &self.new].into_iter().flatten();
        let mut names: Vec<_> = catalogs.map(|catalog| sources.get(catalog.source).name.as_str()).collect();
        names.dedup();
        names
    }
}

fn findings(fail_on: Option<FailOn>) -> messages::Findings {
    messages::Findings {
        wider: matches!(fail_on, Some(FailOn::Widened | FailOn::Changed)),
        narrower: matches!(fail_on, Some(FailOn::Narrowed | FailOn::Changed)),
    }
}

fn exit(difference: &Difference, findings: messages::Findings) -> Exit {
    let is_finding = findings.wider && difference.is_wider() || findings.narrower && difference.is_narrower();
    if is_finding { Exit::Findings } else { Exit::Clean }
}
