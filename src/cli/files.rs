//! The files that a command writes. A command names all its outputs here before it writes the first, so that no output
//! replaces a file that the command has read, or another output, whatever links lead there.
//!
//! [`Files::stage`] writes temporary files beside the outputs, and [`Staged::commit`] renames them. Other programs see
//! the old text or the new one, and if something fails, nothing has changed.

mod identity;
mod staged;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use self::identity::{ByFile, Identity};
pub use self::staged::Staged;
use super::exit::Problem;
use super::inputs::STDIN;
use crate::git::is_at_revision;
use crate::settings;
use crate::source::Sources;
use crate::source::disk::display_name;

/// The files of a run: what it has read, and what it will write.
#[derive(Debug, Default)]
pub struct Files {
    /// The files that were read, by path and name; without a path, standard input.
    read: BTreeMap<Option<PathBuf>, String>,
    /// The same by file. To identify files takes system calls, and most runs write none.
    read_by_file: OnceCell<ByFile<String>>,
    /// What will be written, and the path that it was named by.
    written: ByFile<(PathBuf, Content)>,
    outputs: Vec<(PathBuf, String)>,
    printed: Option<String>,
    creates_directories: bool,
}

/// What an output is, which decides what it may replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A new policy.
    Policy,
    /// Anything else, such as JSON. It never replaces a `.pl` file.
    Data,
    /// A policy that the command has read and was asked to rewrite.
    Rewritten,
}

impl Files {
    /// The files of a run that has read these texts: policies, what they include, catalogs, settings.
    pub fn after_reading(sources: &Sources) -> Self {
        let mut files = Self::default();
        files.reads_all(sources);
        files
    }

    /// Adds the files of texts that the command has read.
    pub fn reads_all(&mut self, sources: &Sources) {
        for (_, source) in sources.iter() {
            let name = match &source.path {
                Some(_) => format!("`{}`", source.name),
                None if source.name == STDIN => "standard input".to_owned(),
                None => continue,
            };
            self.read.entry(source.path.clone()).or_insert(name);
        }
        self.read_by_file = OnceCell::new();
    }

    /// Adds a file that the command has read and does not keep, such as a trace.
    pub fn reads(&mut self, path: &Path) {
        self.read.entry(Some(path.to_path_buf())).or_insert_with(|| format!("`{}`", display_name(path)));
        self.read_by_file = OnceCell::new();
    }

    /// The name of a file, as messages show it, if the command has read it.
    fn input(&self, file: &Identity) -> Option<&String> {
        let identified = self.read_by_file.get_or_init(|| {
            let mut files = ByFile::default();
            for (path, name) in &self.read {
                match path {
                    Some(path) => files.insert(Identity::of(path), name.clone()),
                    None => Identity::of_stdin().into_iter().for_each(|file| files.insert(file, name.clone())),
                }
            }
            files
        });
        identified.get(file)
    }

    /// Creates the directories on the paths of the outputs.
    pub fn create_directories(&mut self) {
        self.creates_directories = true;
    }

    /// Adds an output. Without a path, or with `-`, it goes to standard output.
    pub fn add(&mut self, path: Option<&Path>, content: Content, text: String) -> Result<(), Problem> {
        let Some(path) = path.filter(|path| !is_standard_output(path)) else { return self.print(text) };
        if is_at_revision(path) {
            return Err(
                Problem::new("a file at a revision can't be changed").with_help("name the file in the work tree")
            );
        }
        let file = Identity::of(path);
        if content != Content::Rewritten {
            self.check(path, &file, content)?;
        }
        match self.written.get(&file) {
            // The same policy was named twice.
            Some((_, Content::Rewritten)) if content == Content::Rewritten => return Ok(()),
            Some((other, _)) => return Err(written_twice(path, other)),
            None => {}
        }
        self.written.insert(file, (path.to_path_buf(), content));
        self.outputs.push((path.to_path_buf(), text));
        Ok(())
    }

    /// Writes temporary files beside all outputs.
    pub fn stage(self) -> Result<Staged, Problem> {
        let mut staged = Staged::new(self.printed, self.creates_directories);
        self.outputs.iter().try_for_each(|(path, text)| staged.add(path, text))?;
        Ok(staged)
    }

    fn print(&mut self, text: String) -> Result<(), Problem> {
        if let Some(input) = Identity::of_stdout().and_then(|file| self.input(&file)) {
            return Err(Problem::new(format!("standard output is {input}, which this command reads")));
        }
        match self.printed.replace(text) {
            None => Ok(()),
            Some(_) => {
                Err(Problem::new("two outputs would go to standard output").with_help("name a file for one of them"))
            }
        }
    }

    /// Fails if an output would replace something that it may not replace.
    fn check(&self, path: &Path, file: &Identity, content: Content) -> Result<(), Problem> {
        let name = display_name(path);
        let message = if let Some(input) = self.input(file) {
            would_replace(&format!("`{name}`"), input)
        } else if path.file_name().is_some_and(|last| last == settings::FILE_NAME) {
            format!("`{name}` is a configuration file, which no command writes")
        } else if content == Content::Data && path.extension().is_some_and(|end| end == "pl") && exists(path) {
            format!("`{name}` is a policy, and the output is not")
        } else {
            return Ok(());
        };
        Err(Problem::new(message).with_help("name another file for the output"))
    }
}

/// Whether an output with this path goes to standard output.
pub fn is_standard_output(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

/// Whether a path exists, even as a dangling link.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn would_replace(output: &str, input: &str) -> String {
    if output == input {
        format!("{output} would be overwritten, but this command reads it")
    } else {
        format!("{output} is the same file as {input}, which this command reads")
    }
}

fn written_twice(path: &Path, other: &Path) -> Problem {
    let (name, other) = (display_name(path), display_name(other));
    let message = if name == other {
        format!("two outputs would be written to `{name}`")
    } else {
        format!("two outputs would be written to the same file: `{other}` is `{name}`")
    };
    Problem::new(message).with_help("name another file for one of them")
}
