//! What the linter finds after a branch that it did not find before, and what it would find if the branch had not
//! silenced it.

use std::collections::HashMap;

use super::baselines::Baselines;
use super::digest::of_texts;
use super::version::Version;
use crate::diagnostic::fingerprint::of_lines;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Workspace;
use crate::lint::Chosen;
use crate::source::Sources;
use crate::source::disk::{Disk, clean, display_name};

/// A finding that the settings from before the branch would report.
#[derive(Debug)]
pub struct Silenced {
    /// The finding.
    pub finding: Diagnostic,
    /// What silences it.
    pub by: SilencedBy,
}

/// What silences a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SilencedBy {
    /// A comment in the policy.
    Comment,
    /// `jamb.toml`.
    Settings,
    /// An entry of a baseline.
    Baseline,
}

impl SilencedBy {
    /// The word, as JSON has it.
    pub fn word(self) -> &'static str {
        match self {
            SilencedBy::Comment => "comment",
            SilencedBy::Settings => "settings",
            SilencedBy::Baseline => "baseline",
        }
    }
}

/// The findings of a review.
#[derive(Debug, Default)]
pub struct Found {
    /// Errors and findings that are new.
    pub new: Vec<Diagnostic>,
    /// Findings that the branch silenced.
    pub silenced: Vec<Silenced>,
}

/// One side of the branch.
pub type Seen<'s> = (&'s Version, &'s Workspace<&'s dyn Disk>);

/// What is new, and what was silenced.
pub fn found(base: Option<Seen<'_>>, head: Seen<'_>, before: [&Workspace<&dyn Disk>; 2], look: Look<'_>) -> Found {
    let (version, workspace) = head;
    let Some(read) = &version.read else { return Found::default() };
    let rules = workspace.rules(&read.document);
    let now = with_errors(version, &rules, look.sources);
    let was = base.map(|(version, workspace)| own(version, workspace, look.sources)).unwrap_or_default();
    let moved = Moved { from: base.map(|(version, _)| version), to: version, sources: look.sources };
    let new = moved.without(&now, &was);
    let mut hidden: Vec<(Diagnostic, SilencedBy)> = Vec::new();
    // The settings from before the branch and those of the branch that it will be merged into, without the comments of
    // the branch.
    for before in before {
        let asked = before.rules(&read.document);
        if !asked.rules_differ(&rules) && !has_comments(version, look.sources) {
            continue;
        }
        let strict = Chosen { honours_comments: false, ..asked };
        let all = read.judgement.found(look.sources, &strict);
        let seen: Vec<Diagnostic> = hidden.iter().map(|(finding, _)| finding.clone()).collect();
        let all = moved.without(&all, &seen);
        let by_settings = Chosen { honours_comments: false, ..rules.clone() };
        let without_comments = read.judgement.found(look.sources, &by_settings);
        for finding in moved.without(&all, &now) {
            let by_comment = without_comments.iter().any(|other| moved.key(other) == moved.key(&finding));
            hidden.push((finding, if by_comment { SilencedBy::Comment } else { SilencedBy::Settings }));
        }
        hidden.extend(milder(&all, &now, &moved).map(|finding| (finding, SilencedBy::Settings)));
    }
    let listed = now.iter().filter(|finding| look.baselines.list(finding, look.sources));
    hidden.extend(listed.map(|finding| (finding.clone(), SilencedBy::Baseline)));
    if !hidden.is_empty() {
        // What was silenced before is not silenced by the branch.
        let known = base.map(|seen| silent(seen, look.sources)).unwrap_or_default();
        let mut left = moved.counted(&known);
        hidden.retain(|(finding, _)| !take(&mut left, moved.key(finding)));
    }
    let silenced = hidden.into_iter().map(|(finding, by)| Silenced { finding, by }).collect();
    Found { new, silenced }
}

/// What findings are compared by.
#[derive(Clone, Copy)]
pub struct Look<'l> {
    /// The texts.
    pub sources: &'l Sources,
    /// What the branch adds to baselines.
    pub baselines: &'l Baselines,
}

