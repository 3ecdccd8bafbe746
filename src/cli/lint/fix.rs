//! Fixing: the edits of findings are put into the texts, and what comes of it is judged again, until there is
//! nothing left to mend. Nothing is written before all of it is known to be right.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use super::judge::{self, Disk, File, Judged};
use crate::cli::exit::Problem;
use crate::cli::files;
use crate::cli::output;
use crate::cli::shared::Shared;
use crate::diagnostic::{Diagnostic, Edit, Safety, Severity};
use crate::file_system::RealDisk;
use crate::lint::fixes::Edits;
use crate::lint::rules;
use crate::source::Sources;
use crate::source::disk::Disk as _;

/// One fix may make way for another; nobody's policy needs more rounds.
const MAX_ROUNDS: usize = 32;

/// What fixing came to.
#[derive(Debug)]
pub struct Fixing {
    /// The files with what is left to say of them.
    pub judged: Vec<Judged>,
    /// The files that change, in their order.
    pub changed: Vec<Changed>,
    /// The text of standard input, if that was judged.
    stdin: Option<String>,
}

/// A file that changes.
#[derive(Debug)]
pub struct Changed {
    name: String,
    path: Option<PathBuf>,
    old: String,
    new: String,
}

impl Fixing {
    /// Prints what would change.
    pub fn print_differences(&self) -> Result<(), Problem> {
        self.changed.iter().try_for_each(|file| files::print(&output::difference(&file.name, &file.old, &file.new)))
    }

    /// Writes the files. Whether the text of standard input was the result: then the findings stand aside.
    pub fn write(&self, shared: &Shared) -> Result<bool, Problem> {
        for file in &self.changed {
            if let Some(path) = &file.path {
                files::write(path, &file.new)?;
                shared.note(&format!("fixed `{}`", file.name));
            }
        }
        if let Some(text) = &self.stdin {
            files::print(text)?;
        }
        Ok(self.stdin.is_some())
    }
}

/// Puts the fixes into the texts, unsafe ones only where they are asked for.
pub fn fixed(all: &[File], judged: Vec<Judged>, safety: Safety, threads: usize) -> Fixing {
    let numbers = all.iter().zip(0..).map(|(file, index)| (file.name.as_str(), index)).collect();
    let mut fixer = Fixer { all, numbers, judged, disk: Disk::default(), safety, threads, refused: HashSet::new() };
    let _ = (0..MAX_ROUNDS).take_while(|_| fixer.round()).count();
    // One file may be named twice.
    let mut seen = HashSet::new();
    let is_first = |file: &&File| file.path.as_ref().is_none_or(|path| seen.insert(RealDisk.identity(path)));
    let changed = all.iter().filter(is_first).filter_map(|file| {
        let new = fixer.disk.text_of(file).filter(|new| **new != file.text)?.clone();
        Some(Changed { name: file.name.clone(), path: file.path.clone(), old: file.text.clone(), new })
    });
    let changed: Vec<Changed> = changed.collect();
    let input = all.iter().find(|file| file.path.is_none());
    let stdin = input.map(|input| fixer.disk.text_of(input).unwrap_or(&input.text).clone());
    Fixing { judged: fixer.judged, changed, stdin }
}

struct Fixer<'f> {
    all: &'f [File],
    /// The numbers of the files, by their names.
    numbers: HashMap<&'f str, usize>,
    judged: Vec<Judged>,
    disk: Disk,
    safety: Safety,
    threads: usize,
    /// The edits of fixes that would have made a policy wrong.
    refused: HashSet<String>,
}

impl Fixer<'_> {
    /// Puts in what does not touch each other, and judges what came of it; whether anything changed.
    fn round(&mut self) -> bool {
        let fixes = self.fixes();
        let mut edits = Edits::default();
        for fix in &fixes {
            edits.add(&fix.iter().map(|(file, edit)| (*file, edit)).collect::<Vec<_>>());
        }
        if self.try_edits(edits) {
            return true;
        }
        // One of them makes a policy wrong: one by one it is found, and left out from now on.
        let mut changed = false;
        for fix in fixes {
            let mut edits = Edits::default();
            edits.add(&fix.iter().map(|(file, edit)| (*file, edit)).collect::<Vec<_>>());
            if self.try_edits(edits) {
                changed = true;
                break;
            }
            self.refused.insert(name_of(&fix));
        }
        changed
    }

    /// Judges the files with some edits, and keeps them where none becomes wrong.
    fn try_edits(&mut self, edits: Edits<usize>) -> bool {
        let text = |index: usize| self.all.get(index).map(|file| self.disk.text_of(file).unwrap_or(&file.text).clone());
        let texts = edits.texts(text);
        if texts.is_empty() {
            return false;
        }
        let disk = self.disk_with(texts);
        let judged = judge::all(self.all, &disk, self.threads);
        let mut pairs = self.judged.iter().zip(&judged);
        if pairs.any(|(before, after)| is_wrong(after) && !is_wrong(before)) {
            return false;
        }
        (self.disk, self.judged) = (disk, judged);
        true
    }

    fn disk_with(&self, texts: BTreeMap<usize, String>) -> Disk {
        let mut disk = self.disk.clone();
        for (index, text) in texts {
            match self.all.get(index).map(|file| &file.path) {
                Some(Some(path)) => drop(disk.texts.insert(RealDisk.identity(path), text)),
                Some(None) => disk.stdin = Some(text),
                None => {}
            }
        }
        disk
    }

    /// The fixes that may be put in, each with the files that its edits are in: all of them were named.
    fn fixes(&self) -> Vec<Vec<(usize, Edit)>> {
        let mut all = Vec::new();
        let mut seen = HashSet::new();
        for judged in &self.judged {
            for fix in judged.diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()) {
                let is_wanted = fix.safety == Safety::Safe || self.safety == Safety::Unsafe;
                let Some(placed) = self.placed(&fix.edits, &judged.sources).filter(|_| is_wanted) else { continue };
                let name = name_of(&placed);
                if !self.refused.contains(&name) && seen.insert(name) {
                    all.push(placed);
                }
            }
        }
        all
    }

    fn placed(&self, edits: &[Edit], sources: &Sources) -> Option<Vec<(usize, Edit)>> {
        let file = |edit: &Edit| self.numbers.get(sources.get(edit.place.source).name.as_str()).copied();
        edits.iter().map(|edit| Some((file(edit)?, edit.clone()))).collect()
    }
}

/// What knows a fix again, while nothing before it changes.
fn name_of(fix: &[(usize, Edit)]) -> String {
    fix.iter().map(|(file, edit)| format!("{file} {:?} {:?};", edit.place.span, edit.text)).collect()
}

/// Whether `check` finds an error.
fn is_wrong(judged: &Judged) -> bool {
    let is_of_check = |diagnostic: &Diagnostic| rules::named(diagnostic.code.name()).is_none();
    judged.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error && is_of_check(diagnostic))
}
