//! `jamb init`: a first policy, from a list of tools or from the server itself.

mod messages;
mod pages;
mod server;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use super::inputs::{self, STDIN};
use super::paper;
use super::{Exit, Problem, Shared, files};
use crate::catalog;
use crate::init::{self, Judged, Naming};
use crate::report::{Command, Format, Report};
use crate::source::disk::{clean, display_name};
use crate::source::{MAX_FILE_BYTES, Source, Sources};

/// Write a first policy for a server, from its list of tools
///
/// What only reads may be called, what writes or runs something so many times a minute; what moves money is
/// refused, what deletes is hidden. Comments say what is left to decide. With `--stdio` the server is started,
/// asked for its tools, and stopped.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The server's tools/list answer, or `-` for standard input
    #[arg(value_name = "TOOLS", required_unless_present = "stdio", conflicts_with = "stdio")]
    tools: Option<String>,
    /// Start COMMAND, an MCP server on its standard streams, and ask it
    #[arg(long, requires = "command")]
    stdio: bool,
    /// How long the server may take in all
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// Write the policy here; the list of `-` or of a server goes beside it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite files that are there
    #[arg(long)]
    force: bool,
    /// `json` prints what each tool is taken for, and why
    #[arg(long, value_name = "FORMAT", default_value = paper::default_format(), value_parser = paper::format_of(Command::Init))]
    format: Format,
    /// The server and its arguments
    #[arg(last = true, value_name = "COMMAND", requires = "stdio")]
    command: Vec<String>,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    if !args.stdio && !args.command.is_empty() {
        return Err(Problem::new("a command is given, and not what for").with_help("`--stdio` starts it as a server"));
    }
    let beside = beside(args);
    let is_in_the_way = |path: &&PathBuf| !args.force && files::exists(path);
    if let Some(path) = args.output.iter().chain(&beside).find(is_in_the_way) {
        return Err(
            Problem::new(format!("`{}` is there already", display_name(path))).with_help("`--force` overwrites it")
        );
    }
    if args.output.as_ref().is_some_and(|output| args.tools.as_ref().is_some_and(|tools| is_same(output, tools))) {
        return Err(Problem::new("the policy would overwrite the list of tools"));
    }
    let source = list(args)?;
    let mut sources = Sources::default();
    let id = sources.add(source);
    let source = sources.get(id);
    let read = catalog::read_closely(id, source);
    let (catalog, odd) = read.map_err(|error| {
        Problem::new(format!("`{}`: {}", source.name, error.message)).with_help(
            "`init` takes what a server answers to `tools/list`; with `--stdio -- COMMAND` it asks the server itself",
        )
    })?;
    let (judged, diagnostics) = init::judge(&catalog, &odd);
    paper::print_aside(&sources, &diagnostics, args.format, shared);
    if judged.is_empty() {
        shared.note(&format!("`{}` lists no tools", sources.get(id).name));
    } else if let Some(beside) = &beside {
        files::write(beside, &sources.get(id).text)?;
    }
    let naming = Naming { catalog: catalog_name(args, beside.as_deref()) };
    print(args, &judged, &naming, &sources, shared)
}

fn print(
    args: &Args,
    judged: &[Judged<'_>],
    naming: &Naming,
    sources: &Sources,
    shared: &Shared,
) -> Result<Exit, Problem> {
    let is_json = args.format == Format::Json;
    if is_json {
        let facts = vec![("tools", judged.iter().map(fact).collect())];
        paper::print(&Report { facts, facts_alone: true, ..Report::new(sources, &[]) }, args.format, shared)?;
    }
    if judged.is_empty() {
        return Ok(Exit::Nothing);
    }
    let text = if is_json && args.output.is_none() { String::new() } else { init::policy(judged, naming) };
    if text.len() as u64 > MAX_FILE_BYTES {
        return Err(Problem::new("the policy would be larger than 16 MiB"));
    }
    match &args.output {
        Some(output) => files::write(output, &text)?,
        None => files::print(&text)?,
    }
    Ok(Exit::Clean)
}

fn fact(judged: &Judged<'_>) -> Value {
    let judgement = &judged.judgement;
    json!({
        "name": judged.tool.name,
        "category": judgement.category.word(),
        "sure": judgement.sure,
        "why": judgement.why,
    })
}

/// The list of tools: of a file, of standard input, or of a server.
fn list(args: &Args) -> Result<Source, Problem> {
    let Some(name) = &args.tools else {
        let text = server::list_tools(&args.command, Duration::from_secs(args.timeout))?;
        return Ok(Source::from_text("tools/list", text));
    };
    inputs::source(name)
}

fn is_same(output: &Path, tools: &str) -> bool {
    matches!((output.canonicalize(), Path::new(tools).canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// Where the list goes that has no file of its own.
fn beside(args: &Args) -> Option<PathBuf> {
    let has_file = args.tools.as_ref().is_some_and(|name| name != STDIN);
    args.output.as_ref().filter(|_| !has_file).map(|output| output.with_extension("tools.json"))
}

/// The catalog's path, as the policy writes it: from its own folder.
fn catalog_name(args: &Args, beside: Option<&Path>) -> Option<String> {
    if let Some(beside) = beside {
        return beside.file_name().map(|name| name.to_string_lossy().into_owned());
    }
    let tools = Path::new(args.tools.as_ref().filter(|name| *name != STDIN)?);
    let path = match &args.output {
        Some(output) => relative(output.parent().unwrap_or(Path::new("")), tools),
        None => clean(tools),
    };
    Some(display_name(&path))
}

/// The way from a folder to a file. Where there is none, as between two drives, the file's full path.
fn relative(folder: &Path, file: &Path) -> PathBuf {
    let full = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        path.canonicalize()
            .or_else(|_| std::path::absolute(path))
            .map_or_else(|_| path.to_path_buf(), |path| clean(&path))
    };
    let name = file.file_name().unwrap_or_default();
    let (from, to) = (full(folder), full(file.parent().unwrap_or(Path::new(""))).join(name));
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return to;
    }
    let up = from.components().skip(shared).map(|_| Path::new("..").as_os_str());
    up.chain(to.components().skip(shared).map(std::path::Component::as_os_str)).collect()
}
