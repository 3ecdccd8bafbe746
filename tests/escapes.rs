//! `docs/escapes.md`: each row's clause has the finding that it names and allows its call; the sound form has no
//! finding and denies it.

use jamb::diagnostic::{Diagnostic, Severity};
use jamb::document::Job;
use jamb::engine::{Call, Counters, Engine, Verdict};
use jamb::model::Policy;
use jamb::vocab::Time;

use crate::support::judged::judged;
use crate::support::run::root;

/// A row of a table.
struct Row {
    /// The tool and its arguments: `tool read_file(path: string): read`.
    tool: String,
    escaped: Vec<String>,
    call: String,
    code: String,
    /// Empty if nothing in a policy can say it.
    sound: Vec<String>,
}

fn rows() -> Vec<Row> {
    let page = std::fs::read_to_string(root().join("docs/escapes.md")).unwrap();
    let mut tool = String::new();
    let mut rows = Vec::new();
    for line in page.lines() {
        if let Some(rest) = line.strip_prefix("In `tool ") {
            tool = format!("tool {}", rest.trim_end_matches("`:"));
        }
        if !line.starts_with("| `") {
            continue;
        }
        // A `|` inside a cell is escaped.
        let unescaped = line.replace("\\|", "\u{0}");
        let cells: Vec<String> = unescaped.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect();
        let [_, escaped, call, finding, sound, _] = cells.as_slice() else { panic!("{line}") };
        let code = finding.split('`').nth(1).unwrap().to_owned();
        assert_eq!(*finding, format!("[`{code}`](rules/{code}.md)"));
        let call = call.trim_matches('`').to_owned();
        rows.push(Row { tool: tool.clone(), escaped: clauses(escaped), call, code, sound: clauses(sound) });
    }
    rows
}

fn clauses(cell: &str) -> Vec<String> {
    let spans = cell.split("<br>").filter(|span| !span.is_empty());
    spans.map(|span| span.strip_prefix('`').unwrap().strip_suffix('`').unwrap().to_owned()).collect()
}

/// The policy of some clauses, and its findings that are more than information.
fn policy(tool: &str, clauses: &[String]) -> (Policy, Vec<Diagnostic>) {
    let clauses: String = clauses
        .iter()
        .enumerate()
        .map(|(number, clause)| format!("  {clause} because \"Clause {number}.\"\n"))
        .collect();
    let text = format!("default deny\n{tool} {{\n{clauses}  limit 10 per minute\n}}\n");
    let (_, judgement) = judged(&text, Job::LINT);
    let is_grave = |finding: &Diagnostic| matches!(finding.severity, Severity::Error | Severity::Warning);
    let findings = judgement.findings.into_iter().filter(is_grave).collect();
    (judgement.policy.unwrap_or_else(|| panic!("{text}")), findings)
}

fn allows(policy: &Policy, tool: &str, args: &str) -> bool {
    let name = tool.strip_prefix("tool ").unwrap().split('(').next().unwrap();
    let engine = Engine::new(policy);
    let call = Call { tool: name, args: Some(args), grant: "default", time: Time::default() };
    engine.decide(&call, &mut Counters::new(&engine)).unwrap().verdict == Verdict::Allow
}

fn codes(findings: &[Diagnostic]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code.name()).collect()
}

#[test]
fn each_clause_is_escaped_and_reported() {
    let rows = rows();
    assert!(rows.len() >= 50, "{}", rows.len());
    for Row { tool, escaped, call, code, .. } in rows {
        let (policy, findings) = policy(&tool, &escaped);
        assert!(codes(&findings).contains(&code.as_str()), "{escaped:?} has no `{code}`: {:?}", codes(&findings));
        assert!(allows(&policy, &tool, &call), "{escaped:?} denies {call}");
    }
}

#[test]
fn each_sound_form_has_no_finding_and_denies_the_call() {
    for Row { tool, sound, call, .. } in rows().into_iter().filter(|row| !row.sound.is_empty()) {
        let (policy, findings) = policy(&tool, &sound);
        assert!(findings.is_empty(), "{sound:?}: {findings:#?}");
        assert!(!allows(&policy, &tool, &call), "{sound:?} allows {call}");
    }
}
