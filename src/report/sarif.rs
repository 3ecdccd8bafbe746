//! `--format sarif`: SARIF 2.1.0, for code scanning. Its structure is serde-sarif's.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use serde_sarif::sarif::{
    Artifact, ArtifactChange, ArtifactContent, ArtifactLocation, Fix, Location, Message, MultiformatMessageString,
    PhysicalLocation, Region, Replacement, ReportingConfiguration, ReportingDescriptor, Result, ResultLevel, Run,
    Sarif, Tool, ToolComponent,
};

use super::{Look, Page, Report, fingerprint, visible};
use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::source::{Place, SourceId, Sources};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The document: one run, with the rules that it reports.
pub(super) fn render(report: &Report<'_>, _: Look) -> String {
    let told: HashSet<Code> = report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let pages: Vec<Page> = Page::all().filter(|page| told.contains(&page.code)).collect();
    let rules: Vec<Code> = pages.iter().map(|page| page.code).collect();
    let files = &Files::new(report.sources);
    let results: Vec<Result> = report
        .diagnostics
        .iter()
        .zip(fingerprint::fingerprints(report.diagnostics, report.sources, &|source| source.name.clone()))
        .map(|(diagnostic, fingerprint)| result(diagnostic, &rules, fingerprint, files))
        .collect();
    let driver = ToolComponent::builder()
        .name(env!("CARGO_PKG_NAME"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .rules(pages.iter().map(rule).collect::<Vec<_>>())
        .build();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .artifacts(files.names.iter().zip(0..).map(|(name, index)| artifact(name, index)).collect::<Vec<_>>())
        .column_kind(Value::from("unicodeCodePoints"))
        .results(results)
        .build();
    let document = Sarif::builder().schema(SCHEMA).version(Value::from("2.1.0")).runs(vec![run]).build();
    // Serialising strings and numbers to memory does not fail.
    serde_json::to_string_pretty(&document).map(|text| visible::document(text + "\n")).unwrap_or_default()
}

fn rule(page: &Page) -> ReportingDescriptor {
    let plain = |text: &str| MultiformatMessageString::builder().text(text).build();
    let help = MultiformatMessageString::builder().text(page.text.as_ref()).markdown(page.text.as_ref()).build();
    let mut rule =
        ReportingDescriptor::builder().id(page.code.name()).short_description(plain(page.title)).help(help).build();
    rule.help_uri = page.url();
    rule.default_configuration = page.level.map(|level| {
        let level = serde_json::to_value(self::level(level)).unwrap_or_default();
        ReportingConfiguration::builder().level(level).build()
    });
    rule
}

/// The files of a report, each once: of a long one several parts may be sources.
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

    fn location(&self, id: SourceId) -> ArtifactLocation {
        let name = &*self.sources.get(id).name;
        artifact_location(name, self.index.get(name).copied().unwrap_or(-1))
    }
}

fn artifact(name: &str, index: i64) -> Artifact {
    Artifact::builder().location(artifact_location(name, index)).build()
}

fn artifact_location(name: &str, index: i64) -> ArtifactLocation {
    ArtifactLocation::builder().uri(uri(name)).index(index).build()
}

fn result(diagnostic: &Diagnostic, rules: &[Code], fingerprint: String, files: &Files<'_>) -> Result {
    let mut result = Result::builder()
        .rule_id(diagnostic.code.name())
        .level(level(diagnostic.severity))
        .message(Message::builder().text(text(diagnostic)).build())
        .locations(vec![location(diagnostic.primary.place, None, files)])
        .partial_fingerprints([(fingerprint::NAME.to_owned(), fingerprint)])
        .build();
    result.rule_index = rules.iter().position(|code| *code == diagnostic.code).map(|index| index as i64);
    if !diagnostic.labels.is_empty() {
        let related = |label: &diagnostic::Label| location(label.place, Some(&label.message), files);
        result.related_locations = Some(diagnostic.labels.iter().map(related).collect());
    }
    result.fixes = diagnostic.fix.as_ref().map(|fix| vec![self::fix(fix, diagnostic, files)]);
    result
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Info | Severity::Note => ResultLevel::Note,
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

fn location(place: Place, message: Option<&str>, files: &Files<'_>) -> Location {
    let physical = PhysicalLocation::builder()
        .artifact_location(files.location(place.source))
        .region(region(place, files.sources))
        .build();
    let mut location = Location::builder().physical_location(physical).build();
    location.message =
        message.filter(|message| !message.is_empty()).map(|message| Message::builder().text(message).build());
    location
}

fn region(place: Place, sources: &Sources) -> Region {
    let source = sources.get(place.source);
    let (start, end) = (source.position(place.span.start), source.position(place.span.end));
    Region::builder()
        .start_line(start.line as i64)
        .start_column(i64::from(start.column))
        .end_line(end.line as i64)
        .end_column(i64::from(end.column))
        .build()
}

/// A file's name as a URI reference: `a b.pl` is `a%20b.pl`, `/a.pl` is `file:///a.pl`.
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
        let location = files.location(edit.place.source);
        let replacement = Replacement::builder()
            .deleted_region(region(edit.place, files.sources))
            .inserted_content(ArtifactContent::builder().text(edit.text.clone()).build())
            .build();
        match changes.iter_mut().find(|change| change.artifact_location == location) {
            Some(change) => change.replacements.push(replacement),
            None => changes
                .push(ArtifactChange::builder().artifact_location(location).replacements(vec![replacement]).build()),
        }
    }
    let description = Message::builder().text(diagnostic.help.clone().unwrap_or_else(|| diagnostic.message.clone()));
    Fix::builder().artifact_changes(changes).description(description.build()).build()
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
