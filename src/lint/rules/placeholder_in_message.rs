//! A denial message with a placeholder, which nothing fills in.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Severity, shortened};
use crate::lint::strings::{Role, Written};
use crate::lint::{Check, Context, Rule};
use crate::syntax::tree::ItemKind;

pub static RULE: Rule = Rule {
    code: Code::of_rule("placeholder-in-message"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a denial message with a placeholder that nothing fills in",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A denial message that contains `${…}`, `{{…}}`, `%{…}` or `#{…}`, or the name of a `let` or of an
argument in braces.

## Why it matters
The agent gets messages as they are written: `At most ${cap}.` tells it nothing.

## Example
```pl policy.pl
default deny

let cap = 5

tool place_order: write {
  require args.count in [1, cap] because "Order one, or ${cap}."
  limit 5 per minute
}
```

## Fix
Write the value itself.

```pl policy.pl
default deny

let cap = 5

tool place_order: write {
  require args.count in [1, cap] because "Order one, or 5."
  limit 5 per minute
}
```

## When to ignore it
If the agent should get this text, for instance because the message is about a template.
"#;

/// What starts and ends a placeholder in the languages that have them.
const SIGNS: [(&str, &str); 4] = [("${", "}"), ("{{", "}}"), ("%{", "}"), ("#{", "}")];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let lets = lets(context);
    let messages = context.strings().iter().filter(|string| string.role == Role::Message);
    let finding = |string: &Written| {
        let placeholder = placeholder(&string.value, &lets)?;
        let message = format!("the agent gets `{}` as it is written", shortened(&placeholder, 60));
        let finding = RULE.finding(string.place, message, "messages have no placeholders");
        Some(finding.with_help("write the value itself"))
    };
    messages.filter_map(finding).collect()
}

fn lets<'c>(context: &Context<'c>) -> HashSet<&'c str> {
    let files = context.checked.into_iter().flat_map(|checked| &checked.files);
    let items = files.flat_map(|(_, file)| &file.items);
    items
        .filter_map(|item| if let ItemKind::Let(made) = &item.kind { Some(made.name.text.as_str()) } else { None })
        .collect()
}

fn placeholder(text: &str, lets: &HashSet<&str>) -> Option<String> {
    let between = |start: &str, end: &str| {
        let (_, rest) = text.split_once(start)?;
        let (name, _) = rest.split_once(end)?;
        (!name.trim().is_empty() && !name.contains(['{', '\n'])).then(|| name.to_owned())
    };
    let sign = SIGNS.iter().find_map(|(start, end)| Some(format!("{start}{}{end}", between(start, end)?)));
    sign.or_else(|| {
        let name = between("{", "}")?;
        (lets.contains(name.trim()) || name.trim().starts_with("args.")).then(|| format!("{{{name}}}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        let lets = HashSet::from(["cap"]);
        for (text, found) in [
            ("At most ${cap}.", Some("${cap}")),
            ("Not {{ tool }}.", Some("{{ tool }}")),
            ("At most {cap}, not {args.count}.", Some("{cap}")),
            ("Give {args.count}.", Some("{args.count}")),
            ("Use {a, b}, or $5.", None),
            ("${}", None),
        ] {
            assert_eq!(placeholder(text, &lets).as_deref(), found, "{text}");
        }
    }
}
