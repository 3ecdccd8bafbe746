//! `jamb learn`: writes a first policy, from a list of tools and from what was called.

mod notes;
mod servers;

use std::path::PathBuf;
use std::sync::Arc;

use super::exit::{Exit, Problem};
use super::files::{Content, Files};
use super::init::Outputs;
use super::inputs::{self, STDIN};
use super::output;
use super::shared::Shared;
use super::traces::{self, Named, Opener, Reading, use_small_pages};
use crate::catalog::{self, Catalogs};
use crate::diagnostic::has_errors;
use crate::document::Workspace;
use crate::engine::Engine;
use crate::init::{self, Judged, Naming};
use crate::learn::{self, Excluded, Learned, Observed, Options, Replayed, Unread};
use crate::pipeline;
use crate::report::{Format, Report};
use crate::source::disk::MemoryDisk;
use crate::source::{MAX_FILE_BYTES, Source, Sources};
use crate::trace::{self, From};

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Json];

/// Write a first policy for a server, from its list of tools and from recorded calls
///
/// The policy is what `jamb init` writes, narrowed to what was called. Tools that were not called are not allowed,
/// unless they only read. Clauses come from the values of calls that succeeded, each with its evidence in a comment.
/// What one grant alone did is not taken. Comments say what is not allowed, and why.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The server's tools/list response, or `-` for standard input
    #[arg(value_name = "TOOLS")]
    tools: String,
    /// Traces: files (also `.gz` and `.zst`), directories, or `-` for standard input
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    trace: Vec<String>,
    /// Write the policy to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite existing files
    #[arg(long)]
    force: bool,
    /// Don't allow tools that only read either if they were not called
    #[arg(long)]
    strict: bool,
    /// Write a clause only if it would refuse less than this percentage of the calls when each grant is left out in turn;
    /// 0 means none
    #[arg(long, value_name = "PERCENT", default_value = "2", value_parser = percent)]
    surprise: f64,
    /// Don't learn from the calls in these traces, such as those of an incident
    #[arg(long, num_args = 1.., value_name = "FILE")]
    exclude: Vec<String>,
    #[command(flatten)]
    reading: Reading,
    /// The format of the result; `json` prints what was learned about each tool
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
}

/// Reads `--surprise`.
fn percent(text: &str) -> Result<f64, String> {
    let number = text.strip_suffix('%').unwrap_or(text).parse().ok();
    let number = number.filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| "write a percentage from 0 to 100, such as `2`".to_owned())
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    check_usage(args)?;
    use_small_pages();
    let outputs = Outputs::of(Some(&args.tools), args.output.as_deref());
    outputs.check(args.force)?;
    let mut sources = Sources::default();
    let id = sources.add(inputs::tools(&args.tools, shared)?);
    let source = sources.get(id);
    let read = catalog::read_closely(id, source);
    let (catalog, odd) = read.map_err(|error| {
        Problem::new(format!("`{}`: {}", source.name, error.message))
            .with_help("`learn` reads a server's response to `tools/list`; `jamb init --stdio` asks a server for it")
    })?;
    let (judged, diagnostics) = init::judge(&catalog, &odd);
    output::print_aside(&sources, &diagnostics, args.format, shared);
    let options = match options(args, shared)? {
        Ok(options) => options,
        Err(exit) => return Ok(exit),
    };
    let naming = Naming { catalog: outputs.catalog_name(Some(&args.tools)) };
    let traces = traces::found(&args.trace, shared)?;
    let excluded = traces::found(&args.exclude, shared)?;
    let named = (traces.as_slice(), excluded.as_slice());
    let learning = Learning { args, judged: &judged, options: &options, naming: &naming, tools: source, named, shared };
    let (found, exit) = learning.learned()?;
    let Some(found) = found else { return Ok(exit) };
    let mut files = Files::after_reading(&sources);
    traces.iter().chain(&excluded).filter_map(|trace| trace.path.as_deref()).for_each(|path| files.reads(path));
    if let Some(beside) = outputs.beside.as_ref() {
        files.add(Some(beside), Content::Data, source.text.clone())?;
    }
    if args.format == Format::Json {
        print_json(&judged, &found, &sources, shared)?;
    }
    if args.format != Format::Json || outputs.policy.is_some() {
        files.add(outputs.policy.as_deref(), Content::Policy, found.learned.policy)?;
    }
    if files.stage()?.commit()? {
        outputs.note(shared);
    }
    Ok(exit)
}

