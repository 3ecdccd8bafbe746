//! `jamb init`: writes a first policy, from a list of tools or from the server itself.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::exit::{Exit, Problem};
use super::files::{self, Content, Files};
use super::inputs::{self, STDIN};
use super::paths::relative;
use super::shared::Shared;
use super::shell;
use super::{output, server};
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
    let outputs = Outputs::of(args.tools.as_deref(), args.output.as_deref());
    outputs.check(args.force)?;
    let source = list(args, shared)?;
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
        shared.note(&format!("`{}` lists no tools", source.name));
    }
    let mut files = Files::after_reading(&sources);
    if let Some(beside) = outputs.beside.as_ref().filter(|_| !judged.is_empty()) {
        files.add(Some(beside), Content::Data, source.text.clone())?;
    }
    let naming = Naming { catalog: outputs.catalog_name(args.tools.as_deref()) };
    if args.format == Format::Json {
        let members = init::json::members(&judged);
        output::print(&Report { members, members_only: true, ..Report::new(&sources, &[]) }, args.format, shared)?;
    }
    if judged.is_empty() {
        return Ok(Exit::Nothing);
    }
    if args.format != Format::Json || outputs.policy.is_some() {
        files.add(outputs.policy.as_deref(), Content::Policy, policy(&judged, &naming)?)?;
    }
    if files.stage()?.commit()? {
        outputs.note(shared);
    }
    Ok(Exit::Clean)
}

fn policy(judged: &[Judged<'_>], naming: &Naming) -> Result<String, Problem> {
    let text = init::policy(judged, naming);
    if text.len() as u64 > MAX_FILE_BYTES {
        return Err(Problem::new("the policy would be larger than 16 MiB"));
    }
    Ok(text)
}

/// The files to write.
pub struct Outputs {
    /// The policy; `None` for standard output.
    pub policy: Option<PathBuf>,
    /// The list of tools, if it does not come from a file.
    pub beside: Option<PathBuf>,
}

impl Outputs {
    /// The outputs for a list of tools from a file, from standard input, or from a server.
    pub fn of(tools: Option<&str>, output: Option<&Path>) -> Self {
        let policy = output.map(Path::to_path_buf).filter(|output| !files::is_standard_output(output));
        let has_file = tools.is_some_and(|name| name != STDIN);
        let beside = policy.as_ref().filter(|_| !has_file).map(|policy| policy.with_extension("tools.json"));
        Self { policy, beside }
    }

    /// Refuses to overwrite files.
    pub fn check(&self, is_forced: bool) -> Result<(), Problem> {
        let is_in_the_way = |path: &&PathBuf| !is_forced && files::exists(path);
        match self.policy.iter().chain(&self.beside).find(is_in_the_way) {
            None => Ok(()),
            Some(path) => {
                Err(Problem::new(format!("`{}` already exists", display_name(path)))
                    .with_help("`--force` overwrites it"))
            }
        }
    }

    /// The path of the catalog, relative to the directory of the policy.
    pub fn catalog_name(&self, tools: Option<&str>) -> Option<String> {
        if let Some(beside) = &self.beside {
            return beside.file_name().map(|name| name.to_string_lossy().into_owned());
        }
        let tools = Path::new(tools.filter(|name| *name != STDIN)?);
        let path = match &self.policy {
            Some(policy) => relative(policy.parent().unwrap_or(Path::new("")), tools),
            None => clean(tools),
        };
        Some(display_name(&path))
    }

    /// Says what was written, and what comes next.
    pub fn note(&self, shared: &Shared) {
        let Some(policy) = &self.policy else { return };
        let list = self.beside.as_deref().map(|list| format!(", and the list of tools to `{}`", display_name(list)));
        let (name, check) = (display_name(policy), shell::command(["check", &shell::path(policy)]));
        shared.note(&format!(
            "wrote `{name}`{}; next: decide what its comments ask, and run {check}",
            list.unwrap_or_default()
        ));
    }
}

/// The list of tools: of a file, of standard input, or of a server.
fn list(args: &Args, shared: &Shared) -> Result<Source, Problem> {
    let Some(name) = &args.tools else {
        let text = server::list_tools(&args.command, Duration::from_secs(args.timeout))?;
        return Ok(Source::from_text("tools/list", text));
    };
    inputs::tools(name, shared)
}
