//! `--format junit`: JUnit's XML, with a suite for each file and a case for each thing that passes or fails. A
//! failure shows what `pretty` would.

use std::fmt::Write;

use super::content::{Case, End, Look, Report};
use super::picture;
use crate::vocab::visible::{message, visible};

/// The width of pictures, because there is no terminal.
const WIDTH: usize = 100;

/// The document.
pub(super) fn render(report: &Report<'_>, _: Look) -> String {
    let all = Counts::of(report.suites.iter().flat_map(|suite| &suite.cases));
    let Counts { tests, skipped, failures } = all;
    let name = env!("CARGO_PKG_NAME");
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <testsuites name=\"{name}\" tests=\"{tests}\" skipped=\"{skipped}\" failures=\"{failures}\" errors=\"0\">\n"
    );
    for suite in &report.suites {
        out.push_str(&shown_suite(&visible(&suite.name), &suite.cases, report));
    }
    out + "</testsuites>\n"
}

#[derive(Default)]
struct Counts {
    tests: usize,
    skipped: usize,
    failures: usize,
}

impl Counts {
    fn of<'c>(cases: impl Iterator<Item = &'c Case>) -> Self {
        let mut counts = Self::default();
        for case in cases {
            counts.tests += 1;
            match case.end {
                End::Passed => {}
                End::Skipped(_) => counts.skipped += 1,
                End::Failed { .. } => counts.failures += 1,
            }
        }
        counts
    }
}

fn shown_suite(name: &str, cases: &[Case], report: &Report<'_>) -> String {
    let Counts { tests, skipped, failures } = Counts::of(cases.iter());
    let tag = format!(
        "    <testsuite name=\"{}\" tests=\"{tests}\" skipped=\"{skipped}\" errors=\"0\" failures=\"{failures}\"",
        escaped(name)
    );
    if cases.is_empty() {
        return tag + "/>\n";
    }
    let cases: String = cases.iter().map(|case| shown_case(case, name, report)).collect();
    format!("{tag}>\n{cases}    </testsuite>\n")
}

fn shown_case(case: &Case, suite: &str, report: &Report<'_>) -> String {
    let end = match &case.end {
        End::Passed => None,
        End::Skipped(why) => Some(format!("<skipped message=\"{}\"/>", escaped(&message(why)))),
        End::Failed { message: why, diagnostics } => {
            let pictures = escaped(&pictures(diagnostics, report));
            Some(format!("<failure message=\"{}\">{pictures}</failure>", escaped(&message(why))))
        }
    };
    let (name, suite) = (escaped(&message(&case.name)), escaped(suite));
    let tag = format!("        <testcase name=\"{name}\" classname=\"{suite}\"");
    match end {
        None => tag + "/>\n",
        Some(end) => format!("{tag}>\n            {end}\n        </testcase>\n"),
    }
}

fn pictures(diagnostics: &[usize], report: &Report<'_>) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().filter_map(|index| report.diagnostics.get(*index)) {
        picture::draw(&mut out, diagnostic, report.sources, Look::plain(WIDTH));
    }
    out
}

/// A text or the value of an attribute. Characters that XML has no way to write are spelled out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' | '\t' | ' '..='\u{fffd}' | '\u{10000}'.. => out.push(letter),
            // Writing to a string does not fail. A parser would turn a CR into a LF.
            _ => drop(write!(out, "\\u{{{:x}}}", u32::from(letter))),
        }
    }
    out
}
