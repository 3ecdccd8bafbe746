//! `jamb lsp`: the language server.

use super::exit::{Exit, Problem};
use super::shared::Shared;
use crate::lsp;

/// Serve an editor: the language server
///
/// Speaks the Language Server Protocol over standard input and output. An editor starts it; `docs/editors.md` says how.
/// It shows what `check` and `lint` say while you type, with completion, hover, rename, fixes and formatting. It writes
/// no files and starts no programs.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Ignored: editors add it to say how they connect
    #[arg(long, hide = true)]
    stdio: bool,
}

pub fn run(_: &Args, _: &Shared) -> Result<Exit, Problem> {
    // The protocol asks for exit code 1 if `exit` comes without `shutdown`.
    Ok(if lsp::serve() { Exit::Clean } else { Exit::Findings })
}
