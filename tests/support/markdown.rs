//! The fenced blocks of a document, and a check that what they show is still true.

use std::fmt::Write as _;
use std::ops::Range;

use super::run::root;

/// A fenced block.
#[derive(Debug)]
pub struct Fence {
    /// The first word after the backticks.
    pub language: String,
    /// The file name after the language, if there is one.
    pub name: Option<String>,
    /// The lines between the fences, each with its line break.
    pub text: String,
    /// The number of the first of these lines.
    pub line: usize,
    bytes: Range<usize>,
}

/// The fenced blocks of a document, in order.
pub fn fences(document: &str) -> Vec<Fence> {
    let mut fences: Vec<Fence> = Vec::new();
    let mut open: Option<Fence> = None;
    let mut start = 0;
    for (number, line) in document.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        match (&mut open, line.trim_end().strip_prefix("```")) {
            (Some(_), Some(_)) => fences.extend(open.take()),
            (Some(fence), None) => {
                fence.text.push_str(line);
                fence.bytes.end = end;
            }
            (None, Some(info)) => {
                let mut words = info.split_whitespace().map(str::to_owned);
                let language = words.next().unwrap_or_default();
                open = Some(Fence {
                    language,
                    name: words.next(),
                    text: String::new(),
                    line: number + 2,
                    bytes: end..end,
                });
            }
            (None, None) => {}
        }
        start = end;
    }
    fences
}

/// Checks that each of these fences shows its text. With `INSTA_UPDATE=always`, which also rewrites
/// snapshots, it writes the text into the document instead.
pub fn assert_shown(path: &str, document: &str, expected: &[(&Fence, String)]) {
    let outdated: Vec<_> = expected.iter().filter(|(fence, text)| fence.text != *text).collect();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        let mut updated = document.to_owned();
        for (fence, text) in outdated.iter().rev() {
            updated.replace_range(fence.bytes.clone(), text);
        }
        if updated != document {
            std::fs::write(root().join(path), updated).unwrap();
        }
        return;
    }
    let report = outdated.iter().fold(String::new(), |mut report, (fence, text)| {
        let _ = writeln!(report, "{path}:{} shows\n{}\nbut it should show\n{text}", fence.line, fence.text);
        report
    });
    assert!(report.is_empty(), "{report}\nrun the test with INSTA_UPDATE=always to update the document");
}
