//! The command line. A command reads the files that were named, calls the library, and gives its result to
//! [`report`](crate::report). Only this module uses standard output, standard error and exit codes.

mod check;
mod compile;
mod completions;
mod describe;
mod diff;
mod drift;
mod eval;
mod exit;
mod explain;
mod file_size;
mod files;
mod fmt;
mod import;
mod init;
mod inputs;
mod learn;
mod lint;
#[cfg(feature = "lsp")]
mod lsp;
mod man;
mod output;
mod paths;
mod policy;
mod probe;
mod record;
mod review;
mod server;
mod shared;
mod shell;
mod simulate;
mod streams;
mod test;
mod traces;
mod usage;
mod values;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use exit::Exit;
use shared::Shared;

pub use streams::look_before_main;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let exit = match Cli::try_parse() {
        Ok(cli) => run(&cli),
        Err(error) => usage::explain(&error, &Cli::command()),
    };
    let exit = if streams::is_cut() { exit.unfinished() } else { exit };
    ExitCode::from(exit.code())
}

fn run(cli: &Cli) -> Exit {
    let shared = &cli.shared;
    let result = match &cli.command {
        Command::Compile(args) => compile::run(args, shared),
        Command::Check(args) => check::run(args, shared),
        Command::Lint(args) => lint::run(args, shared),
        Command::Fmt(args) => fmt::run(args, shared),
        Command::Test(args) => test::run(args, shared),
        Command::Simulate(args) => simulate::run(args, shared),
        Command::Eval(args) => eval::run(args, shared),
        Command::Probe(args) => probe::run(args, shared),
        Command::Record(args) => record::run(args, shared),
        Command::Init(args) => init::run(args, shared),
        Command::Learn(args) => learn::run(args, shared),
        Command::Import(args) => import::run(args, shared),
        Command::Describe(args) => describe::run(args, shared),
        Command::Diff(args) => diff::run(args, shared),
        Command::Drift(args) => drift::run(args, shared),
        Command::Review(args) => review::run(args, shared),
        Command::Explain(args) => explain::run(args, shared),
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => lsp::run(args, shared),
        Command::Completions(args) => completions::run(args, Cli::command()),
        Command::Man(args) => man::run(args, Cli::command(), shared),
    };
    result.unwrap_or_else(|problem| {
        shared.problem(&problem);
        Exit::Problem
    })
}

/// What the command line says.
#[derive(Debug, Parser)]
#[command(
    name = "jamb",
    version,
    about = "A policy language for what AI agents may do with MCP tools",
    long_about = "A policy language for what AI agents may do with MCP tools.\n\n\
        You write a `.pl` file. `jamb check` checks it against the server's own tool schemas, `jamb simulate` \
        replays recorded calls, and `jamb compile` writes the `policy.json` that PolicyLayer's MCP gateway enforces.",
    after_help = "Exit codes:\n  \
        0   nothing found\n  \
        1   findings: an error in a policy, a failed test, whatever `--fail-on` asks for\n  \
        2   the command could not run: wrong usage, an unreadable file\n  \
        3   nothing to do: no policy, no test, no call\n\n\
        `jamb explain CODE` explains an error or a lint rule."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    shared: Shared,
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
    Record(record::Args),
    Probe(probe::Args),
    Init(init::Args),
    Learn(learn::Args),
    Import(import::Args),
    Describe(describe::Args),
    Diff(diff::Args),
    Drift(drift::Args),
    Review(review::Args),
    Explain(explain::Args),
    #[cfg(feature = "lsp")]
    Lsp(lsp::Args),
    Completions(completions::Args),
    Man(man::Args),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declaration_is_consistent() {
        Cli::command().debug_assert();
    }
}
