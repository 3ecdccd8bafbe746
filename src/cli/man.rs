//! `jamb man`: prints or writes manual pages.

use std::path::PathBuf;

use super::exit::{Exit, Problem};
use super::files;

/// Print the manual page, or write a page for each command
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write `jamb.1` and a page for each command to this directory
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,
}

pub fn run(args: &Args, declaration: clap::Command) -> Result<Exit, Problem> {
    // `help` needs no page of its own.
    let mut declaration = declaration.disable_help_subcommand(true);
    declaration.build();
    let Some(folder) = &args.out_dir else {
        files::print(&page(declaration))?;
        return Ok(Exit::Clean);
    };
    for command in declaration.get_subcommands() {
        let name = format!("jamb-{}", command.get_name());
        let command = command.clone().name(name.clone()).display_name(name.clone());
        files::write_below(&folder.join(format!("{name}.1")), &page(command))?;
    }
    files::write_below(&folder.join("jamb.1"), &page(declaration))?;
    Ok(Exit::Clean)
}

fn page(command: clap::Command) -> String {
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(command).render(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}
