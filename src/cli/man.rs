//! `jamb man`: the manual pages.

use std::path::PathBuf;

use super::{Exit, Problem, files};

/// Print the manual page, or write one for each command
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write `jamb.1` and a page for each command below this folder
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<Exit, Problem> {
    // A page for each command that does something, so none for `help`.
    let mut declaration = super::declaration().disable_help_subcommand(true);
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
    // Writing into memory does not fail.
    let _ = clap_mangen::Man::new(command).render(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}
