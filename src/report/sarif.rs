//! `--format sarif`: SARIF 2.1.0, for code scanning.

mod document;

use std::collections::{BTreeMap, HashMap, HashSet};

use document::{
    Artifact, ArtifactChange, ArtifactLocation, Configuration, Driver, Finding, Fix, Help, Location, PhysicalLocation,
    Region, Replacement, Rule, Run, Sarif, Text, Tool,
};

use super::content::{Look, Report};
use crate::diagnostic::{self, Code, Diagnostic, Severity, fingerprint};
use crate::lint::pages::Page;
use crate::source::{Place, SourceId, Sources};
use crate::vocab::visible;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The document: one run, with the rules of its results.
pub(super) fn render(report: &Report<'_>, _: Look) -> String {
    let reported: HashSet<Code> = report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let pages: Vec<Page> = Page::all().filter(|page| reported.contains(&page.code)).collect();
    let codes: Vec<Code> = pages.iter().map(|page| page.code).collect();
    let files = &Files::new(report.sources);
    let results = report
        .diagnostics
        .iter()
        .zip(fingerprint::fingerprints(report.diagnostics, report.sources, &|source| source.name.clone()))
        .map(|(diagnostic, fingerprint)| finding(diagnostic, &codes, fingerprint, files))
        .collect();
    let driver = Driver {
        name: env!("CARGO_PKG_NAME"),
        rules: pages.iter().map(rule).collect(),
        semantic_version: env!("CARGO_PKG_VERSION"),
    };
    let run = Run { artifacts: files.artifacts(), column_kind: "unicodeCodePoints", results, tool: Tool { driver } };
    let document = Sarif { schema: SCHEMA, runs: [run], version: "2.1.0" };
    // Serialising strings and numbers to memory does not fail.
    serde_json::to_string_pretty(&document).map(|text| visible::document(text + "\n")).unwrap_or_default()
}

fn rule(page: &Page) -> Rule {
    Rule {
        default_configuration: page.level.map(|severity| Configuration { level: level(severity) }),
        help: Help { markdown: page.text.to_string(), text: page.text.to_string() },
        help_uri: page.code.url(),
        id: page.code.name(),
        short_description: Text::new(page.title),
    }
}

/// The files of a report, each once: several parts of a long file may be sources of their own.
struct Files<'s> {
    sources: &'s Sources,
    names: Vec<&'s str>,
    index: HashMap<&'s str, i64>,
}

impl<'s> Files<'s> {
    fn new(sources: &'s Sources) -> Self {
        let mut files = Self { sources, names: Vec::new(), index: HashMap::new() };
        for (_, source) in sources.iter() {
            if !files.index.contains_key(&*source.name) {
                files.index.insert(&source.name, files.names.len() as i64);
                files.names.push(&source.name);
            }
        }
        files
    }

    fn artifacts(&self) -> Vec<Artifact> {
        let location = |(name, index): (&&str, i64)| ArtifactLocation { index, uri: uri(name) };
        self.names.iter().zip(0..).map(|file| Artifact { location: location(file) }).collect()
    }

    fn location(&self, id: SourceId) -> ArtifactLocation {
        let name = &*self.sources.get(id).name;
        ArtifactLocation { index: self.index.get(name).copied().unwrap_or(-1), uri: uri(name) }
    }
}

fn finding(diagnostic: &Diagnostic, rules: &[Code], fingerprint: String, files: &Files<'_>) -> Finding {
    let related = |label: &diagnostic::Label| location(label.place, Some(&label.message), files);
    Finding {
        fixes: diagnostic.fix.iter().map(|fix| self::fix(fix, diagnostic, files)).collect(),
        level: level(diagnostic.severity),
        locations: [location(diagnostic.primary.place, None, files)],
        message: Text::new(without_links(&text(diagnostic))),
        partial_fingerprints: BTreeMap::from([(fingerprint::NAME, fingerprint)]),
        related_locations: diagnostic.labels.iter().map(related).collect(),
        rule_id: diagnostic.code.name(),
        rule_index: rules.iter().position(|code| *code == diagnostic.code),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Note => "note",
    }
}

/// Message, label and help: viewers of SARIF show this text and little else.
fn text(diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.message.clone();
    if !diagnostic.primary.message.is_empty() {
        text = format!("{text}: {}", diagnostic.primary.message);
    }
    if let Some(help) = &diagnostic.help {
        text = format!("{text}\nhelp: {help}");
    }
    text
}

/// In SARIF, `[text](target)` is a link, also in a plain text. A name that looks like one has its brackets escaped.
fn without_links(text: &str) -> String {
    if text.contains("](") {
        text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        text.to_owned()
    }
}

fn location(place: Place, message: Option<&str>, files: &Files<'_>) -> Location {
    let physical_location =
        PhysicalLocation { artifact_location: files.location(place.source), region: region(place, files.sources) };
    Location {
        message: message.filter(|message| !message.is_empty()).map(without_links).map(Text::new),
        physical_location,
    }
}

fn region(place: Place, sources: &Sources) -> Region {
    let source = sources.get(place.source);
    let (start, end) = (source.position(place.span.start), source.position(place.span.end));
    Region { end_column: end.column, end_line: end.line, start_column: start.column, start_line: start.line }
}

/// The name of a file as a URI reference: `a b.pl` is `a%20b.pl`, `/a.pl` is `file:///a.pl`.
fn uri(name: &str) -> String {
    let has_drive = name.as_bytes().get(1) == Some(&b':') && name.as_bytes().get(2) == Some(&b'/');
    let root = if has_drive {
        "file:///"
    } else if name.starts_with('/') {
        "file://"
    } else {
        ""
    };
    let encoded = name.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    root.chars().map(String::from).chain(encoded).collect()
}

fn fix(fix: &diagnostic::Fix, diagnostic: &Diagnostic, files: &Files<'_>) -> Fix {
    let mut changes: Vec<ArtifactChange> = Vec::new();
    for edit in &fix.edits {
        let artifact_location = files.location(edit.place.source);
        let replacement = Replacement {
            deleted_region: region(edit.place, files.sources),
            inserted_content: Text::new(edit.text.clone()),
        };
        match changes.iter_mut().find(|change| change.artifact_location == artifact_location) {
            Some(change) => change.replacements.push(replacement),
            None => changes.push(ArtifactChange { artifact_location, replacements: vec![replacement] }),
        }
    }
    let description = Text::new(diagnostic.help.clone().unwrap_or_else(|| diagnostic.message.clone()));
    Fix { artifact_changes: changes, description }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn names_become_uris() {
        assert_eq!(uri("policies/a b.pl"), "policies/a%20b.pl");
        assert_eq!(uri("/tmp/é.pl"), "file:///tmp/%C3%A9.pl");
        assert_eq!(uri("C:/x.pl"), "file:///C%3A/x.pl");
        assert_eq!(uri("../a:b.pl"), "../a%3Ab.pl");
    }
}
