//! `jamb simulate`: replays recorded calls.

mod policies;
mod progress;

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;

use super::exit::{Exit, Problem};
use super::inputs::STDIN;
use super::output;
use super::shared::Shared;
use super::streams;
use super::traces::{self, Reading, use_small_pages};
use super::values::Values;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Workspace;
use crate::report::results::simulate::View;
use crate::report::{Format, results};
use crate::simulate::outcome::Failure;
use crate::simulate::why::{self, Deciders, Findings, Messages};
use crate::simulate::{Options, Outcome, Policies, may_look_ahead, redact, replay, replay_by_server};
use crate::source::Sources;
use crate::trace;

/// The formats of this command.
const FORMATS: &[Format] = &[
    Format::Pretty,
    Format::Short,
    Format::Json,
    Format::Sarif,
    Format::Github,
    Format::Junit,
    Format::Jsonl,
    Format::Markdown,
    Format::Html,
];

/// Replay recorded calls, and show what a policy would have decided and by which clause
///
/// For each clause that denied calls, shows the first call that it denied. Denied calls are not findings unless
/// `--fail-on` says so. A recorded call that is not decided as its `expect` says is always a finding. Exits with 1 if
/// there are findings, or if nothing in a trace can be read, and with 3 if there are no calls.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The policy: a `.pl` file or a `policy.json`. `NAME=POLICY` gives a policy to the calls of server NAME, once for
    /// each server
    #[arg(value_name = "POLICY", required = true)]
    policies: Vec<String>,
    /// Traces: files (also `.gz` and `.zst`), directories, or `-` for standard input
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    trace: Vec<String>,
    #[command(flatten)]
    reading: Reading,
    /// How to decide calls without a time. Without this option, they are undetermined if a limit could deny them
    #[arg(long, value_enum, value_name = "HOW")]
    untimed: Option<Untimed>,
    /// Stop at the first line that can't be read
    #[arg(long)]
    strict: bool,
    /// Also decide each call under this older policy, and show the differences; with `NAME=POLICY`, `NAME=OLD` for
    /// each server that has one
    #[arg(long, value_name = "OLD")]
    against: Vec<String>,
    /// Which calls count as findings and make the command exit with 1
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,
    /// Show how often tools were called, and suggest limits that would deny none of these calls
    #[arg(long)]
    suggest_limits: bool,
    /// Show all tools and up to 50 clauses, not only those with most denied calls
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    values: Values,
    /// Number of threads [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// The format of the result
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Untimed {
    /// as if made at the time of the call before them
    Now,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// a denied call
    Deny,
    /// a call that OLD denies and POLICY allows
    Widened,
    /// a call that only one of OLD and POLICY allows
    Changed,
    /// only calls that are not decided as their `expect` says
    Unexpected,
    /// a call that a gateway decided differently, as its `decision` says
    Disagrees,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let named = policies::named(&args.policies, &args.against)?;
    check_usage(args, &named)?;
    use_small_pages();
    let mut sources = Sources::default();
    let workspace = Workspace::new(shared.disk().clone());
    let Some(loaded) = policies::load(&named, &workspace, &mut sources, args.format, shared)? else {
        return Ok(Exit::Findings);
    };
    let first = named.first().map_or(STDIN, |named| named.new);
    let read = match args.reading.options(first, &workspace, args.format, shared)? {
        Ok(read) => read,
        Err(exit) => return Ok(exit),
    };
    let servers = named.iter().filter_map(|named| named.server).map(str::to_owned).collect();
    let read = trace::Options { servers, ..read };
    let policies: Vec<Policies<'_>> = loaded.iter().map(|loaded| loaded.policies(&sources)).collect();
    let Some(mut outcome) = replayed(args, read, &policies, shared)? else { return Ok(Exit::Clean) };
    if args.values.are_redacted(args.format) {
        redact::redact(&mut outcome);
    }
    let compares = !args.against.is_empty();
    let deciders: Vec<Deciders<'_>> =
        loaded.iter().zip(&named).map(|(loaded, named)| loaded.deciders(named.server, compares)).collect();
    let findings = findings(args);
    let messages = why::all_messages(&outcome, &deciders, findings, &mut sources);
    print_notes(&outcome, shared);
    print(args, &outcome, &messages, &deciders, &sources, shared)?;
    Ok(exit(args, &outcome, findings))
}

