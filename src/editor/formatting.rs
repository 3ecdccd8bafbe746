//! `jamb fmt` as a list of changes, so that the cursor, marks and folds of the other lines stay.

use crate::document::Judged;
use crate::format;
use crate::source::Span;
use crate::syntax;

/// Lines that change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The lines.
    pub span: Span,
    /// What is written instead.
    pub text: String,
}

/// The changes that format a document, or its lines that a span touches; `None` if it has a syntax error.
pub fn changes(judged: &Judged, within: Option<Span>) -> Option<Vec<Change>> {
    let source = judged.sources.get(judged.judgement.main);
    let (tree, mistakes) = syntax::parse(judged.judgement.main, source);
    if judged.judgement.tree().is_none() || !mistakes.is_empty() {
        return None;
    }
    let formatted = format::format(source, &tree);
    let mut changes = differences(&source.text, &formatted);
    if let Some(within) = within {
        changes.retain(|change| change.span.start <= within.end && within.start <= change.span.end);
    }
    Some(changes)
}

/// The differences between two texts, line by line.
fn differences(old: &str, new: &str) -> Vec<Change> {
    let old_lines: Vec<&str> = old.split_inclusive('\n').collect();
    let new_lines: Vec<&str> = new.split_inclusive('\n').collect();
    let starts = starts(&old_lines);
    let start = |line: usize| starts.get(line).copied().unwrap_or(old.len());
    let mut changes = Vec::new();
    for step in similar::capture_diff_slices(similar::Algorithm::Myers, &old_lines, &new_lines) {
        let (tag, old, new) = step.as_tag_tuple();
        if tag != similar::DiffTag::Equal {
            let text = new_lines.get(new).unwrap_or_default().concat();
            changes.push(Change { span: Span::new(start(old.start), start(old.end)), text });
        }
    }
    changes
}

fn starts(lines: &[&str]) -> Vec<usize> {
    lines.iter().scan(0, |at, line| Some(std::mem::replace(at, *at + line.len()))).collect()
}
