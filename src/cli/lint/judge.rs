//! Judging files, each by the rules of its configuration, on several threads.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::configs::Configs;
use crate::cli::inputs::{Holds, Input};
use crate::cli::output;
use crate::diagnostic::{Diagnostic, has_errors, in_order};
use crate::file_system::RealDisk;
use crate::lint::{Chosen, Subject, lint};
use crate::model;
use crate::pipeline;
use crate::source::disk::{self, LoadError};
use crate::source::{Source, SourceId, Sources, Undecodable};

/// As much as the main thread has on most systems: how deep parsing goes is bounded with that in mind.
const STACK: usize = 8 * 1024 * 1024;

/// A file that is judged.
#[derive(Debug)]
pub struct File {
    /// Its name in messages.
    pub name: String,
    /// Where it lies; `None` for standard input.
    pub path: Option<PathBuf>,
    /// What was read of it.
    pub text: String,
    undecodable: Option<Undecodable>,
    /// What it holds.
    pub holds: Holds,
    chosen: Chosen,
}

impl File {
    /// A file that was named or found, and the rules that its configuration chooses.
    pub fn new(input: Input, configs: &mut Configs) -> Self {
        let Source { name, path, text, undecodable, .. } = input.source;
        let chosen = configs.chosen(path.as_deref());
        Self { name, path, text, undecodable, holds: input.holds, chosen }
    }

    fn source(&self, disk: &Disk) -> Source {
        let text = disk.text_of(self).unwrap_or(&self.text);
        let (path, undecodable) = (self.path.clone(), self.undecodable);
        let mut source = Source::from_text(&*self.name, text);
        (source.path, source.undecodable) = (path, undecodable);
        source
    }
}

/// What came of a file.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The file, and what it names.
    pub sources: Sources,
    /// What there is to say, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// The files on disk, and the texts that fixes would write.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    /// The texts by what knows their files again.
    pub texts: HashMap<PathBuf, String>,
    /// The text of standard input.
    pub stdin: Option<String>,
}

impl Disk {
    /// What a fix would make of a file.
    pub fn text_of(&self, file: &File) -> Option<&String> {
        match &file.path {
            Some(path) => self.texts.get(&disk::Disk::identity(&RealDisk, path)),
            None => self.stdin.as_ref(),
        }
    }
}

impl disk::Disk for Disk {
    fn read(&self, path: &Path) -> Result<Vec<u8>, LoadError> {
        match self.texts.get(&RealDisk.identity(path)) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => RealDisk.read(path),
        }
    }

    fn identity(&self, path: &Path) -> PathBuf {
        RealDisk.identity(path)
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        RealDisk.absolute(path)
    }
}

/// What there is to say of each file, in their order.
pub fn all(files: &[File], disk: &Disk, threads: usize) -> Vec<Judged> {
    let threads = threads.min(files.len());
    if threads <= 1 {
        return files.iter().map(|file| one(file, disk)).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Judged)>> = Mutex::default();
    let work = || {
        while let Some((index, file)) = take(files, &next) {
            let judged = one(file, disk);
            // Nobody panics while holding it; the list is whole either way.
            done.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push((index, judged));
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            // Where the system gives no thread, the others do the work.
            let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        }
        work();
    });
    let mut done = done.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, judged)| judged).collect()
}

fn take<'f>(files: &'f [File], next: &AtomicUsize) -> Option<(usize, &'f File)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    Some((index, files.get(index)?))
}

/// What `check` says, and where that is no error, what the rules find.
pub fn one(file: &File, disk: &Disk) -> Judged {
    let mut sources = Sources::default();
    let main = sources.add(file.source(disk));
    let diagnostics = match file.holds {
        Holds::TooLarge => vec![output::too_large(main)],
        Holds::Json => document(&sources, main, &file.chosen),
        Holds::Policy | Holds::Foreign(_) => policy(&mut sources, disk, main, &file.chosen),
    };
    Judged { sources, diagnostics }
}

fn document(sources: &Sources, main: SourceId, chosen: &Chosen) -> Vec<Diagnostic> {
    let (policy, mut diagnostics) = model::json::read(main, sources.get(main));
    if let Some(policy) = &policy {
        diagnostics.extend(lint(&Subject { sources, main, policy, checked: None }, chosen));
    }
    in_order(main, diagnostics)
}

fn policy(sources: &mut Sources, disk: &Disk, main: SourceId, chosen: &Chosen) -> Vec<Diagnostic> {
    let mut compiled = pipeline::compile(sources, disk, &crate::catalog::Catalogs::default(), main);
    if let Some(policy) = compiled.policy.as_ref().filter(|_| !has_errors(&compiled.diagnostics)) {
        let subject = Subject { sources, main, policy, checked: Some(&compiled.checked) };
        compiled.diagnostics.extend(lint(&subject, chosen));
    }
    in_order(main, compiled.diagnostics)
}
