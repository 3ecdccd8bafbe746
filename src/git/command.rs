//! Runs git.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Variables that make git run a program, or write more than it is asked for.
const UNWANTED: &[&str] = &[
    "GIT_ASKPASS",
    "GIT_DIFF_OPTS",
    "GIT_EDITOR",
    "GIT_EXTERNAL_DIFF",
    "GIT_PAGER",
    "GIT_PROXY_COMMAND",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_TRACE",
    "GIT_TRACE2",
    "GIT_TRACE2_EVENT",
    "GIT_TRACE2_PERF",
];

/// What git does here: it takes no locks, fetches nothing, asks nobody, and reads objects as they are, without
/// replacements.
const SET: &[(&str, &str)] = &[
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    // Its messages are read here.
    ("LC_ALL", "C"),
];

/// The name of an object, in hexadecimal digits.
pub type Hash = String;

/// Why git did not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitError {
    /// There is no program `git`.
    Missing,
    /// The directory is not in a repository.
    NoRepository,
    /// Anything else, in git's words or the system's.
    Failed(String),
}

impl GitError {
    /// The reason, for messages.
    pub fn reason(&self) -> String {
        match self {
            GitError::Missing => "git is not installed".to_owned(),
            GitError::NoRepository => "this is not a git repository".to_owned(),
            GitError::Failed(words) => format!("git: {words}"),
        }
    }
}

/// A command of git that runs in this directory and runs no other program.
pub fn git(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    // The options win over the repository's own configuration.
    command.args(["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath="]).args(arguments);
    command.current_dir(directory).stdin(Stdio::null()).stderr(Stdio::piped()).stdout(Stdio::piped());
    UNWANTED.iter().for_each(|name| {
        command.env_remove(name);
    });
    SET.iter().for_each(|(name, value)| {
        command.env(name, value);
    });
    command
}

/// What a command prints; `None` if it exits with 1, which means "there is none".
pub fn output(directory: &Path, arguments: &[&str]) -> Result<Option<Vec<u8>>, GitError> {
    let output = git(directory, arguments).output().map_err(|error| not_started(&error))?;
    match output.status.code() {
        Some(0) => Ok(Some(output.stdout)),
        Some(1) => Ok(None),
        Some(_) | None => Err(failed(&output.stderr)),
    }
}

/// Why git could not be started.
pub fn not_started(error: &io::Error) -> GitError {
    if error.kind() == io::ErrorKind::NotFound { GitError::Missing } else { GitError::Failed(error.to_string()) }
}

/// What git says on standard error: its first line.
fn failed(words: &[u8]) -> GitError {
    let words = String::from_utf8_lossy(words);
    let line = words.lines().find(|line| !line.trim().is_empty()).unwrap_or("it failed and does not say why");
    let line = line.trim_start_matches("fatal: ").trim_start_matches("error: ").trim_end_matches('.');
    let is_no_repository = line.starts_with("not a git repository") || line.contains("must be run in a work tree");
    if is_no_repository { GitError::NoRepository } else { GitError::Failed(line.to_owned()) }
}
