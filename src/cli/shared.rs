//! The options that every command takes, and what a command says on standard error besides diagnostics.

use std::io::IsTerminal;

use clap::ValueEnum;

use super::exit::Problem;
use super::files;
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
            Color::Auto => stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }

    /// Says why the command, or a part of it, could not run.
    pub fn problem(&self, problem: &Problem) {
        files::print_error(&format!("error: {}\n", visible(&problem.message)));
        if let Some(help) = &problem.help {
            files::print_error(&format!("  help: {}\n", visible(help)));
        }
    }

    /// Says something that is good to know, unless `--quiet` is given.
    pub fn note(&self, message: &str) {
        if !self.quiet {
            files::print_error(&format!("note: {}\n", visible(message)));
        }
    }
}
