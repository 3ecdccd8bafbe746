//! `jamb init`: writes a first policy, from a list of tools or from the server itself.

mod messages;
mod pages;
mod server;

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::exit::{Exit, Problem};
use super::files;
use super::inputs::{self, STDIN};
use super::output;
use super::shared::Shared;
use crate::catalog;
use crate::init::{self, Judged, Naming};
use crate::report::{Format, Report};
use crate::source::disk::{clean, display_name};
use crate::source::{MAX_FILE_BYTES, Source, Sources};

/// The formats of this command.
const FORMATS: &[Format] = &[Format::Pretty, Format::Json];

/// Write a first policy for a server, from its list of tools
///
/// The policy allows tools that only read, limits tools that write or run something, denies tools that move money, and
/// hides tools that delete. Comments say what is left for you to decide. With `--stdio`, the command starts the server,
/// asks it for its tools, and stops it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The server's tools/list response, or `-` for standard input
    #[arg(value_name = "TOOLS", required_unless_present = "stdio", conflicts_with = "stdio")]
    tools: Option<String>,
    /// Start COMMAND, an MCP server that talks over standard input and output, and ask it for its tools
    #[arg(long, requires = "command")]
    stdio: bool,
    /// Time limit for starting the server and listing its tools
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// Write the policy to this file. Tools from `-` or a server are written next to it, to a `.tools.json` file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite existing files
    #[arg(long)]
    force: bool,
    /// The format of the result; `json` prints the category of each tool, and the reason
    #[arg(long, value_name = "FORMAT", default_value = output::DEFAULT_FORMAT, value_parser = output::format_of(FORMATS))]
    format: Format,
    /// The server and its arguments, after `--`
    #[arg(last = true, value_name = "COMMAND", requires = "stdio")]
    command: Vec<String>,
}

pub fn run(args: &Args, shared: &Shared) -> Result<Exit, Problem> {
    if !args.stdio && !args.command.is_empty() {
        return Err(Problem::new("there is a command, but no `--stdio`")
            .with_help("`--stdio -- COMMAND` starts it as a server"));
    }
    let beside = beside(args);
    let is_in_the_way = |path: &&PathBuf| !args.force && files::exists(path);
    if let Some(path) = args.output.iter().chain(&beside).find(is_in_the_way) {
        return Err(
            Problem::new(format!("`{}` already exists", display_name(path))).with_help("`--force` overwrites it")
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
            "`init` reads a server's response to `tools/list`; with `--stdio -- COMMAND`, it asks the server itself",
        )
    })?;
    let (judged, diagnostics) = init::judge(&catalog, &odd);
    output::print_aside(&sources, &diagnostics, args.format, shared);
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
        let members = init::json::members(judged);
        output::print(&Report { members, members_only: true, ..Report::new(sources, &[]) }, args.format, shared)?;
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

/// The file for the list of tools, if it does not come from a file.
fn beside(args: &Args) -> Option<PathBuf> {
    let has_file = args.tools.as_ref().is_some_and(|name| name != STDIN);
    args.output.as_ref().filter(|_| !has_file).map(|output| output.with_extension("tools.json"))
}

/// The path of the catalog, relative to the directory of the policy.
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

/// The path from a directory to a file, or the file's full path if there is none, as between two drives.
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
