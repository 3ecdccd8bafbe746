//! What the command says if its arguments can't be used: in particular, which command does what you meant.

use std::path::Path;

use clap::Command;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::exit::{Exit, Problem};
use super::{shared, shell, streams};
use crate::diagnostic::{did_you_mean, nearest};

/// Words of other programs, and the command that does it.
const MEANT: &[(&[&str], &str)] = &[
    (&["validate", "verify", "typecheck", "type-check", "vet", "valid", "parse", "prove", "assert"], "check"),
    (&["build", "generate", "gen", "make", "export", "render", "transpile", "emit", "json", "to-json"], "compile"),
    (&["format", "pretty", "prettify", "tidy", "reformat", "style"], "fmt"),
    (&["analyze", "analyse", "audit", "scan", "inspect"], "lint"),
    (&["fix", "autofix"], "lint --fix"),
    (&["baseline"], "lint --write-baseline"),
    (&["run-tests", "spec", "unit", "verify-tests"], "test"),
    (&["coverage", "cover"], "test --coverage"),
    (&["mutate", "mutants", "mutation", "mutation-test"], "test --mutants"),
    (&["replay", "backtest", "trace", "traces", "dry-run", "dryrun", "sim"], "simulate"),
    (&["capture", "proxy", "tap", "wrap", "sniff", "gateway", "enforce"], "record"),
    (&["suggest", "limits", "suggest-limits"], "simulate --suggest-limits"),
    (&["evaluate", "decide", "call", "try", "ask", "authorize", "is-authorized", "exec", "query", "can"], "eval"),
    (&["new", "create", "start", "bootstrap", "scaffold", "setup", "discover", "introspect"], "init"),
    (&["convert", "migrate", "decompile", "from-json", "upgrade", "translate"], "import"),
    (&["compare", "cmp", "delta", "changes"], "diff"),
    (&["drifts", "catalog-diff", "tools-diff", "outdated"], "drift"),
    (&["pr", "pull-request", "merge-request", "approve", "branch"], "review"),
    (&["rule", "rules", "code", "codes", "why", "doc", "docs", "info", "errors"], "explain"),
    (&["completion", "complete"], "completions"),
    (&["manual", "manpage", "manpages"], "man"),
    (&["ver", "version"], "--version"),
    (&["usage", "?"], "--help"),
];

/// Prints help, the version, or what is wrong with the arguments.
pub fn explain(error: &Error, declaration: &Command) -> Exit {
    match (error.kind(), error.get(ContextKind::InvalidSubcommand)) {
        (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) => {
            shared::print_problem(&unknown(word, declaration));
            Exit::Problem
        }
        // Help and the version go to standard output, mistakes to standard error; clap knows which.
        _ if error.use_stderr() => {
            let _ = error.print();
            Exit::Problem
        }
        _ => printed(error),
    }
}

fn printed(error: &Error) -> Exit {
    match streams::noticed(streams::open().and_then(|()| error.print())) {
        Ok(()) => Exit::Clean,
        Err(_) if streams::is_cut() => Exit::Clean,
        Err(error) => {
            shared::print_problem(&streams::unwritable(&error));
            Exit::Problem
        }
    }
}

fn unknown(word: &str, declaration: &Command) -> Problem {
    let problem = Problem::new(format!("there is no command `{word}`"));
    let lower = word.to_lowercase();
    if let Some(command) = meant(lower.trim_start_matches("--")) {
        return problem.with_help(does_that(command, declaration));
    }
    if Path::new(word).exists() || word.ends_with(".pl") {
        return problem.with_help(format!("{} checks the policy", shell::command(["check", word])));
    }
    match nearest(&lower, declaration.get_subcommands().map(Command::get_name).chain(words())) {
        Some(near) => {
            problem.with_help(meant(near).map_or_else(|| did_you_mean(near), |it| does_that(it, declaration)))
        }
        None => problem.with_help("`jamb --help` lists the commands"),
    }
}

fn words<'w>() -> impl Iterator<Item = &'w str> {
    MEANT.iter().flat_map(|(words, _)| *words).copied()
}

/// The command that a word of another program stands for.
fn meant(word: &str) -> Option<&'static str> {
    MEANT.iter().find(|(words, _)| words.contains(&word)).map(|(_, command)| *command)
}

/// ``did you mean `jamb check`? (Check …)`` in the words of the command's own help.
fn does_that(command: &str, declaration: &Command) -> String {
    let name = command.split(' ').next().unwrap_or_default();
    let about = declaration.find_subcommand(name).filter(|_| name == command).and_then(Command::get_about);
    match about {
        Some(about) => format!("did you mean `jamb {command}`? ({about})"),
        None => format!("did you mean `jamb {command}`?"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn each_word_leads_to_a_command_that_exists_and_none_is_a_command() {
        let declaration = super::super::Cli::command();
        for (words, command) in MEANT {
            let line = std::iter::once("jamb").chain(command.split(' '));
            let parsed = declaration.clone().try_get_matches_from(line);
            let is_wrong = |kind| matches!(kind, ErrorKind::InvalidSubcommand | ErrorKind::UnknownArgument);
            assert!(!parsed.is_err_and(|error| is_wrong(error.kind())), "{command}");
            for word in *words {
                assert!(declaration.find_subcommand(word).is_none(), "{word}");
                assert_eq!(MEANT.iter().filter(|(words, _)| words.contains(word)).count(), 1, "{word}");
            }
        }
    }
}
