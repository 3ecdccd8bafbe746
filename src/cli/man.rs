//! `jamb man`: prints or writes manual pages.

use std::path::PathBuf;

use super::exit::{Exit, Problem};
use super::files::{Content, Files, is_standard_output};
use super::shared::Shared;
use super::streams;
use crate::source::disk::display_name;

/// Print the manual page, or write a page for each command
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write `jamb.1` and a page for each command to this directory
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,
}

pub fn run(args: &Args, declaration: clap::Command, shared: &Shared) -> Result<Exit, Problem> {
    // `help` needs no page of its own.
    let mut declaration = declaration.disable_help_subcommand(true);
    declaration.build();
    let Some(folder) = args.out_dir.as_ref().filter(|folder| !is_standard_output(folder)) else {
        streams::print(&page(declaration))?;
        return Ok(Exit::Clean);
    };
    let mut files = Files::default();
    files.create_directories();
    for command in declaration.get_subcommands() {
        let name = format!("jamb-{}", command.get_name());
        let command = command.clone().name(name.clone()).display_name(name.clone());
        files.add(Some(&folder.join(format!("{name}.1"))), Content::Data, page(command))?;
    }
    files.add(Some(&folder.join("jamb.1")), Content::Data, page(declaration))?;
    if files.stage()?.commit()? {
        let folder = display_name(folder);
        shared.note(&format!("wrote the manual pages to `{folder}`; `man {folder}/jamb.1` shows the first"));
    }
    Ok(Exit::Clean)
}

fn page(command: clap::Command) -> String {
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(command).render(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}
