//! A regular expression that matches only fixed texts.

use crate::catalog::Lookup;
use crate::catalog::argument::Verdict;
use crate::check::ir;
use crate::diagnostic::{Code, Diagnostic, Edit, Safety, Severity};
use crate::lint::context::{Found, comparisons};
use crate::lint::{Check, Clause, Context, Rule, Tool, wording};
use crate::model::Condition;
use crate::source::Place;
use crate::vocab::{self, Path, Value, plain_texts};

pub static RULE: Rule = Rule {
    code: Code::of_rule("literal-regex"),
    level: Severity::Warning,
    pedantic: true,
    fix: Some(Safety::Safe),
    yields_to: &[],
    title: "a regular expression that matches only fixed strings",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `matches` whose regular expression matches one string or a fixed list of strings, and nothing
else. An expression for a number, `true` or `false` is not reported: `== "5"` is also true for the
number 5, but a regular expression only for the string.

## Why it matters
`matches "^(usd|eur)$"` means the same as `in ["usd", "eur"]`, and takes longer to read. A list is
also checked against the schema: a value that the server does not know is an error.

## Example
```pl policy.pl
default deny

tool create_invoice: write {
  require args.currency matches "^(usd|eur)$" because "Only USD and EUR."
  limit 30 per minute
}
```

## Fix
Write `==` or `in`; the fix does that.

```pl policy.pl
default deny

tool create_invoice: write {
  require args.currency in ["usd", "eur"] because "Only USD and EUR."
  limit 30 per minute
}
```

## When to ignore it
If the expression is one of several that are read together.
"#;

/// The regular expressions of a clause that match only fixed texts, and these texts.
struct Plain {
    place: Place,
    texts: Vec<String>,
    edits: Vec<Edit>,
    in_json: bool,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| written(context, tool, clause).or_else(|| in_json(context, clause)));
    found.into_iter().map(|Found { clause, what, .. }| finding(context, &clause, what)).collect()
}

fn written<'c>(context: &Context<'c>, tool: &Tool<'_>, clause: &Clause<'c>) -> Option<Plain> {
    let listed = |comparison: &'c ir::Comparison| match &comparison.operand {
        vocab::Operand::Pattern(pattern) => Some((comparison, texts(pattern)?)),
        vocab::Operand::One(_) | vocab::Operand::Many(_) | vocab::Operand::Presence(_) => None,
    };
    let all: Vec<(&ir::Comparison, Vec<String>)> = comparisons::of(clause).into_iter().filter_map(listed).collect();
    let (first, texts) = all.first().cloned()?;
    let edits = all.iter().filter_map(|(comparison, texts)| edit(context, tool, comparison, texts)).collect();
    Some(Plain { place: first.place, texts, edits, in_json: false })
}

fn in_json(context: &Context<'_>, clause: &Clause<'_>) -> Option<Plain> {
    let listed = |condition: &Condition| Some((condition.place?, texts(condition.pattern()?)?));
    let (place, texts) = clause.entry.conditions.iter().filter(|_| context.checked.is_none()).find_map(listed)?;
    Some(Plain { place, texts, edits: Vec::new(), in_json: true })
}

/// `==` also accepts a number or a boolean for a text such as `5` or `true`; such texts are left out.
fn texts(pattern: &str) -> Option<Vec<String>> {
    let texts = plain_texts(pattern)?;
    let is_other = |text: &String| text.parse::<f64>().is_ok() || text == "true" || text == "false";
    (!texts.iter().any(is_other)).then_some(texts)
}

fn edit(context: &Context<'_>, tool: &Tool<'_>, comparison: &ir::Comparison, texts: &[String]) -> Option<Edit> {
    // A named expression may be used elsewhere, too.
    let is_literal = context.text(comparison.place).ends_with(['"', '#']);
    (is_literal && is_valid_list(context, tool, &comparison.path, texts))
        .then(|| comparisons::with_operator(comparison, format!(" {}", instead(texts))))?
}

/// Whether `check` accepts the list. It reports values that the schema rules out, and a list that covers all
/// values; then more is wrong than the spelling.
fn is_valid_list(context: &Context<'_>, tool: &Tool<'_>, path: &Path, texts: &[String]) -> bool {
    match &*context.lookup(tool, path) {
        Lookup::Found(argument) => {
            let is_listed = |value: &Value| texts.contains(&value.as_text());
            let holds_of_all = argument.finite(2 * texts.len()).is_some_and(|all| all.values.iter().all(is_listed));
            let may_be = |text: &String| argument.verdict(&Value::Text(text.clone())) == Verdict::Allowed;
            !holds_of_all && texts.iter().all(may_be)
        }
        Lookup::Unknown => true,
        Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => false,
    }
}

fn instead(texts: &[String]) -> String {
    let values: Vec<String> = texts.iter().map(|text| Value::Text(text.clone()).to_string()).collect();
    match values.as_slice() {
        [only] => format!("== {only}"),
        all => format!("in [{}]", all.join(", ")),
    }
}

fn finding(context: &Context<'_>, clause: &Clause<'_>, plain: Plain) -> Diagnostic {
    let Plain { place, texts, edits, in_json } = plain;
    let is_near = in_json || context.sources.start(place).line == context.sources.start(clause.place).line;
    let message = if texts.len() == 1 {
        "this regular expression matches only one string"
    } else {
        "this regular expression matches only a fixed list of strings"
    };
    let label = if in_json {
        "`eq` or `in` means the same".to_owned()
    } else {
        format!("the same as `{}`", wording::clipped(&instead(&texts)))
    };
    let finding = RULE.finding(if is_near { place } else { clause.place }, message, label);
    let finding =
        if in_json { finding } else { finding.with_help(format!("write `{}`", wording::clipped(&instead(&texts)))) };
    if edits.is_empty() { finding } else { finding.with_fix(Safety::Safe, edits) }
}
