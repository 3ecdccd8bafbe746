//! `jamb eval`: decides one call, and says why.

use super::exit::{Exit, Problem};
use super::shared::Shared;
use super::{inputs, output, policy};
use crate::document::{Job, Workspace};
use crate::engine::eval::{call, eval, picture};
use crate::file_system::read_stdin;
use crate::report::{Format, results};
use crate::source::Sources;

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Json];

/// Decide one call, and say why
///
/// The call is decided as the gateway would decide it, with no earlier calls counted. The exit code is 0 whatever the
/// decision is, unless you use `--exit-code`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The policy: a `.pl` file, a `policy.json`, or `-` for standard input
    #[arg(value_name = "POLICY")]
    policy: String,
    /// The name of the tool
    #[arg(value_name = "TOOL")]
    tool: String,
    /// The arguments of the call, a JSON object; `-` reads them from standard input
    #[arg(value_name = "ARGS-JSON", default_value = "{}")]
    args: String,
    /// Show every step of the decision: what each condition asks and what it finds
    #[arg(long)]
    explain: bool,
    /// Exit with 10 if the call is denied
    #[arg(long)]
    exit_code: bool,
    /// The format of the result
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    if args.policy == inputs::STDIN && args.args == inputs::STDIN {
        return Err(Problem::new("standard input can't be both the policy and the arguments"));
    }
    let mut sources = Sources::default();
    let judgement =
        policy::load(&Workspace::new(shared.disk().clone()), &args.policy, Job::EVAL, &mut sources, shared)?;
    let (catalog, default) = (judgement.catalog().cloned(), judgement.default_place());
    let Some(policy) = policy::usable(judgement, &sources, args.format, shared)? else { return Ok(Exit::Findings) };
    let call = match call::read(&args.tool, &arguments(&args.args)?, &mut sources) {
        Ok(call) => call,
        Err(unreadable) => {
            output::print_aside(&sources, &[*unreadable], args.format, shared);
            return Ok(Exit::Problem);
        }
    };
    let evaluated = eval(&policy, &call, catalog.as_ref(), default);
    if let Some(misspelled) = &evaluated.misspelled {
        shared.note(misspelled);
    }
    let diagnostics: Vec<_> = picture(&evaluated).into_iter().collect();
    let report = results::eval::report(&evaluated, args.explain, &diagnostics, &sources);
    output::print(&report, args.format, shared)?;
    Ok(if evaluated.is_denied() && args.exit_code { Exit::Denied } else { Exit::Clean })
}

/// The text of the arguments, from the command line or from standard input.
fn arguments(args: &str) -> Result<String, Problem> {
    let bytes = match args {
        inputs::STDIN => {
            read_stdin().map_err(|error| Problem::new(format!("can't read standard input: {}", error.reason())))?
        }
        _ => args.as_bytes().to_vec(),
    };
    let text = String::from_utf8(bytes).map_err(|_| Problem::new("the arguments are not UTF-8"))?;
    if text.trim().is_empty() {
        return Err(Problem::new("the arguments are empty").with_help("for a call without arguments, write `{}`"));
    }
    Ok(text)
}
