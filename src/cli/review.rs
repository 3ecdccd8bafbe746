//! `jamb review`: what a branch does to the policies that it touches.

mod revisions;
mod files;
mod submodules;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use self::revisions::Sides;
use super::exit::{Exit, Problem};
use super::shared::Shared;
use super::values::Values;
use super::{inputs, output, traces};
use crate::diagnostic::between_backticks;
use crate::report::Format;
use crate::report::results::review::{Names, report};
use crate::review::{self, Concern, Input, Recorded, Side};
use crate::simulate::{self, Trace};
use crate::source::disk::LoadError;
use crate::vocab::Time;

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Json, Format::Github, Format::Markdown, Format::Html];

/// Review what a branch lets agents do that they could not do before
///
/// Compares the work tree with the commit where the branch left `origin`'s default branch. For each policy that changed,
/// or whose include, catalog, compiled file or settings did, it shows which calls are newly allowed or denied, which
/// tests and asserts fail or were taken away, new findings, findings that the branch silences, and compiled files that
/// are out of date. Exits with 1 if there is something that `--fail-on` names.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Review only these policies, or the policies in these directories
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    /// The branch or commit to compare with. What counts is the commit where the two histories part [default: `origin`'s
    /// default branch]
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// Review this commit instead of the work tree. Then only git objects are read, no files
    #[arg(long, value_name = "REV")]
    head: Option<String>,
    /// Recorded calls: show those that are decided differently. Files (also `.gz` and `.zst`), directories, or `-`
    #[arg(long, num_args = 1.., value_name = "FILE")]
    trace: Vec<String>,
    /// What makes the command exit with 1
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "widened,tests,silenced,stale", value_parser = concern())]
    fail_on: Vec<Concern>,
    /// Count the entries of `[[review.accept]]` that the branch itself adds to `jamb.toml`
    #[arg(long)]
    accept_own: bool,
    #[command(flatten)]
    values: Values,
    /// The format of the result
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

fn concern() -> impl TypedValueParser<Value = Concern> {
    let about = |concern: Concern| match concern {
        Concern::Widened => "more is allowed, or it could not be determined",
        Concern::Narrowed => "less is allowed",
        Concern::Changed => "either of these",
        Concern::Findings => "`jamb lint` finds something new",
        Concern::Tests => "a test or an assert fails or was taken away",
        Concern::Silenced => "a finding is not reported any more, but is still there",
        Concern::Stale => "a compiled file is not what its policy compiles to",
        Concern::Decisions => "a recorded call is decided differently",
    };
    let values = Concern::ALL.map(|concern| PossibleValue::new(concern.word()).help(about(concern)));
    PossibleValuesParser::new(values)
        .try_map(|word| Concern::ALL.into_iter().find(|concern| concern.word() == word).ok_or("unknown"))
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    let sides = Sides::find(args.base.as_deref(), args.head.as_deref(), shared)?;
    let within: Vec<PathBuf> = args.paths.iter().map(|name| sides.path_from_root(Path::new(name))).collect();
    let files = sides.files(&within)?;
    let base = Side { disk: &*sides.base, own: &*sides.base_alone, files: &files.base };
    let head = Side { disk: &*sides.head, own: &*sides.head, files: &files.head };
    let target = Side { disk: &*sides.target, own: &*sides.target, files: &files.target };
    check_paths(args, &within, [&base, &head])?;
    let named = traces::found(&args.trace, shared)?;
    check_traces(&named)?;
    let opener = traces::Opener::new(true);
    let open = |at: usize| -> Option<Trace> { named.get(at).map(|named| opener.opened(named)) };
    let options = simulate::Options { threads: inputs::cores(), ..simulate::Options::default() };
    let recorded = Recorded { open: &open, options: &options, redacts: args.values.are_redacted(args.format) };
    let today = today();
    let input = Input {
        base,
        head,
        target,
        unread: &files.unread,
        within: &within,
        today: &today,
        accepts_own: args.accept_own,
        concerns: args.fail_on.clone(),
        recorded: (!named.is_empty()).then_some(recorded),
    };
    let review = match review::review(&input) {
        Ok(review) => review,
        Err(wrong) => {
            output::print_aside(&wrong.sources, &wrong.mistakes, Format::Pretty, shared);
            return Ok(Exit::Problem);
        }
    };
    if args.format == Format::Github {
        // Annotations need a place in a file.
        for unread in &review.unread {
            let name =
                if unread.name.is_empty() { String::new() } else { format!("`{}` ", between_backticks(&unread.name)) };
            shared.note(&format!("{name}{}", unread.what));
        }
    }
    if !named.is_empty() {
        note_traces(&review, shared);
    }
    let names = Names { base: sides.base_commit.hash.clone(), head: sides.head_hash() };
    let written = report(&review, &names);
    output::print(&written.as_report(&review), args.format, shared)?;
    Ok(exit(&review, shared))
}

fn exit(review: &review::Review, shared: &Shared) -> Exit {
    let calls = review.policies.iter().filter_map(|policy| policy.calls.as_ref());
    let failures: std::collections::BTreeSet<&String> = calls.flat_map(|calls| &calls.failures).collect();
    for failure in &failures {
        shared.problem(&Problem::new(failure.as_str()));
    }
    if !failures.is_empty() {
        return Exit::Problem;
    }
    if !review.fails().is_empty() {
        return Exit::Findings;
    }
    if review.count == 0 {
        shared.note("no policy to review");
        return Exit::Nothing;
    }
    Exit::Clean
}

/// Each path to review has to lead to something on one of the sides.
fn check_paths(args: &Args, within: &[PathBuf], both: [&Side<'_>; 2]) -> Result<(), Problem> {
    for (name, path) in args.paths.iter().zip(within) {
        let is_file = || both.iter().any(|side| side.own.read(path) != Err(LoadError::NotFound));
        let is_there = both.iter().any(|side| side.files.iter().any(|file| file.starts_with(path))) || is_file();
        let is_in_work_tree = args.head.is_none() && Path::new(name).exists();
        if !is_there && !is_in_work_tree {
            return Err(Problem::new(format!("there is no `{name}`, neither before the branch nor after it")));
        }
    }
    Ok(())
}

/// Traces are opened once a policy needs them. One that can't be is reported in any case.
fn check_traces(named: &[traces::Named]) -> Result<(), Problem> {
    for trace in named {
        let Some(path) = &trace.path else { continue };
        if let Err(error) = std::fs::metadata(path) {
            return Err(Problem::new(format!("can't read `{}`: {}", trace.name, traces::worded(error))));
        }
    }
    Ok(())
}

/// Says in every format that no recorded call was decided, and why.
fn note_traces(review: &review::Review, shared: &Shared) {
    let mut calls = review.policies.iter().map(|policy| policy.calls.as_ref());
    if review.policies.is_empty() {
        shared.note("the traces were not read, because there is no policy to decide their calls by");
    } else if calls.clone().all(|calls| calls.is_none()) {
        shared.note("the traces were not read, because the policies have errors");
    } else if calls.all(|calls| calls.is_none_or(|calls| calls.summary.decided.calls() == 0)) {
        shared.note("the traces have no calls that could be decided");
    }
}

/// The day, in UTC.
fn today() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let time = Time::from_seconds(i64::try_from(now.as_secs()).unwrap_or(i64::MAX)).to_string();
    time.chars().take(10).collect()
}
