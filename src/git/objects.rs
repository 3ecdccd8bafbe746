//! The objects of a repository, read through one process, `git cat-file --batch`.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use super::command::{GitError, Hash, git, not_started};

/// An object of a repository.
#[derive(Debug)]
pub struct Object {
    /// Its name.
    pub hash: Hash,
    /// What it is: `commit`, `tree`, `blob` or `tag`.
    pub kind: String,
    /// Its content; `None` if it is larger than the caller wants to read.
    pub content: Option<Vec<u8>>,
}

/// The running process.
#[derive(Debug)]
pub struct Objects {
    child: Child,
    /// `None` once it is closed, which ends the process.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Objects {
    /// Starts the process for the repository around a directory.
    pub fn start(directory: &Path) -> Result<Self, GitError> {
        let mut command = git(directory, &["cat-file", "--batch"]);
        // Nothing reads its warnings, for example about a name that several references have.
        command.stdin(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| not_started(&error))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok(Self { child, input: Some(input), output: BufReader::new(output) }),
            (_, _) => Err(ended()),
        }
    }

    /// The object that a name stands for, such as `HEAD^{commit}` or a hash; `None` if there is none. The name is a
    /// line of the process's input and never one of its options.
    pub fn object(&mut self, name: &str, most_bytes: u64) -> Result<Option<Object>, GitError> {
        if name.is_empty() || name.contains(['\n', '\r', '\0']) {
            return Ok(None);
        }
        self.ask(name, most_bytes).map_err(|error| GitError::Failed(error.to_string()))
    }

    fn ask(&mut self, name: &str, most_bytes: u64) -> io::Result<Option<Object>> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        input.write_all(format!("{name}\n").as_bytes())?;
        input.flush()?;
        let mut head = Vec::new();
        self.output.read_until(b'\n', &mut head)?;
        if !head.ends_with(b"\n") {
            return Err(io::Error::other("cat-file ended early"));
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        // `HASH KIND SIZE`, or `NAME missing` and the like.
        let mut words = head.trim_end().split(' ');
        let (hash, kind, size) = (words.next(), words.next(), words.next().and_then(|size| size.parse::<u64>().ok()));
        let (Some(hash), Some(kind), Some(size), None) = (hash, kind, size, words.next()) else { return Ok(None) };
        let content = self.content(size, most_bytes)?;
        Ok(Some(Object { hash: hash.to_owned(), kind: kind.to_owned(), content }))
    }

    /// The content of an object and the line end after it.
    fn content(&mut self, size: u64, most_bytes: u64) -> io::Result<Option<Vec<u8>>> {
        let whole = size.saturating_add(1);
        if size > most_bytes {
            io::copy(&mut (&mut self.output).take(whole), &mut io::sink())?;
            return Ok(None);
        }
        let mut content = Vec::new();
        (&mut self.output).take(whole).read_to_end(&mut content)?;
        if content.len() as u64 != whole {
            return Err(io::Error::other("cat-file ended early"));
        }
        content.pop();
        Ok(Some(content))
    }
}

impl Drop for Objects {
    /// The process ends when its input does.
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ended() -> GitError {
    GitError::Failed("cat-file could not be started".to_owned())
}
