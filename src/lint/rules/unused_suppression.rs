//! A comment that suppresses nothing of the rules that ran.

use crate::diagnostic::{Code, Diagnostic, MOST_TOLD, Severity, did_you_mean, nearest};
use crate::lint::{Check, Comments, Rule, Suppression};

pub static RULE: Rule = Rule {
    code: Code::of_rule("unused-suppression"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a comment that suppresses nothing",
    page: PAGE,
    check: Check::Comments(check),
};

const PAGE: &str = r#"
`# jamb: ignore[RULE] reason` takes back what a rule finds on its own line, or where it
stands alone, on the next line that is no comment. One that is left behind when the finding
is gone will hide the next one that nobody has looked at. Only rules that ran are looked at:
a pedantic rule's name may stand there.

## Flagged
```pl policy.pl
default deny # jamb: ignore[default-allow] the server is our own
allow get_customer: read
```

## Clean
```pl policy.pl
default allow # jamb: ignore[default-allow] the server is our own
```

## When to ignore it
Take the comment away instead. Where a finding comes and goes with the catalog, turn the rule
off for these files in `jamb.toml`.
"#;

fn check(comments: &Comments<'_>) -> Vec<Diagnostic> {
    // What a part suppresses is found in the policies that include it.
    let own = comments.suppressions.iter().filter(|it| it.has_reason && it.place.source == comments.main);
    let mut findings = Vec::new();
    for suppression in own.filter(|_| !comments.is_part).take(MOST_TOLD) {
        if suppression.rules.is_empty() {
            let help = "name the rules in brackets: `# jamb: ignore[default-allow] why`";
            findings.push(finding(suppression.place, "it names no rule").with_help(help));
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
        return finding(place, format!("there is no rule `{name}`")).with_help(help);
    }
    let help = match suppression.rules.len() {
        1 => "remove the comment".to_owned(),
        _ => format!("take `{name}` out of the brackets"),
    };
    finding(place, format!("`{name}` finds nothing here")).with_help(help)
}

fn finding(place: crate::source::Place, label: impl Into<String>) -> Diagnostic {
    RULE.finding(place, "this comment suppresses nothing", label)
}