/// A digest of what was silenced.
pub fn digest(silenced: &[Silenced], sources: &Sources) -> String {
    let mut lines: Vec<String> = silenced
        .iter()
        .map(|silenced| {
            let place = silenced.finding.primary.place;
            let file = sources.get(place.source).path.as_deref().map(display_name).unwrap_or_default();
            let lines = of_lines(&silenced.finding, sources, &file);
            format!("{} {file} {lines} {} {}", silenced.finding.code, sources.text(place), silenced.by.word())
        })
        .collect();
    lines.sort_unstable();
    of_texts(std::iter::once("silenced").chain(lines.iter().map(String::as_str)))
}

fn own(version: &Version, workspace: &Workspace<&dyn Disk>, sources: &Sources) -> Vec<Diagnostic> {
    let Some(read) = &version.read else { return Vec::new() };
    with_errors(version, &workspace.rules(&read.document), sources)
}

/// The errors of a policy; if there are none, what the rules find.
fn with_errors(version: &Version, rules: &Chosen, sources: &Sources) -> Vec<Diagnostic> {
    let Some(read) = &version.read else { return Vec::new() };
    let errors = read.judgement.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.cloned().chain(read.judgement.found(sources, rules)).collect()
}

/// What was silenced before the branch.
fn silent((version, workspace): Seen<'_>, sources: &Sources) -> Vec<Diagnostic> {
    let Some(read) = &version.read else { return Vec::new() };
    let rules = workspace.rules(&read.document);
    let strict = Chosen { honours_comments: false, ..rules.clone() };
    let moved = Moved { from: None, to: version, sources };
    moved.without(&read.judgement.found(sources, &strict), &read.judgement.found(sources, &rules))
}

/// Findings whose severity the settings of the branch lower.
fn milder<'f>(
    asked: &'f [Diagnostic],
    now: &'f [Diagnostic],
    moved: &'f Moved<'f>,
) -> impl Iterator<Item = Diagnostic> + 'f {
    let is_milder = |finding: &&Diagnostic| {
        let key = moved.key(finding);
        now.iter().any(|other| moved.key(other) == key && other.severity < finding.severity)
    };
    asked.iter().filter(is_milder).cloned()
}

/// Whether a comment in the policy or in its includes may silence something.
fn has_comments(version: &Version, sources: &Sources) -> bool {
    let checked = version.read.as_ref().and_then(|read| read.judgement.checked.as_ref());
    let mut files = checked.iter().flat_map(|checked| &checked.files);
    files.any(|(id, _)| sources.get(*id).text.contains("jamb:"))
}

/// Recognizes a finding after the branch by what it was before: its rule, file, tools and lines. The policy itself may
/// have moved.
struct Moved<'m> {
    from: Option<&'m Version>,
    to: &'m Version,
    sources: &'m Sources,
}

type Key = (&'static str, String, String);

impl Moved<'_> {
    fn key(&self, finding: &Diagnostic) -> Key {
        let source = self.sources.get(finding.primary.place.source);
        let path = source.path.as_deref().map(clean).unwrap_or_default();
        let is_moved = self.from.is_some_and(|from| clean(&from.path) == path);
        let path = display_name(if is_moved { &self.to.path } else { &path });
        let lines = of_lines(finding, self.sources, &path);
        (finding.code.name(), finding.tools.join("\n"), lines)
    }

    fn counted(&self, findings: &[Diagnostic]) -> HashMap<Key, usize> {
        let mut counts = HashMap::new();
        for finding in findings {
            *counts.entry(self.key(finding)).or_default() += 1;
        }
        counts
    }

    /// The findings that are not among the others. Each of the others accounts for one.
    fn without(&self, findings: &[Diagnostic], others: &[Diagnostic]) -> Vec<Diagnostic> {
        let mut left = self.counted(others);
        findings.iter().filter(|finding| !take(&mut left, self.key(finding))).cloned().collect()
    }
}

fn take(left: &mut HashMap<Key, usize>, key: Key) -> bool {
    match left.get_mut(&key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        Some(_) | None => false,
    }
}
