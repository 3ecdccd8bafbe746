//! Diagnostics for the tests of the formats, and the place of their snapshots.

use super::{Case, End, Format, Look, Report, Suite};
use crate::diagnostic::{Code, Diagnostic, Edit, Fix, Safety, Severity};
use crate::source::{Place, Source, SourceId, Sources, Span};

/// Sources and diagnostics as a command would have them.
#[derive(Default)]
pub(super) struct Sample {
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
}

impl Sample {
    pub fn file(&mut self, name: &str, text: &str) -> SourceId {
        self.sources.add(Source::from_text(name, text))
    }

    /// The first place of a text in a file, after another text.
    pub fn find(&self, file: SourceId, after: &str, text: &str) -> Place {
        let all = &self.sources.get(file).text;
        let from = all.find(after).unwrap();
        let start = from + all.get(from..).unwrap().find(text).unwrap();
        Span::new(start, start + text.len()).of(file)
    }

    pub fn render(&self, format: Format, width: usize) -> String {
        let case = |name: &str, end| Case { name: name.to_owned(), end };
        let message = "unknown\u{1b}[31m <argument>".to_owned();
        let failed = End::Failed { message, diagnostics: (0..self.diagnostics.len().min(1)).collect() };
        let cases = vec![
            case("\u{202e}refunds & \"charges\"", failed),
            case("payouts", End::Passed),
            case("line 17", End::Skipped("can't be read".to_owned())),
        ];
        let suites = vec![Suite { name: "policies/stripe.pl".to_owned(), cases }];
        let report = Report { files: Some(1), suites, ..Report::new(&self.sources, &self.diagnostics) };
        report.render(format, Look::plain(width))
    }
}

/// Compares a text with its snapshot in `snapshots/report`.
pub(super) fn assert_picture(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/report");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

const PAYMENTS: &str = "\
default deny
catalog \"stripe.tools.json\"

tool create_refund: financial {
  deny if args.amout > 100_00 because \"Refunds above $100 need a human.\"
  require not (args.amount > 5 and
               args.reason matches \"^dup\")
  limit 10 per day
}
hide create_refund
";

const CATALOG: &str = r#"{
  "tools": [
    {
      "name": "create_refund",
      "inputSchema": {
        "type": "object",
        "properties": {
          "amount": { "type": "integer", "minimum": 1 },
          "reason": { "type": "string" }
        }
      }
    }
  ]
}
"#;

/// A policy with one mistake for each kind of picture: a label in another file, a label inside another, a condition
/// over two lines, a later and an earlier statement, the end of the file.
pub(super) fn payments() -> Sample {
    let mut sample = Sample::default();
    let policy = sample.file("policies/stripe.pl", PAYMENTS);
    let catalog = sample.file("policies/stripe.tools.json", CATALOG);
    let argument = sample.find(policy, "deny if", "amout");
    let schema = sample.find(catalog, "inputSchema", "\"amount\": { \"type\": \"integer\", \"minimum\": 1 }");
    let condition =
        sample.find(policy, "require", "not (args.amount > 5 and\n               args.reason matches \"^dup\")");
    let order = sample.find(policy, "require", "args.amount > 5");
    let limit = sample.find(policy, "limit", "limit 10 per day");
    let hide = sample.find(policy, "hide", "create_refund");
    let tool = sample.find(policy, "tool create", "create_refund");
    let end = Span::at(PAYMENTS.len()).of(policy);
    let unknown = Diagnostic::error(
        Code::UNKNOWN_ARGUMENT,
        argument,
        "no argument `amout` in `create_refund`",
        "not in `stripe.tools.json`",
    );
    let mut unknown = unknown.with_label(schema, "the nearest argument").with_help("did you mean `args.amount`?");
    unknown.fix =
        Some(Fix { safety: Safety::Unsafe, edits: vec![Edit { place: argument, text: "amount".to_owned() }] });
    sample.diagnostics = vec![
        unknown,
        Diagnostic::error(
            Code::INEXPRESSIBLE_CONDITION,
            condition,
            "`policy.json` can't express this condition exactly",
            "this condition",
        )
        .with_label(order, "the negation of `>` also holds for an argument that is not a number")
        .with_help("split it into two clauses:\nrequire args.amount <= 5\nrequire args.reason matches \"^dup\""),
        Diagnostic::note(Code::UNDOCUMENTED_WINDOW, limit, "the gateway does not document limits per day", ""),
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(Code::CONFLICTING_STATE, hide, "`create_refund` has two states", "hidden here")
                .with_label(tool, "has rules here, which have no effect")
                .with_help("a hidden tool needs no rules: remove one of the two")
        },
        Diagnostic {
            severity: Severity::Info,
            ..Diagnostic::error(Code::SYNTAX, end, "the file ends inside a block", "expected `}`")
        },
    ];
    sample
}
