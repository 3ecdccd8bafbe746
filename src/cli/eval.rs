//! `jamb eval`: decides one call, and says why.

mod call;
mod paper;
mod picture;
mod steps;

use super::policy;
use super::{Exit, Problem, Shared, inputs};
use crate::catalog::{Argument, Catalog, Lookup};
use crate::document::{Job, Workspace};
use crate::engine::explain::{Explainer, Explanation};
use crate::engine::nearest::{Nearest, nearest};
use crate::engine::{self, Counters, Engine, Verdict};
use crate::file_system::RealDisk;
use crate::model::Policy;
use crate::report::{Command, Format};
use crate::source::json::Json;
use crate::source::{Place, Sources};
use crate::trace::DEFAULT_GRANT;
use crate::vocab::{Path, Time};

/// Decide one call, and say why
///
/// The call is decided on fresh counters, as the gateway would decide it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The policy: a `.pl` file, a `policy.json`, or `-` for standard input
    #[arg(value_name = "POLICY")]
    policy: String,
    /// The name of the tool that is called
    #[arg(value_name = "TOOL")]
    tool: String,
    /// Its arguments, a JSON object; `-` reads them from standard input
    #[arg(value_name = "ARGS-JSON", default_value = "{}")]
    args: String,
    /// Show every step of the decision: what each condition asks, and what it finds
    #[arg(long)]
    explain: bool,
    /// Exit with 10 where the call is denied
    #[arg(long)]
    exit_code: bool,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = super::paper::default_format(), value_parser = super::paper::format_of(Command::Eval))]
    format: Format,
}

/// A call, decided and explained.
struct Answer<'a> {
    sources: &'a Sources,
    call: &'a call::Call,
    explanation: Explanation<'a, 'a>,
    /// Where the policy says what becomes of tools that it does not name.
    default: Option<Place>,
    nearest: Option<Nearest>,
    /// Whether every step is to be shown.
    is_explained: bool,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    if args.policy == inputs::STDIN && args.args == inputs::STDIN {
        return Err(Problem::new("standard input can't be both the policy and the arguments"));
    }
    let mut sources = Sources::default();
    let judgement = policy::load(&Workspace::new(RealDisk), &args.policy, Job::EVAL, &mut sources)?;
    let (catalog, default) = (judgement.catalog().cloned(), judgement.default_place());
    let Some(policy) = policy::usable(judgement, &sources, args.format, shared)? else { return Ok(Exit::Findings) };
    let call = match call::read(&args.tool, &args.args, &mut sources)? {
        Ok(call) => call,
        Err(unreadable) => {
            super::paper::print_aside(&sources, &[unreadable], args.format, shared);
            return Ok(Exit::Problem);
        }
    };
    let explainer = Explainer::new(&policy, &call.tool);
    let explanation = explainer.explain(&call.args);
    if let Some(note) = call::unknown(&call, &explainer, &policy, catalog.as_ref()) {
        shared.note(&note);
    }
    let nearest = explanation.denial().and_then(|_| change(&explainer, &call, &policy, catalog.as_ref()));
    let is_denied = explanation.denial().is_some();
    let answer = Answer { sources: &sources, call: &call, explanation, default, nearest, is_explained: args.explain };
    answer.print(args.format, shared)?;
    Ok(if is_denied && args.exit_code { Exit::Denied } else { Exit::Clean })
}

/// The smallest change of a denied call that passes, by the engine's own word.
fn change(explainer: &Explainer<'_>, call: &call::Call, policy: &Policy, catalog: Option<&Catalog>) -> Option<Nearest> {
    let engine = Engine::new(policy);
    let passes = |args: &Json| {
        let args = args.to_string();
        let call = engine::Call { tool: &call.tool, args: Some(&args), grant: DEFAULT_GRANT, time: Time::default() };
        let decision = engine.decide(&call, &mut Counters::new(&engine));
        decision.is_ok_and(|decision| decision.verdict == Verdict::Allow)
    };
    let schema = catalog.and_then(|catalog| catalog.tool(&call.tool)).and_then(|tool| tool.input_schema);
    let reader = schema.map(crate::catalog::InputSchema::reader);
    let argument = |path: &Path| -> Option<Argument> {
        match reader.as_ref()?.lookup(path) {
            Lookup::Found(argument) => Some(argument),
            Lookup::Unknown | Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => None,
        }
    };
    nearest(explainer, &call.args, &argument, &passes)
}
