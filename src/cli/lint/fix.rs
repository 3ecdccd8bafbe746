//! Fixing: the edits of findings are put into the texts, and what comes of it is judged again, until there is
//! nothing left to mend. Nothing is written before all of it is known to be right.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use super::judge::{self, Disk, File, Judged};
use crate::cli::paper;
use crate::cli::{Problem, Shared, files};
use crate::diagnostic::{Edit, Fix, Safety, has_errors};
use crate::source::Sources;
use crate::source::loader::{Disk as _, RealDisk};

/// One fix may make way for another; nobody's policy needs more rounds.
const MAX_ROUNDS: usize = 16;

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
    /// Prints what would change; whether the findings are to stand aside.
    pub fn print_differences(&self) -> Result<bool, Problem> {
        for file in &self.changed {
            files::print(&paper::difference(&file.name, &file.old, &file.new))?;
        }
        Ok(true)
    }

    /// Writes the files. The text of standard input is the result, and the findings stand aside.
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
pub fn fixed(all: &[File], mut judged: Vec<Judged>, safety: Safety) -> Result<Fixing, Problem> {
    let mut disk = Disk::default();
    for _ in 0..MAX_ROUNDS {
        let texts = round(all, &judged, &disk, safety);
        if texts.is_empty() {
            break;
        }
        let before: Vec<bool> = judged.iter().map(|judged| has_errors_of_check(judged)).collect();
        for (index, text) in texts {
            let Some(file) = all.get(index) else { continue };
            match &file.path {
                Some(path) => drop(disk.texts.insert(RealDisk.identity(path), text)),
                None => disk.stdin = Some(text),
            }
        }
        judged = judge::all(all, &disk);
        let broken =
            all.iter().zip(&judged).zip(before).find(|((_, after), before)| !before && has_errors_of_check(after));
        if let Some(((file, _), _)) = broken {
            return Err(Problem::new(format!("internal error: the fixes would make `{}` wrong", file.name))
                .with_help("nothing was written; please report this, with the policy"));
        }
    }
    let changed = all.iter().filter_map(|file| {
        let new = disk.text_of(file).filter(|new| **new != file.text)?.clone();
        Some(Changed { name: file.name.clone(), path: file.path.clone(), old: file.text.clone(), new })
    });
    let changed: Vec<Changed> = changed.collect();
    let input = all.iter().find(|file| file.path.is_none());
    let stdin = input.map(|input| disk.stdin.clone().unwrap_or_else(|| input.text.clone()));
    Ok(Fixing { judged, changed, stdin })
}

fn has_errors_of_check(judged: &Judged) -> bool {
    let mut of_check = judged.diagnostics.iter().filter(|it| crate::lint::rule::named(it.code.name()).is_none());
    of_check.any(|diagnostic| has_errors(std::slice::from_ref(diagnostic)))
}

/// The new texts of the files that change in one round, by their numbers. A fix is put in as a whole or not at
/// all: where it would touch what another one has changed, it waits for the next round.
fn round(all: &[File], judged: &[Judged], disk: &Disk, safety: Safety) -> BTreeMap<usize, String> {
    let numbers: HashMap<&str, usize> = all.iter().zip(0..).map(|(file, index)| (file.name.as_str(), index)).collect();
    let by_name = |name: &str| numbers.get(name).copied();
    let mut edits: BTreeMap<usize, BTreeMap<(u32, u32), String>> = BTreeMap::new();
    for judged in judged {
        let fixes = judged.diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
        for fix in fixes.filter(|fix| fix.safety == Safety::Safe || safety == Safety::Unsafe) {
            let Some(placed) = placed(fix, &judged.sources, by_name) else { continue };
            if placed.iter().all(|(file, edit)| is_free(edits.get(file), edit)) {
                for (file, edit) in placed {
                    let span = edit.place.span;
                    edits.entry(file).or_default().insert((span.start, span.end), edit.text.clone());
                }
            }
        }
    }
    let text = |file: &File| disk.text_of(file).unwrap_or(&file.text).clone();
    edits.into_iter().filter_map(|(index, edits)| Some((index, applied(text(all.get(index)?), edits)))).collect()
}

/// The edits with the files that they are in; nothing where one of these was not named.
fn placed<'f>(
    fix: &'f Fix,
    sources: &Sources,
    by_name: impl Fn(&str) -> Option<usize>,
) -> Option<Vec<(usize, &'f Edit)>> {
    fix.edits.iter().map(|edit| Some((by_name(&sources.get(edit.place.source).name)?, edit))).collect()
}

/// Neither overlaps nor touches: two insertions at one place would have no order.
fn is_free(taken: Option<&BTreeMap<(u32, u32), String>>, edit: &Edit) -> bool {
    let span = edit.place.span;
    let clashes = |(start, end): &(u32, u32)| *start <= span.end && span.start <= *end;
    !taken.into_iter().flat_map(BTreeMap::keys).any(clashes)
}

fn applied(mut text: String, edits: BTreeMap<(u32, u32), String>) -> String {
    for ((start, end), new) in edits.into_iter().rev() {
        let range = start as usize..end as usize;
        if text.get(range.clone()).is_some() {
            text.replace_range(range, &new);
        }
    }
    text
}
