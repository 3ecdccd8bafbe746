//! A character class that spells a word, where a group was meant.

use crate::diagnostic::{Code, Diagnostic, Severity, shortened};
use crate::lint::{Check, Clause, Context, Rule, patterns, wording};
use crate::model::{Condition, Operand};
use crate::vocab::{OddClass, Oddity, Operator, Shape, Value};

pub static RULE: Rule = Rule {
    code: Code::of_rule("suspicious-class"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a character class that spells a word",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
`[git|npm]` is one letter: a `g`, an `i`, a `t`, a `|` and so on. Who writes a word, a `|`, or an
anchor between square brackets, mostly means a group: `(?:git|npm)`. A class is reported that lists a
letter twice, or that has `$`, `^` or `|` beside two letters in a row; ranges are no letters, and a
sign with `\` in front is meant.

## Flagged
```pl policy.pl
default deny

tool get_report: read {
  require args.period matches "^[day|week]+$" because "Ask for a day or a week."
}
```

## Clean
```pl policy.pl
default deny

tool get_report: read {
  require args.period matches "^(?:day|week)$" because "Ask for a day or a week."
}
```

## When to ignore it
Where each of these letters is meant, alone. `\|` in place of `|` says so, too.
"##;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|_, clause| odd(clause));
    patterns::told(
        context,
        found,
        |(condition, ..)| condition,
        |clause, (_, class, text)| finding(clause, &class, &text),
    )
}

/// The condition, the class, and its text.
fn odd(clause: &Clause<'_>) -> Option<(Condition, OddClass, String)> {
    clause.entry.conditions.iter().filter(|condition| condition.op == Operator::Regex).find_map(|condition| {
        let Operand::Value(Value::Text(pattern)) = &condition.value else { return None };
        let class = Shape::of(pattern)?.odd_classes.into_iter().next()?;
        let text = pattern.get(class.span.clone())?.to_owned();
        Some((condition.clone(), class, text))
    })
}

fn finding(clause: &Clause<'_>, class: &OddClass, text: &str) -> Diagnostic {
    let text = shortened(text, wording::LONGEST_PATTERN);
    let label = match class.oddity {
        Oddity::Twice(letter) => format!("it lists `{letter}` twice"),
        Oddity::Sign(sign) => format!("it has `{sign}` beside letters in a row"),
    };
    let finding = RULE.finding(clause.place, format!("`{text}` stands for one letter, not for a word"), label);
    clause.applied(finding).with_help("write words as `(?:one|other)`; a sign that is meant, with `\\` in front")
}
