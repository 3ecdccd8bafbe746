//! Documents, judged as the commands judge them.

use std::path::Path;

use jamb::diagnostic::Diagnostic;
use jamb::document::{Document, Job, Judgement, Workspace};
use jamb::file_system::{RealDisk, read_named};
use jamb::lint::{Options, RULES, Rule};
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};

/// What a job makes of a text that names no other files.
pub fn judged(text: &str, job: Job) -> (Sources, Judgement) {
    judged_with(MemoryDisk::default(), "policy.pl", text, job)
}

/// What a job makes of a text in a folder of files in memory.
pub fn judged_with(disk: MemoryDisk, name: &str, text: &str, job: Job) -> (Sources, Judgement) {
    let mut sources = Sources::default();
    let source = Source::from_bytes(name, Some(name.as_ref()), text.as_bytes().to_vec());
    let judgement = Workspace::new(disk).judge(&mut sources, &Document::new(source), job);
    (sources, judgement)
}

/// Everything that a job reports about a file on the disk, which has no folder in its name.
pub fn reported(path: &Path, job: Job, options: Options) -> (Sources, Vec<Diagnostic>) {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let document = Document::loaded(name, Some(path), read_named(path)).unwrap();
    let workspace = Workspace::new(RealDisk).with_options(options);
    let mut sources = Sources::default();
    let diagnostics = workspace.judge(&mut sources, &document, job).all_diagnostics();
    (sources, diagnostics)
}

/// All rules, pedantic or not.
pub fn all_rules() -> Options {
    Options { select: RULES.to_vec(), ..Options::default() }
}

/// The rules of the default level and one more.
pub fn default_rules_and(rule: &'static Rule) -> Options {
    let select = RULES.iter().copied().filter(|other| !other.pedantic || other.name() == rule.name());
    Options { select: select.collect(), ..Options::default() }
}
