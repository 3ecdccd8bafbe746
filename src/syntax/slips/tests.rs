//! Every row of every table, by its example.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use super::pattern;
use super::slip::{Proposal, Slip, Table, Within};
use super::tokens::Tokens;
use super::{LAST, TABLES, help, proposal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Job, Workspace};
use crate::source::disk::MemoryDisk;
use crate::source::{Source, SourceId, Sources};
use crate::syntax::parse;

const CATALOG: &str = r#"{"tools": [
  {"name": "get_x", "inputSchema": {"type": "object"}}, {"name": "get_y", "inputSchema": {"type": "object"}},
  {"name": "zz", "inputSchema": {"type": "object"}}
]}"#;
/// What these rules ask for is more than a line can give.
const ABOUT_THE_WHOLE: &[&str] = &[
    "denylist-escaped",
    "missing-default",
    "open-range",
    "rating-contradicts-catalog",
    "unreachable-limit",
    "unrated-tool",
    "untested-tool",
    "unused-name",
    "write-without-limit",
];
const PART: &str =
    "rule slow { limit 4 per hour }\nrule calm { limit 3 per day }\nrule paced(n) { limit n per hour }\n";

/// Every slip, with what its example is a part of.
fn slips() -> impl Iterator<Item = (&'static Table, &'static Slip)> {
    TABLES.iter().chain(LAST).flat_map(|table| table.slips.iter().map(|slip| (*table, slip)))
}

/// A policy with an example in it.
fn policy(table: &Table, code: &str) -> String {
    match table.within {
        Within::File if code.contains("default") => format!("{code}\nhide zz\n"),
        Within::File => format!("default deny\n{code}\nhide zz\n"),
        Within::Tool => format!(
            "default deny\n\nrule slow {{\n  limit 4 per hour\n}}\n\nrule careful(n) {{\n  limit n per hour\n}}\n\n\
             tool u: write {{\n  apply slow\n}}\n\ntool v: write {{\n  apply careful(5)\n}}\n\n\
             tool t: write {{\n  {code}\n  limit 5 per minute as z\n}}\n"
        ),
        Within::Test => format!(
            "default deny\n\nallow a: read\ndeny b because \"No\"\nhide h\n\ntool l: write {{\n  limit 5 per minute\n}}\n\n\
             test \"t\" {{\n  {code}\n}}\n"
        ),
    }
}

/// The policy with the example corrected, and the help.
fn corrected(slip: &Slip, text: &str) -> Result<(String, String), String> {
    let source = Source::from_text("policy.pl", text.to_owned());
    let (_, found) = parse(SourceId(0), &source);
    let [diagnostic] = found.as_slice() else { return Err(format!("{} messages: {}", found.len(), said(&found))) };
    let said = diagnostic.help.clone().unwrap_or_default();
    let tokens = Tokens::around(text, diagnostic.primary.place.span.start as usize);
    let elements: Vec<&str> = slip.written.split(' ').collect();
    let found = pattern::find(&elements, &tokens).ok_or_else(|| format!("not found, but: {said}"))?;
    let own = help(slip, &found);
    if own != said {
        return Err(format!("its help is {own}, but it says: {said}"));
    }
    let Proposal::Code(code) = slip.write else {
        let Proposal::Elsewhere(policy) = slip.write else { return Err(String::new()) };
        return Ok((policy.to_owned(), own));
    };
    let range = &tokens.all[found.range.clone()];
    let (start, end) = match (range.first(), range.last()) {
        (Some(first), Some(last)) => (first.start, last.end()),
        _ => return Err("it replaces nothing".to_owned()),
    };
    let mut corrected = text.to_owned();
    corrected.replace_range(start..end, &proposal::filled(code, &found));
    Ok((corrected, own))
}

/// What there is to report about a policy.
fn judged(text: &str) -> Vec<Diagnostic> {
    let files = [("tools.json", CATALOG), ("common.pl", PART), ("more.pl", "rule more { limit 2 per hour }\n")];
    let files: HashMap<PathBuf, Vec<u8>> =
        files.iter().map(|(name, text)| (PathBuf::from(name), text.as_bytes().to_vec())).collect();
    let judge = |job| {
        let mut sources = Sources::default();
        let source = Source::from_bytes("policy.pl", Some("policy.pl".as_ref()), text.as_bytes().to_vec());
        let workspace = Workspace::new(MemoryDisk { files: files.clone() });
        workspace.judge(&mut sources, &Document::new(source), job).all_diagnostics()
    };
    let mut all = [judge(Job::CHECK), judge(Job::LINT)].concat();
    let counts = |diagnostic: &Diagnostic| {
        diagnostic.severity >= Severity::Warning && !ABOUT_THE_WHOLE.contains(&diagnostic.code.to_string().as_str())
    };
    all.retain(counts);
    all
}

fn said(diagnostics: &[Diagnostic]) -> String {
    let one = |diagnostic: &Diagnostic| format!("[{}] {}", diagnostic.code, diagnostic.message);
    diagnostics.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[test]
fn every_example_gives_its_help_and_the_corrected_policy_is_right() {
    let mut failures = String::new();
    let mut count = 0;
    for (table, slip) in slips() {
        count += 1;
        let text = policy(table, slip.example);
        let failure = match corrected(slip, &text) {
            Err(failure) => failure,
            Ok((corrected, _)) => match judged(&corrected) {
                found if found.is_empty() => continue,
                found => format!("{} in\n{corrected}", said(&found)),
            },
        };
        let _ = writeln!(failures, "`{}` ({}): {failure}", slip.example, slip.written);
    }
    let failed = failures.lines().filter(|line| line.starts_with('`')).count();
    assert!(failures.is_empty(), "{failed} of {count} slips:\n{failures}");
}
