//! `jamb probe`: writes the calls that settle how a gateway decides, and makes them.

mod play;

use std::collections::BTreeSet;
use std::path::PathBuf;

use self::play::Played;
use super::exit::{Exit, Problem};
use super::files::{self, Content, Files};
use super::shared::Shared;
use super::{policy, shell};
use crate::document::{Job, Judgement, Workspace};
use crate::model::Policy;
use crate::probe::{Probe, probes};
use crate::report::Format;
use crate::simulate::count;
use crate::source::Sources;
use crate::source::disk::display_name;
use crate::vocab::Category;

/// Write calls that settle how a gateway decides, with what is expected
///
/// PolicyLayer does not say what its gateway does in every case: with a missing argument, with `null`, at the edge of a
/// minute. These calls of your policy show it. Each is a line of a trace, with the decision that jamb assumes and the
/// reason. With `--play`, the calls are made through COMMAND, a gateway over standard input and output, and its decisions
/// are recorded; `jamb simulate --fail-on disagrees` then compares them.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The policy that the gateway has: a `.pl` file or a `policy.json`
    #[arg(value_name = "POLICY")]
    policy: String,
    /// Write the trace to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Make the calls, and record how they are answered. Only tools that the policy rates `read` are called
    #[arg(long, requires = "command")]
    play: bool,
    /// Also call this tool. A call that is expected to be denied may be carried out
    #[arg(long, requires = "play", value_name = "TOOL")]
    also: Vec<String>,
    /// The gateway and its arguments, after `--`
    #[arg(last = true, value_name = "COMMAND", requires = "play")]
    command: Vec<String>,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let mut sources = Sources::default();
    let judgement =
        policy::load(&Workspace::new(shared.disk().clone()), &args.policy, Job::PROBE, &mut sources, shared)?;
    let (catalog, reads) = (judgement.catalog().cloned(), reads(&judgement));
    // Standard output has the trace: everything about the policy goes to standard error.
    let Some(policy) = policy::usable(judgement, &sources, Format::Jsonl, shared)? else { return Ok(Exit::Findings) };
    check_names(&args.also, &policy)?;
    let probes = probes(&policy, catalog.as_ref(), &reads);
    let mut output = Files::after_reading(&sources);
    // Before any call is made: an output that can't be written would lose what was answered.
    output.add(args.output.as_deref(), Content::Data, String::new())?;
    let Played { lines, problem } = if args.play {
        let may_call = |tool: &str| reads.contains(tool) || args.also.iter().any(|name| name == tool);
        play::play(&policy, &probes, &args.command, &may_call, shared)?
    } else {
        Played { lines: probes.iter().map(Probe::line).collect(), problem: None }
    };
    let exit = match (&problem, lines.is_empty()) {
        (Some(problem), _) => {
            shared.problem(problem);
            Exit::Problem
        }
        (None, true) => Exit::Nothing,
        (None, false) => Exit::Clean,
    };
    if lines.is_empty() {
        shared.note("there is nothing to probe");
        return Ok(exit);
    }
    let mut output = Files::after_reading(&sources);
    output.add(args.output.as_deref(), Content::Data, lines.iter().map(|line| format!("{line}\n")).collect())?;
    if output.stage()?.commit()? {
        note(args, lines.len(), shared);
    }
    Ok(exit)
}

/// The tools that the policy rates `read`. A `policy.json` rates none.
fn reads(judgement: &Judgement) -> BTreeSet<String> {
    let categories = judgement.checked.iter().flat_map(|checked| &checked.policy.categories);
    categories.filter(|(_, rating)| rating.category == Category::Read).map(|(name, _)| name.clone()).collect()
}

/// A name that is misspelt would leave a tool out in silence.
fn check_names(names: &[String], policy: &Policy) -> Result<(), Problem> {
    let is_unknown = |name: &&String| !policy.tools.contains_key(*name) && !policy.hide.contains_key(*name);
    match names.iter().find(is_unknown) {
        Some(name) if !policy.default_allow => Err(Problem::new(format!("the policy does not name `{name}`"))
            .with_help("`--also` takes the name of a tool in the policy")),
        Some(_) | None => Ok(()),
    }
}

fn note(args: &Args, lines: usize, shared: &Shared) {
    let Some(output) = args.output.as_ref().filter(|output| !files::is_standard_output(output)) else { return };
    let name = display_name(output);
    let trace = shell::path(output);
    let simulate = shell::command(["simulate", &args.policy, "--trace", &trace, "--fail-on", "disagrees"]);
    let probes = count(lines as u64, "probe");
    shared.note(&match args.play {
        true => format!("wrote the answers to {probes} to `{name}`; next: run {simulate}"),
        false => format!(
            "wrote {probes} to `{name}`; next: make these calls through the gateway, with `--play` or by yourself, add its \
             `decision` to each line, and run {simulate}"
        ),
    });
}
