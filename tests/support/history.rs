//! Scratch repositories with real histories, made with git, the same on every machine.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::run::{Run, folder, jamb};

/// A repository in a folder of its own, which is removed afterwards.
pub struct History {
    folder: tempfile::TempDir,
    /// How many commits there are. Each has its own time.
    commits: u32,
}

impl History {
    /// A repository with one commit, which has these files, on the branch `main`.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let mut history = Self { folder: folder(&[]), commits: 0 };
        history.git(&["init", "-q", "-b", "main"]);
        history.commit(files);
        history
    }

    /// The folder of the work tree.
    pub fn path(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    /// Writes files, without a commit.
    pub fn write(&self, files: &[(&str, &str)]) {
        for (name, text) in files {
            let path = self.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }

    /// Removes a file.
    pub fn remove(&self, name: &str) {
        std::fs::remove_file(self.path().join(name)).unwrap();
    }

    /// Writes files, and commits everything that changed.
    pub fn commit(&mut self, files: &[(&str, &str)]) {
        self.write(files);
        self.git(&["add", "-A"]);
        self.commits += 1;
        self.git(&["commit", "-q", "--allow-empty", "-m", &format!("commit {}", self.commits)]);
    }

    /// Starts a branch here.
    pub fn branch(&self, name: &str) {
        self.git(&["switch", "-q", "-c", name]);
    }

    /// Runs git in the repository, and returns what it prints.
    pub fn git(&self, arguments: &[&str]) -> String {
        let output = git(&self.path(), self.commits, arguments);
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    /// Runs `jamb` in the repository.
    pub fn jamb(&self, arguments: &[&str]) -> Run {
        jamb(&self.path(), arguments)
    }
}

/// A history on the branch `work`, which began at a commit with these files.
pub fn branch(files: &[(&str, &str)]) -> History {
    let history = History::new(files);
    history.branch("work");
    history
}

/// `jamb review` of the branch.
pub fn review(history: &History, options: &[&str]) -> Run {
    history.jamb(&[&["review", "--base", "main"], options].concat())
}

/// The same as data.
pub fn reviewed(history: &History, options: &[&str]) -> Value {
    let run = review(history, &[&["--format", "json"], options].concat());
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", run.stdout, run.stderr))
}

/// Runs git without the configuration of this machine.
pub fn git(directory: &Path, minute: u32, arguments: &[&str]) -> Output {
    let time = format!("2026-01-01T00:{minute:02}:00Z");
    let mut command = Command::new("git");
    command.args(["-c", "core.autocrlf=false", "-c", "protocol.file.allow=always"]).args(arguments);
    command.current_dir(directory).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Ada").env(format!("GIT_{who}_EMAIL"), "ada@example.com");
        command.env(format!("GIT_{who}_DATE"), &time);
    }
    command.output().unwrap()
}
