//! `jamb describe`: what a policy does, in plain English.

use clap::ValueEnum;

use super::exit::{Exit, Problem};
use super::shared::Shared;
use super::{output, policy};
use crate::check::Checked;
use crate::describe::{self, Description, Named, Phrase, Subject, Voice};
use crate::document::{Job, Judgement, Workspace};
use crate::model::Policy;
use crate::report::{Format, results};
use crate::source::{SourceId, Sources};

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Json, Format::Markdown];

/// Describe policies in plain English
///
/// For each category and tool: which calls are allowed, with which arguments and how often, which calls are denied and
/// with which message, and which tools are hidden. Each sentence comes from one clause.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The policies: `.pl` files, `policy.json` files, or `-` for standard input
    #[arg(required = true, value_name = "POLICY")]
    policies: Vec<String>,
    /// Who the description is for [default: the people who review the policy]
    #[arg(long = "for", value_enum, value_name = "WHOM")]
    audience: Option<Audience>,
    /// The format of the result
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Audience {
    /// the agent itself, in its system prompt; hidden tools are not named
    Agent,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let mut sources = Sources::default();
    let workspace = Workspace::new(shared.disk().clone());
    let mut read: Vec<(SourceId, Policy, Option<Checked>)> = Vec::new();
    let mut exit = Exit::Clean;
    for name in &args.policies {
        let mut judgement = match policy::load(&workspace, name, Job::DESCRIBE, &mut sources, shared) {
            Ok(judgement) => judgement,
            // The other policies are still described.
            Err(problem) => {
                shared.problem(&problem);
                exit = exit.max(Exit::Problem);
                continue;
            }
        };
        let (main, checked, is_part) = (judgement.main, judgement.checked.take(), judgement.is_part);
        let Some(policy) = usable(judgement, args, &sources, shared)? else {
            exit = exit.max(Exit::Findings);
            continue;
        };
        if is_part {
            let name = &sources.get(main).name;
            shared.note(&format!("`{name}` is a part of other policies: describe a policy that includes it"));
        } else {
            read.push((main, policy, checked));
        }
    }
    if read.is_empty() && exit > Exit::Nothing {
        return Ok(exit);
    }
    let described = read.iter().map(|(main, policy, checked)| {
        (*main, description(Subject { policy, checked: checked.as_ref() }, args.audience, &sources, shared))
    });
    let described: Vec<(SourceId, Description)> = described.collect();
    let policies: Vec<_> = described.iter().map(|(main, description)| (*main, description)).collect();
    let voice = if args.audience.is_some() { Voice::Agent } else { Voice::Reader };
    output::print(&results::describe::report(&policies, voice, &sources), args.format, shared)?;
    Ok(exit.max(if policies.is_empty() { Exit::Nothing } else { Exit::Clean }))
}

/// The policy, if it has no error. Errors of one policy alone are the result; those of one among others are not, so
/// they go to standard error.
fn usable(judgement: Judgement, args: &Args, sources: &Sources, shared: &Shared) -> Result<Option<Policy>, Problem> {
    if judgement.policy.is_some() || args.policies.len() == 1 {
        return policy::usable(judgement, sources, args.format, shared);
    }
    output::print_aside(sources, &judgement.all_diagnostics(), Format::Pretty, shared);
    Ok(None)
}

fn description(subject: Subject<'_>, audience: Option<Audience>, sources: &Sources, shared: &Shared) -> Description {
    let description = describe::policy(subject);
    match audience {
        None => description,
        Some(Audience::Agent) => {
            let Named { description, left_out } = describe::for_agents(subject, description, sources);
            for tool in left_out {
                let name = Phrase::name(&tool).in_backticks();
                shared.note(&format!("{name} is not named: the name may mislead the agent"));
            }
            description
        }
    }
}