/// What clap can't check: a comparison needs a second policy, `--server` a policy for all calls, and standard input is
/// read once.
fn check_usage(args: &Args, named: &[policies::Named<'_>]) -> Result<(), Problem> {
    if let (Some(server), Some(named)) = (&args.reading.server, named.iter().find(|named| named.server.is_some())) {
        return Err(Problem::new("`--server` and `NAME=POLICY` both choose the calls of a server")
            .with_help(format!("remove one: `{server}={}` decides only the calls of server `{server}`", named.new)));
    }
    let files = named.iter().flat_map(|named| [Some(named.new), named.old]).flatten();
    if files.chain(args.trace.iter().map(String::as_str)).filter(|file| *file == STDIN).count() > 1 {
        return Err(Problem::new("standard input is named more than once, but can be read only once")
            .with_help("write all but one of them to a file"));
    }
    let word = match args.fail_on {
        Some(FailOn::Widened) => "widened",
        Some(FailOn::Changed) => "changed",
        Some(FailOn::Deny | FailOn::Unexpected | FailOn::Disagrees) | None => return Ok(()),
    };
    if !args.against.is_empty() {
        return Ok(());
    }
    let old = if named.iter().any(|named| named.server.is_some()) { "NAME=OLD" } else { "OLD" };
    Err(Problem::new(format!("`--fail-on {word}` needs a second policy to compare with"))
        .with_help(format!("name the older policy with `--against {old}`")))
}

fn findings(args: &Args) -> Findings {
    Findings {
        denied: args.fail_on == Some(FailOn::Deny),
        widened: matches!(args.fail_on, Some(FailOn::Widened | FailOn::Changed)),
        narrowed: args.fail_on == Some(FailOn::Changed),
        disagreeing: args.fail_on == Some(FailOn::Disagrees),
        unreadable: args.strict,
    }
}

/// Replays the traces. With `--format jsonl`, decisions are printed as they are made. The result is `None` if their
/// reader has gone: `jamb simulate … | head` ends without a message.
fn replayed(
    args: &Args,
    read: trace::Options,
    policies: &[Policies<'_>],
    shared: &Shared,
) -> Result<Option<Outcome>, Problem> {
    let threads = args
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from);
    let options = Options {
        read,
        strict: args.strict,
        threads,
        suggest_limits: args.suggest_limits,
        untimed_now: args.untimed.is_some(),
        marks: args.reading.marks(),
        overview: args.format == Format::Html,
    };
    let names = traces::found(&args.trace, shared)?;
    let progress = progress::Progress::new(&names, args.format == Format::Jsonl, shared);
    let opener = traces::Opener::new(may_look_ahead(policies, &options));
    let opened = |at: usize| names.get(at).map(|name| progress.counted(opener.opened(name)));
    let decided = |out: Option<&mut (dyn Write + Send)>| match policies {
        [only] if options.read.servers.is_empty() => replay(*only, &opened, &options, out),
        each => replay_by_server(each, &opened, &options, out),
    };
    let result = if args.format == Format::Jsonl {
        let mut out = BufWriter::with_capacity(1 << 20, streams::StandardOutput);
        decided(Some(&mut out)).and_then(|outcome| out.flush().map(|()| outcome))
    } else {
        decided(None)
    };
    progress.end();
    match result {
        Ok(outcome) => Ok(Some(outcome)),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(None),
        Err(error) => Err(streams::unwritable(&error)),
    }
}

/// Says on standard error what you should know about the traces.
fn print_notes(outcome: &Outcome, shared: &Shared) {
    for failure in &outcome.failures {
        traces::print_failure(failure, outcome.reading.files, shared);
    }
    for trace in outcome.traces.iter().filter(|trace| trace.calls == 0 && trace.unreadable > 0) {
        let problem = Problem::new(format!("nothing in `{}` can be read", trace.name));
        shared.problem(&problem.with_help("is it a trace? if so, name its format with `--from`"));
    }
    for note in results::simulate::notes(outcome) {
        shared.note(&note);
    }
}

fn print(
    args: &Args,
    outcome: &Outcome,
    messages: &Messages,
    deciders: &[Deciders<'_>],
    sources: &Sources,
    shared: &Shared,
) -> Result<(), Problem> {
    let view = View { all: args.all, is_page: args.format == Format::Html };
    let report = results::simulate::report(outcome, messages, deciders, findings(args), view, sources);
    if args.format == Format::Jsonl {
        // Standard output has the decisions; warnings and errors go to standard error.
        let is_wrong = |diagnostic: &&Diagnostic| diagnostic.severity >= Severity::Warning;
        let wrong: Vec<Diagnostic> = messages.diagnostics.iter().filter(is_wrong).cloned().collect();
        output::print_aside(sources, &wrong, Format::Short, shared);
        return Ok(());
    }
    streams::print(&report.render(args.format, output::look(&io::stdout(), shared)))
}

fn exit(args: &Args, outcome: &Outcome, findings: Findings) -> Exit {
    let summary = &outcome.summary;
    let is_found = summary.unexpected > 0
        || findings.denied && summary.decided.denied > 0
        || findings.disagreeing && summary.disagreeing > 0
        || findings.widened && summary.widened > 0
        || findings.narrowed && summary.narrowed > 0
        || args.strict && summary.unreadable > 0
        || outcome.traces.iter().any(|trace| trace.calls == 0 && trace.unreadable > 0);
    let failed: Vec<&Failure> =
        outcome.failures.iter().filter(|failure| !traces::is_noted(failure, outcome.reading.files)).collect();
    if failed.iter().any(|failure| traces::is_problem(failure)) {
        Exit::Problem
    } else if is_found || !failed.is_empty() {
        Exit::Findings
    } else if summary.decided.calls() == 0 {
        Exit::Nothing
    } else {
        Exit::Clean
    }
}
