//! The options that every command takes, and what a command says on standard error besides diagnostics.

use std::io::IsTerminal;
use std::sync::OnceLock;

use clap::ValueEnum;

use super::exit::Problem;
use super::streams;
use crate::git::RevisionDisk;
use crate::report::drawn;
use crate::vocab::visible::visible;

/// The options that every command takes.
#[derive(Debug, clap::Args)]
pub struct Shared {
    /// When to use colors [default: if the output is a terminal and `NO_COLOR` is not set]
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto", hide_default_value = true, global = true)]
    color: Color,
    /// Print only errors on standard error
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// The disk of this run.
    #[arg(skip)]
    disk: OnceLock<RevisionDisk>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

impl Shared {
    /// Whether output to a stream is colored.
    pub fn colored(&self, stream: &impl IsTerminal) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => stream.is_terminal() && !is_dumb() && variable("NO_COLOR").is_none(),
        }
    }

    /// The file system, and files at revisions.
    pub fn disk(&self) -> &RevisionDisk {
        let note = if self.quiet { |_: &str| {} } else { print_note };
        self.disk.get_or_init(|| RevisionDisk::new(note))
    }

    /// Says why the command, or a part of it, could not run.
    pub fn problem(&self, problem: &Problem) {
        print_problem(problem);
    }

    /// Says what is probably a mistake, unless `--quiet` is given.
    pub fn warning(&self, message: &str) {
        if !self.quiet {
            streams::print_error(&format!("warning: {}\n", shown(message)));
        }
    }

    /// Says something that is good to know, unless `--quiet` is given.
    pub fn note(&self, message: &str) {
        if !self.quiet {
            print_note(message);
        }
    }
}

/// Says something that is good to know.
pub fn print_note(message: &str) {
    streams::print_error(&format!("note: {}\n", shown(message)));
}

/// Says why the command could not run.
pub fn print_problem(problem: &Problem) {
    streams::print_error(&format!("error: {}\n", shown(&problem.message)));
    for help in problem.help.iter().chain(&problem.more) {
        streams::print_error(&format!("  help: {}\n", shown(help)));
    }
}

fn shown(message: &str) -> String {
    drawn(&visible(message), is_ascii()).into_owned()
}

/// Whether drawings have only ASCII characters: the terminal is a simple one, or the locale has no others.
pub fn is_ascii() -> bool {
    // The first of these variables that is set counts. Without any, most programs that show output know UTF-8.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let has_unicode = |locale: String| ["utf-8", "utf8"].iter().any(|name| locale.to_lowercase().contains(name));
    is_dumb() || !locale.is_none_or(has_unicode)
}

/// Whether the terminal only prints characters, one after the other.
pub fn is_dumb() -> bool {
    variable("TERM").is_some_and(|terminal| terminal == "dumb")
}

/// A variable of the environment that is set and not empty.
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().into_owned())
}
