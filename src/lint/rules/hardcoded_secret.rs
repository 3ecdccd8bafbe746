//! A string that looks like a secret key.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::strings::{Role, Written};
use crate::lint::{Check, Context, Rule};
use crate::vocab::Regex;

pub static RULE: Rule = Rule {
    code: Code::of_rule("hardcoded-secret"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a string that looks like a secret key",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A string in the form of a known key: of GitHub (`ghp_`, `github_pat_`), Stripe (`sk_live_`),
OpenAI and others (`sk-`), AWS (`AKIA`), Google (`AIza`) or Slack (`xoxb-`), a JSON Web Token, or
a private key in PEM.

## Why it matters
A policy is committed, reviewed and sent to a gateway, and many people and machines read it. A key
in it is no longer secret.

## Example
```pl policy.pl
default deny

tool get_order: read {
  require args.token == "xoxb-1205419832-Kq8vTzR2mN4pW7" because "Only with our token."
}
```

## Fix
Remove the key, and have it revoked by the service that issued it.

```pl policy.pl
default deny

tool get_order: read {
  deny if args.note matches "xoxb-[0-9A-Za-z-]+" because "Keep keys out of notes."
}
```

## When to ignore it
If the key is an example that opens nothing.
"#;

/// What the key is, a part that it contains (which is quick to search for), and its form.
const FORMS: [(&str, &str, &str); 9] = [
    ("a GitHub token", "gh", r"(?:^|[^A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})"),
    ("a Stripe key", "k_live_", r"(?:^|[^A-Za-z0-9_])[rs]k_live_[A-Za-z0-9]{10,}"),
    ("an OpenAI-style API key", "sk-", r"(?:^|[^A-Za-z0-9_-])sk-(?:[a-z0-9]+-){0,3}[A-Za-z0-9_]{20,}"),
    ("an AWS access key", "AKIA", r"(?:^|[^A-Za-z0-9])AKIA[0-9A-Z]{16}(?:$|[^A-Za-z0-9])"),
    ("a Google API key", "AIza", r"(?:^|[^A-Za-z0-9_-])AIza[0-9A-Za-z_-]{30,}"),
    ("a Slack token", "xox", r"(?:^|[^A-Za-z0-9_])xox[abprs]-[0-9A-Za-z-]{10,}"),
    ("a JSON Web Token", ".eyJ", r"(?:^|[^A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    ("a private key", "PRIVATE KEY-----", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----[\s\\rn]*[A-Za-z0-9+/=]{16,}"),
    ("a private key", "PRIVATE KEY BLOCK-----", r"-----BEGIN PGP PRIVATE KEY BLOCK-----[\s\\rn]*[A-Za-z0-9+/=:]{8,}"),
];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let finding = |written: &Written| {
        let (kind, ..) =
            FORMS.iter().find(|(_, part, form)| written.value.contains(part) && has(&written.value, form))?;
        let label = match written.role {
            Role::Message => "the agent gets it, too",
            Role::Name | Role::Asked | Role::Value | Role::Pattern => "everybody who reads the policy can read it",
        };
        let finding = RULE.finding(written.place, format!("this policy contains {kind}"), label);
        Some(finding.with_help("remove it, and have it revoked: it is no longer secret"))
    };
    context.strings().iter().filter(|written| !is_filler(&written.value)).filter_map(finding).collect()
}

fn has(text: &str, form: &str) -> bool {
    Regex::new(form).is_ok_and(|form| form.is_match(text))
}

/// `ghp_xxxxxxxxxxxxxxxxxxxx` is a placeholder, not a key.
fn is_filler(text: &str) -> bool {
    const LONGEST: usize = 16;
    let mut run = (None, 0);
    text.chars().any(|letter| {
        run = if run.0 == Some(letter) { (run.0, run.1 + 1) } else { (Some(letter), 1) };
        run.1 >= LONGEST
    })
}
