//! `jamb record`: runs an MCP server, and records the calls that pass.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::exit::{Exit, Problem};
use super::files::{self, Content, Files};
use super::shared::{Shared, print_note, print_problem};
use super::{policy, shell};
use crate::document::{Job, Workspace};
use crate::file_system::reasons;
use crate::model::Policy;
use crate::record::{self, Decider, Label, Recorder, Said, Start, TraceFile, Voice};
use crate::report::Format;
use crate::source::Sources;
use crate::source::disk::display_name;

/// Run an MCP server over standard input and output, and record its calls as a trace
///
/// Put `jamb record -o calls.jsonl --` in front of the server's command in your client's settings. Every byte passes
/// unchanged. Each call is appended to the file when it is answered, with its arguments and its outcome, for
/// `jamb simulate`. The server's list of tools is kept beside it, in a `.tools.json` file. The arguments may contain
/// secrets: only you can read a new file. Exits with the server's exit code.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Append the calls to this file
    #[arg(short, long, required = true, value_name = "FILE")]
    output: PathBuf,
    /// The server's name in the trace
    #[arg(long, value_name = "NAME")]
    server: Option<String>,
    /// The grant in the trace, whose calls the policy's limits count
    #[arg(long, value_name = "NAME")]
    grant: Option<String>,
    /// Decide each call by this policy, record the decision, and show it on standard error
    #[arg(long, value_name = "POLICY")]
    policy: Option<String>,
    /// Act as the gateway: refuse the calls that the policy denies, and leave hidden tools out of the list
    ///
    /// This is for trying a policy. Limits count the calls of this one server process.
    #[arg(long, requires = "policy")]
    enforce: bool,
    /// The server and its arguments, after `--`
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<String>,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    if files::is_standard_output(&args.output) {
        return Err(Problem::new("the trace can't go to standard output, which the client reads")
            .with_help("name a file with `-o FILE`"));
    }
    let mut sources = Sources::default();
    let mut policy = None;
    if let Some(name) = &args.policy {
        let judgement = policy::load(&Workspace::new(shared.disk().clone()), name, Job::RECORD, &mut sources, shared)?;
        // Standard output is the client's: everything about the policy goes to standard error.
        match policy::usable(judgement, &sources, Format::Jsonl, shared)? {
            Some(usable) => policy = Some(usable),
            None => return Ok(Exit::Findings),
        }
    }
    // The list is checked only: it is written when the server gives it.
    Files::after_reading(&sources).add(Some(&args.output), Content::Data, String::new())?;
    let name = display_name(&args.output);
    let trace = TraceFile::open(&args.output).map_err(|error| unwritable(&name, error))?;
    let decider = policy.map(|policy: Policy| Decider::new(policy, args.grant.as_deref(), args.enforce));
    let (would, enforce) = if args.enforce { (None, decider) } else { (decider, None) };
    let recorder = Recorder::new(Start {
        label: Label { server: args.server.clone(), grant: args.grant.clone(), session: session() },
        catalog: trace.is_regular().then(|| args.output.with_extension("tools.json")),
        trace,
        name,
        would,
        voice: voice(args, shared),
    });
    match record::run(&args.command, recorder, enforce) {
        Ok(code) => Ok(Exit::Server(code)),
        Err(error) => {
            let program = args.command.first().map(String::as_str).unwrap_or_default();
            Err(Problem::new(format!("can't start `{program}`: {}", reasons::unstartable(&error))))
        }
    }
}

fn unwritable(name: &str, error: std::io::Error) -> Problem {
    Problem::new(format!("can't write `{name}`: {}", reasons::unwritable(&error)))
}

/// A name for this run of the server: its time, and the number of this process.
fn session() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    format!("{seconds}-{}", std::process::id())
}

/// Prints what the recording says, on standard error.
fn voice(args: &Args, shared: &Shared) -> Voice {
    let (quiet, output, policy) = (shared.quiet, args.output.clone(), args.policy.clone());
    Voice::new(move |said| match said {
        Said::Problem(message) => print_problem(&Problem::new(message)),
        Said::Note(message) if !quiet => print_note(&message),
        Said::Changed { older, newer } if !quiet => print_note(&changed(&older, &newer, policy.as_deref())),
        Said::Ended(lines) if !quiet && lines > 0 => print_note(&ended(lines, &output, policy.as_deref())),
        Said::Note(_) | Said::Changed { .. } | Said::Ended(_) => {}
    })
}

fn changed(older: &Path, newer: &Path, policy: Option<&str>) -> String {
    let policy = policy.unwrap_or("POLICY");
    let drift = shell::command(["drift", &shell::path(older), &shell::path(newer), "--policy", policy]);
    let name = display_name(older);
    format!("the server's tools have changed: their older list is in `{name}`; next: run {drift}")
}

fn ended(lines: u64, output: &Path, policy: Option<&str>) -> String {
    let simulate = shell::command(["simulate", policy.unwrap_or("POLICY"), "--trace", &shell::path(output)]);
    let calls = if lines == 1 { "1 call".to_owned() } else { format!("{lines} calls") };
    format!("recorded {calls} in `{}`; next: run {simulate}", display_name(output))
}
