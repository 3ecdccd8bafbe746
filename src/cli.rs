//! The command line. A command reads what was named, calls the library, and hands what came of it
//! to [`report`](crate::report); standard output, standard error and exit codes are used here alone.

mod check;
mod compile;
mod completions;
mod diff;
mod drift;
mod eval;
mod explain;
mod files;
mod fmt;
mod import;
mod init;
mod inputs;
mod lint;
mod man;
mod paper;
mod policy;
mod simulate;
mod test;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::report::visible;

/// What the command line says.
#[derive(Debug, Parser)]
#[command(
    name = "jamb",
    version,
    about = "A policy language for what AI agents may do with MCP tools",
    long_about = "A policy language for what AI agents may do with MCP tools.\n\n\
        You write a `.pl` file. `jamb check` holds it against the server's own tool schemas, `jamb simulate` \
        replays recorded calls, and `jamb compile` makes the `policy.json` that the gateway enforces.",
    after_help = "Exit codes: 0 nothing found, 1 findings, 2 the command could not run, 3 nothing to do.\n\
        `jamb explain CODE` explains an error or a lint rule."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    shared: Shared,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Shared {
    /// Whether messages are coloured [default: at a terminal; `NO_COLOR` is honoured]
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto", hide_default_value = true, global = true)]
    color: Color,
    /// Only errors on standard error
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Compile(compile::Args),
    Check(check::Args),
    Lint(lint::Args),
    Fmt(fmt::Args),
    Test(test::Args),
    Simulate(simulate::Args),
    Eval(eval::Args),
    Init(init::Args),
    Import(import::Args),
    Diff(diff::Args),
    Drift(drift::Args),
    Explain(explain::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// How a command ended. Of several ends the one further down goes before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Nothing found.
    Clean,
    /// Nothing to do: no file, or none of the kind that the command takes.
    Nothing,
    /// The call that was asked about is denied, and the exit code is to say so.
    Denied,
    /// Something found.
    Findings,
    /// The command could not run.
    Problem,
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Problem => 2,
            Exit::Nothing => 3,
            Exit::Denied => 10,
        }
    }
}

/// Why a command could not run.
#[derive(Debug)]
struct Problem {
    message: String,
    help: Option<String>,
}

impl Problem {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and the version go to standard output, mistakes to standard error; clap knows which.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Exit::Problem.code() } else { Exit::Clean.code() });
        }
    };
    let shared = &cli.shared;
    let result = match &cli.command {
        Command::Compile(args) => compile::run(args, shared),
        Command::Check(args) => check::run(args, shared),
        Command::Lint(args) => lint::run(args, shared),
        Command::Fmt(args) => fmt::run(args, shared),
        Command::Test(args) => test::run(args, shared),
        Command::Eval(args) => eval::run(args, shared),
        Command::Init(args) => init::run(args, shared),
        Command::Import(args) => import::run(args, shared),
        Command::Simulate(args) => simulate::run(args, shared),
        Command::Diff(args) => diff::run(args, shared),
        Command::Drift(args) => drift::run(args, shared),
        Command::Explain(args) => explain::run(args, shared),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    };
    let exit = result.unwrap_or_else(|problem| {
        shared.problem(&problem);
        Exit::Problem
    });
    ExitCode::from(exit.code())
}

/// The declaration of the command line, for completions and man pages.
fn declaration() -> clap::Command {
    Cli::command()
}

impl Shared {
    /// Whether what goes to a stream is coloured.
    fn colored(&self, stream: &impl IsTerminal) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }

    /// Says why the command, or a part of it, could not run.
    fn problem(&self, problem: &Problem) {
        files::print_error(&format!("error: {}\n", visible(&problem.message)));
        if let Some(help) = &problem.help {
            files::print_error(&format!("  help: {}\n", visible(help)));
        }
    }

    /// Says something that is good to know, unless it is to be quiet.
    fn note(&self, message: &str) {
        if !self.quiet {
            files::print_error(&format!("note: {}\n", visible(message)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declaration_holds_together() {
        declaration().debug_assert();
    }

    #[test]
    fn two_goes_before_one_and_one_before_three() {
        assert!(Exit::Problem > Exit::Findings && Exit::Findings > Exit::Nothing && Exit::Nothing > Exit::Clean);
    }
}