fn print_json(judged: &[Judged<'_>], found: &Found, sources: &Sources, shared: &Shared) -> Result<(), Problem> {
    let Found { observed, learned, replayed } = found;
    let members = learn::json::members(judged, observed, learned, replayed);
    let report = Report { members, members_only: true, ..Report::new(sources, &[]) };
    output::print(&report, Format::Json, shared)
}

fn check_usage(args: &Args) -> Result<(), Problem> {
    let files = std::iter::once(&args.tools).chain(&args.trace).chain(&args.exclude);
    if files.filter(|file| *file == STDIN).count() > 1 {
        return Err(Problem::new("standard input is named more than once, but can be read only once")
            .with_help("write all but one of them to a file"));
    }
    Ok(())
}

/// How to learn. If a map is wrong, that is printed, and the command ends.
fn options(args: &Args, shared: &Shared) -> Result<Result<Options, Exit>, Problem> {
    let read = args.reading.options(&args.tools, &Workspace::new(shared.disk().clone()), args.format, shared)?;
    Ok(read.map(|read| Options {
        read: trace::Options { outcomes: true, ..read },
        marks: args.reading.marks(),
        strict: args.strict,
        surprise: args.surprise,
    }))
}

/// What was learned.
struct Found {
    observed: Observed,
    learned: Learned,
    replayed: Replayed,
}

struct Learning<'l> {
    args: &'l Args,
    judged: &'l [Judged<'l>],
    options: &'l Options,
    naming: &'l Naming,
    tools: &'l Source,
    /// The traces, and those of calls that are left out.
    named: (&'l [Named], &'l [Named]),
    shared: &'l Shared,
}

impl Learning<'_> {
    /// What was learned, unless something can't be read or there is nothing to learn from.
    fn learned(&self) -> Result<(Option<Found>, Exit), Problem> {
        let (names, _) = self.named;
        let Some(mut excluded) = self.excluded()? else { return Ok((None, Exit::Problem)) };
        let opener = Opener::new(true);
        let opened = |at: usize| names.get(at).map(|name| opener.opened(name));
        let mut observed = learn::observe(self.judged, &opened, &mut excluded, self.options);
        if let Some(exit) = self.failed(&observed.unread) {
            return Ok((None, exit));
        }
        servers::check(&observed, self.options)?;
        notes::reading(&observed, self.options, self.shared);
        let (_, excluding) = self.named;
        let not_excluded = notes::not_excluded(excluding, &excluded);
        not_excluded.iter().for_each(|what| self.shared.warning(what));
        observed.not_excluded = not_excluded;
        if observed.totals.taught == 0 {
            self.shared.note(&format!("the traces have no call that succeeded of a tool in `{}`", self.tools.name));
            return Ok((None, Exit::Nothing));
        }
        let learned = learn::learn(self.judged, &observed, self.options, self.naming);
        if learned.policy.len() as u64 > MAX_FILE_BYTES {
            return Err(Problem::new("the policy would be larger than 16 MiB"));
        }
        let (engine, sources) = self.compiled(&learned)?;
        let (replayed, unread) = learn::replay((&engine, self.judged), &opened, &mut excluded, self.options);
        if let Some(exit) = self.failed(&unread) {
            return Ok((None, exit));
        }
        notes::replayed(&replayed, &sources, self.shared);
        Ok((Some(Found { observed, learned, replayed }), Exit::Clean))
    }

    /// The calls that are left out; `None` if they can't be read.
    fn excluded(&self) -> Result<Option<Excluded>, Problem> {
        if self.args.exclude.is_empty() {
            return Ok(Some(Excluded::default()));
        }
        let (_, names) = self.named;
        let opener = Opener::new(true);
        let opened = |at: usize| names.get(at).map(|name| opener.opened(name));
        // An incident need not be recorded in the format of the other calls.
        let read = &self.options.read;
        let detected = trace::Options { from: From::Auto, map: None, ..read.clone() };
        let (mut excluded, mut unread) = Excluded::read(&opened, &detected);
        if !unread.failures.is_empty() && *read != detected {
            (excluded, unread) = Excluded::read(&opened, read);
        }
        if self.failed(&unread).is_some() {
            return Ok(None);
        }
        if unread.unreadable > 0 || excluded.is_crowded {
            // What should be left out must not be learned by accident.
            let help = "every call that is to be left out has to be read";
            return Err(Problem::new("not all calls of `--exclude` can be read").with_help(help));
        }
        Ok(Some(excluded))
    }

    /// Says which traces could not be read; the exit, if that ends the command.
    fn failed(&self, unread: &Unread) -> Option<Exit> {
        for failure in &unread.failures {
            traces::print_failure(failure, unread.files, self.shared);
        }
        let failed = unread.failures.iter().filter(|failure| !traces::is_noted(failure, unread.files));
        failed.map(|failure| if traces::is_problem(failure) { Exit::Problem } else { Exit::Findings }).max()
    }

    /// The policy as an engine, and its source.
    fn compiled(&self, learned: &Learned) -> Result<(Engine, Sources), Problem> {
        let mut sources = Sources::default();
        let name = self.args.output.as_ref().map_or_else(|| "policy.pl".into(), |output| output.to_string_lossy());
        let main = sources.add(Source::from_text(name, learned.policy.clone()));
        let tools = Source::from_text(self.tools.name.clone(), self.tools.text.clone());
        let catalogs = Catalogs::always(Arc::new(tools));
        let compiled = pipeline::compile(&mut sources, &MemoryDisk::default(), &catalogs, main);
        match compiled.policy {
            Some(policy) => Ok((Engine::new(&policy), sources)),
            None => {
                debug_assert!(has_errors(&compiled.diagnostics));
                output::print_aside(&sources, &compiled.diagnostics, Format::Pretty, self.shared);
                Err(Problem::new("the policy that was learned has an error, so it was not written")
                    .with_help("this is a mistake in jamb: please report it"))
            }
        }
    }
}
