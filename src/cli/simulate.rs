//! `jamb simulate`: replays recorded calls.

mod format;
mod progress;

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;

use super::exit::{Exit, Problem};
use super::output;
use super::shared::Shared;
use super::{policy, streams, traces};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Job, Workspace};
use crate::engine::Engine;
use crate::file_system::RealDisk;
use crate::report::results::simulate::View;
use crate::report::{Format, results};
use crate::simulate::outcome::Failure;
use crate::simulate::why::{self, Deciders, Findings, Messages};
use crate::simulate::{Options, Outcome, Policies, may_look_ahead, redact, replay};
use crate::source::Sources;
use crate::trace;
use crate::vocab::{Marks, Zone};

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
    /// The policy: a `.pl` file or a `policy.json`
    #[arg(value_name = "POLICY")]
    policy: String,
    /// Traces: files (also `.gz` and `.zst`), directories, or `-` for standard input
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    trace: Vec<String>,
    /// The format of the traces
    #[arg(long, value_name = "FORMAT", default_value = format::AUTO, value_parser = format::Names, conflicts_with = "map")]
    from: String,
    /// Where the calls are in traces of any other format: `each=.calls[], tool=.name, args=.arguments`
    #[arg(long, value_name = "MAP")]
    map: Option<String>,
    /// Replay only the calls of this server, and remove its name in front of the names of tools
    #[arg(long, value_name = "NAME")]
    server: Option<String>,
    /// The zone of times that are written without one: `UTC`, an offset such as `+02:00`, or a name such as
    /// `Europe/Berlin`
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = zone)]
    zone: Zone,
    /// How to decide calls without a time. Without this option, they are undetermined if a limit could deny them
    #[arg(long, value_enum, value_name = "HOW")]
    untimed: Option<Untimed>,
    /// A further mark of values that the log cut or removed, such as `<hidden>`; a decision that depends on such a
    /// value is undetermined
    #[arg(long, value_name = "TEXT", conflicts_with = "no_marks")]
    mark: Vec<String>,
    /// Take values as they are written, also those with a mark such as `[REDACTED]`
    #[arg(long)]
    no_marks: bool,
    /// Stop at the first line that can't be read
    #[arg(long)]
    strict: bool,
    /// Also decide each call under this older policy, and show the differences
    #[arg(long, value_name = "OLD")]
    against: Option<String>,
    /// Which calls count as findings and make the command exit with 1
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,
    /// Show how often tools were called, and suggest limits that would deny none of these calls
    #[arg(long)]
    suggest_limits: bool,
    /// Show all tools and up to 50 clauses, not only those with most denied calls
    #[arg(long)]
    all: bool,
    /// Show of each value in a recorded call only its kind and size, such as `<text, 19>`
    #[arg(long, conflicts_with = "show_values")]
    redact: bool,
    /// Show the values in recorded calls also in `markdown`, `html`, `github`, `sarif` and `junit`, which others read
    #[arg(long)]
    show_values: bool,
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

/// Reads `--zone`.
fn zone(text: &str) -> Result<Zone, String> {
    let examples = "write `UTC`, an offset such as `+02:00`, or a name such as `Europe/Berlin`";
    Zone::parse(text).ok_or_else(|| format!("this is not a time zone: {examples}"))
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    check_usage(args)?;
    use_small_pages();
    let mut sources = Sources::default();
    let workspace = Workspace::new(RealDisk);
    let mut load = |name: &String| policy::load(&workspace, name, Job::SIMULATE, &mut sources);
    let new = load(&args.policy)?;
    let old = args.against.as_ref().map(load).transpose()?;
    let name = sources.get(new.main).name.clone();
    let new = policy::usable(new, &sources, args.format, shared)?.map(|policy| Engine::new(&policy));
    let old = match old {
        None => None,
        Some(old) => match policy::usable(old, &sources, args.format, shared)? {
            Some(policy) => Some(Engine::new(&policy)),
            None => return Ok(Exit::Findings),
        },
    };
    let Some(new) = new else { return Ok(Exit::Findings) };
    let how = (args.from.as_str(), args.map.as_deref());
    let (from, map) = match format::chosen(how, &args.policy, &workspace, args.format, shared)? {
        Ok(chosen) => chosen,
        Err(exit) => return Ok(exit),
    };
    let read = trace::Options { from, server: args.server.clone(), zone: args.zone.clone(), map };
    let policies = Policies { new: &new, old: old.as_ref(), sources: &sources };
    let Some(mut outcome) = replayed(args, read, &policies, shared)? else { return Ok(Exit::Clean) };
    if redacts(args) {
        redact::redact(&mut outcome);
    }
    let deciders = Deciders { name: &name, new: &new, old: old.as_ref() };
    let findings = findings(args);
    let messages = why::messages(&outcome, deciders, findings, &mut sources);
    print_notes(&outcome, shared);
    print(args, &outcome, &messages, deciders, &sources, shared)?;
    Ok(exit(args, &outcome, findings))
}

