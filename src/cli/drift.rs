//! `jamb drift`: what a change of the server's tools does to policies.

mod body;

use serde_json::{Value, json};

use super::inputs;
use super::{Exit, Problem, Shared, check, files, paper};
use crate::check::ArgumentCount;
use crate::diagnostic::Diagnostic;
use crate::document::{Job, Workspace};
use crate::drift::{self, Change, Effect, Lists, ToolDrift};
use crate::file_system::RealDisk;
use crate::report::{Command, Format, Report, formats_of};
use crate::source::{Place, SourceId, Sources, Span};

/// Compare two tools lists of a server: what changed, and what that does to policies
///
/// Both are tools/list answers. What policies let through that the server did not accept before is a finding
/// (exit 1), and is shown with a call: tools that a pattern or `default allow` takes in, arguments and values
/// that are new. A policy's own catalog is read from the lists.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The older tools/list answer
    #[arg(value_name = "OLD-TOOLS")]
    old: String,
    /// The newer one
    #[arg(value_name = "NEW-TOOLS")]
    new: String,
    /// The policies: `.pl` files or `policy.json`
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    policy: Vec<String>,
    /// How the result is written
    #[arg(long, value_name = "FORMAT", default_value = paper::default_format(), value_parser = paper::format_of(Command::Drift))]
    format: Format,
}

/// A policy's name, and what the change does to it.
type Effects = Vec<(String, Vec<Effect>)>;

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let mut sources = Sources::default();
    let old = inputs::catalog(&args.old, &mut sources)?;
    let new = inputs::catalog(&args.new, &mut sources)?;
    let lists = Lists { old: &old, new: &new };
    let drifted = drift::lists(&old, &new);
    let workspace = Workspace::new(RealDisk);
    let mut effects = Effects::new();
    for name in &args.policy {
        let document = inputs::read_one(name, Job::DRIFT)?;
        match workspace.drifted(&mut sources, &document, lists) {
            (main, Ok(compiled)) => {
                let default = compiled.checked.as_ref().and_then(|checked| checked.policy.default_place);
                let start = default.unwrap_or_else(|| start_of(main));
                let found = drift::effects(&drifted, &compiled, lists, start);
                effects.push((sources.get(main).name.clone(), found));
            }
            (main, Err(wrong)) => return told(main, &wrong, &sources, args.format, shared),
        }
    }
    let diagnostics: Vec<_> = effects.iter().flat_map(|(_, effects)| drift::messages(effects)).collect();
    let report = Report {
        body: body::body(&drifted, &effects, diagnostics.len()),
        facts: facts(&drifted, &effects),
        facts_alone: true,
        ..Report::new(&sources, &diagnostics)
    };
    paper::print(&report, args.format, shared)?;
    let is_wider = effects.iter().flat_map(|(_, effects)| effects).any(|effect| effect.is_wider);
    let is_empty = old.is_empty() && new.is_empty();
    Ok(if is_wider {
        Exit::Findings
    } else if is_empty {
        shared.note("neither list has a tool");
        Exit::Nothing
    } else {
        Exit::Clean
    })
}

/// The start of a policy, for what it does not say.
fn start_of(main: SourceId) -> Place {
    Span::at(0).of(main)
}

/// Says what is wrong with a policy by the older list.
fn told(
    main: SourceId,
    wrong: &[Diagnostic],
    sources: &Sources,
    format: Format,
    shared: &Shared,
) -> Result<Exit, Problem> {
    let names = [sources.get(main).name.clone()];
    if formats_of(Command::Check).any(|row| row.format == format) {
        paper::print(&check::report(&names, ArgumentCount::default(), wrong, sources), format, shared)?;
    } else {
        let report = Report::new(sources, wrong);
        files::print_error(&report.render(Format::Short, paper::look(&std::io::stderr(), shared)));
    }
    Ok(Exit::Findings)
}

/// The members of the document beside `version`.
fn facts(drifted: &[ToolDrift], effects: &Effects) -> Vec<(&'static str, Value)> {
    let tool = |tool: &ToolDrift| {
        let was = if let Change::Renamed(was) = &tool.change { Some(was) } else { None };
        let details: Vec<_> = tool.details.iter().map(|detail| detail.words.as_str()).collect();
        json!({"name": tool.name, "change": body::word(&tool.change), "was": was, "details": details})
    };
    let effect = |policy: &str, effect: &Effect| {
        let witness = effect.witness.as_ref().map(|call| json!({"tool": call.tool, "args": call.args}));
        let tool = (!effect.tool.is_empty()).then_some(&effect.tool);
        json!({
            "policy": policy,
            "tool": tool,
            "message": effect.message,
            "wider": effect.is_wider,
            "witness": witness,
        })
    };
    let all = effects.iter().flat_map(|(policy, effects)| effects.iter().map(move |found| effect(policy, found)));
    let is_wider = effects.iter().flat_map(|(_, effects)| effects).any(|effect| effect.is_wider);
    vec![("wider", is_wider.into()), ("tools", drifted.iter().map(tool).collect()), ("effects", all.collect())]
}
