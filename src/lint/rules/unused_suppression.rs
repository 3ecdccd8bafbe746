//! A suppression comment that suppresses nothing.

use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS, Severity, did_you_mean, nearest};
use crate::lint::{Check, Comments, Rule, Suppression};

pub static RULE: Rule = Rule {
    code: Code::of_rule("unused-suppression"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a suppression that suppresses nothing",
    page: PAGE,
    check: Check::Comments(check),
};

const PAGE: &str = r#"
## What it finds
A `# jamb: ignore[RULE] reason` comment for a rule that finds nothing there. Such a comment
suppresses findings on its own line or, if it is alone on its line, on the next line that is not a
comment. Only rules that ran are considered, so you may name a pedantic rule.

## Why it matters
A comment that stays when its finding is gone will hide the next finding before anybody has looked
at it.

## Example
```pl policy.pl
default deny # jamb: ignore[default-allow] the server is our own
allow get_customer: read
```

## Fix
Remove the comment, or the name of the rule.

```pl policy.pl
default allow # jamb: ignore[default-allow] the server is our own
```

## When to ignore it
If a finding appears and disappears as the catalog changes. In that case, turn off the rule for
these files in `jamb.toml`.
"#;

fn check(comments: &Comments<'_>) -> Vec<Diagnostic> {
    // The findings that a part suppresses are found in the policies that include it.
    let own = comments.suppressions.iter().filter(|it| it.has_reason && it.place.source == comments.main);
    let mut findings = Vec::new();
    for suppression in own.filter(|_| !comments.is_part).take(MAX_DIAGNOSTICS) {
        if suppression.rules.is_empty() {
            let help = "name the rules in brackets: `# jamb: ignore[default-allow] reason`";
            findings.push(finding(suppression.place, "it does not name a rule").with_help(help));
        }
        let unused = suppression.rules.iter().find(|named| !named.used && may_be_judged(comments, &named.name));
        findings.extend(unused.map(|named| of(comments, suppression, &named.name)));
    }
    findings
}

fn may_be_judged(comments: &Comments<'_>, name: &str) -> bool {
    !comments.exists(name) || comments.ran(name)
}

fn of(comments: &Comments<'_>, suppression: &Suppression, name: &str) -> Diagnostic {
    let place = suppression.place;
    if !comments.exists(name) {
        let near = nearest(name, comments.all.iter().map(|rule| rule.name()));
        let help = near.map_or_else(|| "`jamb explain` lists the rules".to_owned(), did_you_mean);
        return finding(place, format!("there is no rule named `{name}`")).with_help(help);
    }
    let help = match suppression.rules.len() {
        1 => "remove the comment".to_owned(),
        _ => format!("remove `{name}` from the brackets"),
    };
    finding(place, format!("`{name}` finds nothing here")).with_help(help)
}

fn finding(place: crate::source::Place, label: impl Into<String>) -> Diagnostic {
    RULE.finding(place, "this comment suppresses nothing", label)
}
