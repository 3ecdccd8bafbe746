//! `jamb completions`: prints completions for a shell.

use clap_complete::Shell;

use super::exit::{Exit, Problem};
use super::streams;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

pub fn run(args: &Args, mut declaration: clap::Command) -> Result<Exit, Problem> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut declaration, "jamb", &mut script);
    streams::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
