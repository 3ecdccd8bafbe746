//! A character class that looks like a word, where a group was probably meant.

use crate::diagnostic::{Code, Diagnostic, Severity, shortened};
use crate::lint::{Check, Clause, Context, Rule, patterns, wording};
use crate::model::Condition;
use crate::vocab::{OddClass, Oddity, Shape};

pub static RULE: Rule = Rule {
    code: Code::of_rule("suspicious-class"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a character class that looks like a word",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A character class that lists a letter twice, or that has `$`, `^` or `|` next to two letters in a
row. Ranges do not count as letters, and a character after `\` is taken as intended.

## Why it matters
`[git|npm]` matches one character: a `g`, an `i`, a `t`, a `|` and so on. A word, a `|` or an
anchor in square brackets was usually meant as a group: `(?:git|npm)`.

## Example
```pl policy.pl
default deny

tool get_report: read {
  require args.period matches "^[day|week]+$" because "Ask for a day or a week."
}
```

## Fix
Write a group.

```pl policy.pl
default deny

tool get_report: read {
  require args.period matches "^(?:day|week)$" because "Ask for a day or a week."
}
```

## When to ignore it
If each of these characters is meant on its own. Writing `\|` in place of `|` also says so.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|_, clause| odd(clause));
    patterns::findings(
        context,
        found,
        |(condition, ..)| condition.place,
        |clause, (_, class, text)| finding(clause, &class, &text),
    )
}

/// The condition, the class, and its text.
fn odd(clause: &Clause<'_>) -> Option<(Condition, OddClass, String)> {
    clause.entry.conditions.iter().find_map(|condition| {
        let pattern = condition.pattern()?;
        let class = Shape::of(pattern)?.odd_classes.first()?.clone();
        let text = pattern.get(class.span.clone())?.to_owned();
        Some((condition.clone(), class, text))
    })
}

fn finding(clause: &Clause<'_>, class: &OddClass, text: &str) -> Diagnostic {
    let text = shortened(text, wording::LONGEST_PATTERN);
    let label = match class.oddity {
        Oddity::Twice(letter) => format!("it lists `{letter}` twice"),
        Oddity::Sign(sign) => format!("it has `{sign}` next to letters"),
    };
    let finding = RULE.finding(clause.place, format!("`{text}` matches one character, not a word"), label);
    clause
        .applied(finding)
        .with_help("write words as `(?:one|other)`, and put `\\` before a character that you mean literally")
}