/// What clap can't check: a comparison needs a second policy.
fn check_usage(args: &Args) -> Result<(), Problem> {
    let word = match args.fail_on {
        Some(FailOn::Widened) => "widened",
        Some(FailOn::Changed) => "changed",
        Some(FailOn::Deny | FailOn::Unexpected | FailOn::Disagrees) | None => return Ok(()),
    };
    match args.against {
        Some(_) => Ok(()),
        None => Err(Problem::new(format!("`--fail-on {word}` needs a second policy to compare with"))
            .with_help("name the older policy with `--against OLD`")),
    }
}

/// Whether values are redacted: in formats that others read, unless values are asked for.
fn redacts(args: &Args) -> bool {
    let is_public = match args.format {
        Format::Sarif | Format::Github | Format::Junit | Format::Markdown | Format::Html => true,
        Format::Pretty | Format::Short | Format::Json | Format::Jsonl => false,
    };
    args.redact || is_public && !args.show_values
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
    policies: &Policies<'_>,
    shared: &Shared,
) -> Result<Option<Outcome>, Problem> {
    let threads = args
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from);
    let marks = if args.no_marks { Marks::none() } else { Marks::with(&args.mark) };
    let options = Options {
        read,
        strict: args.strict,
        threads,
        suggest_limits: args.suggest_limits,
        untimed_now: args.untimed.is_some(),
        marks,
        overview: args.format == Format::Html,
    };
    let names = traces::found(&args.trace, shared)?;
    let progress = progress::Progress::new(&names, args.format == Format::Jsonl, shared);
    let opener = traces::Opener::new(may_look_ahead(policies, &options));
    let opened = |at: usize| names.get(at).map(|name| progress.counted(opener.opened(name)));
    let result = if args.format == Format::Jsonl {
        let mut out = BufWriter::with_capacity(1 << 20, streams::StandardOutput);
        replay(*policies, &opened, &options, Some(&mut out)).and_then(|outcome| out.flush().map(|()| outcome))
    } else {
        replay(*policies, &opened, &options, None)
    };
    progress.end();
    match result {
        Ok(outcome) => Ok(Some(outcome)),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(None),
        Err(error) => Err(streams::unwritable(&error)),
    }
}

/// Asks the system for memory in its usual small pages. In pages of 2 MiB, which the allocator asks for, most of each
/// page stays empty: a replay takes 46 MiB instead of 22, varies from run to run, and is no faster.
fn use_small_pages() {
    // If this fails, the replay only takes more memory.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

/// Says why a file was not read. In a directory with traces, a file that is not one is worth a note.
fn print_failure(failure: &Failure, outcome: &Outcome, shared: &Shared) {
    match &failure.unfit {
        Some(unfit) if is_noted(failure, outcome) => {
            shared.note(&format!("`{}` was left out: it {}", failure.trace, unfit.message));
        }
        Some(unfit) => {
            shared.problem(&Problem::new(format!("`{}` {}", failure.trace, unfit.message)).with_helps(&unfit.help));
        }
        None => shared.problem(&Problem::new(format!("can't read `{}`: {}", failure.trace, failure.reason))),
    }
}

fn is_noted(failure: &Failure, outcome: &Outcome) -> bool {
    failure.unfit.is_some() && failure.is_beside && outcome.reading.files > 0
}

/// Says on standard error what you should know about the traces.
fn print_notes(outcome: &Outcome, shared: &Shared) {
    for failure in &outcome.failures {
        print_failure(failure, outcome, shared);
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
    deciders: Deciders<'_>,
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
    let failed: Vec<&Failure> = outcome.failures.iter().filter(|failure| !is_noted(failure, outcome)).collect();
    let is_problem = |failure: &&Failure| failure.unfit.as_ref().is_none_or(|unfit| unfit.is_of_other_kind);
    if failed.iter().any(is_problem) {
        Exit::Problem
    } else if is_found || !failed.is_empty() {
        Exit::Findings
    } else if summary.decided.calls() == 0 {
        Exit::Nothing
    } else {
        Exit::Clean
    }
}
