//! `--format junit`: a suite a file, a case a thing that passes or fails, as JUnit's XML, by quick-junit,
//! which is named here and nowhere else. A failure shows what `pretty` would.

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::visible::{message, visible};
use super::{Case, End, Look, Report, pretty};

/// Columns of the pictures: no terminal says how many there are.
const WIDTH: usize = 100;

/// The document.
pub(super) fn render(report: &Report<'_>, _: Look) -> String {
    let mut document = quick_junit::Report::new(env!("CARGO_PKG_NAME"));
    for suite in &report.suites {
        let name = visible(&suite.name);
        let mut shown = TestSuite::new(name.as_ref());
        shown.add_test_cases(suite.cases.iter().map(|case| shown_case(case, &name, report)));
        document.add_test_suite(shown);
    }
    // Writing to memory does not fail, and what XML can't say is left out of every text.
    document.to_string().unwrap_or_default()
}

fn shown_case(case: &Case, suite: &str, report: &Report<'_>) -> TestCase {
    let status = match &case.end {
        End::Passed => TestCaseStatus::success(),
        End::Skipped(why) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(message(why));
            status
        }
        End::Failed { message: why, diagnostics } => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(message(why)).set_description(pictures(diagnostics, report));
            status
        }
    };
    let mut shown = TestCase::new(message(&case.name), status);
    shown.set_classname(suite);
    shown
}

fn pictures(diagnostics: &[usize], report: &Report<'_>) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics.iter().filter_map(|index| report.diagnostics.get(*index)) {
        pretty::draw(&mut out, diagnostic, report.sources, Look { width: WIDTH, color: false });
    }
    out
}
