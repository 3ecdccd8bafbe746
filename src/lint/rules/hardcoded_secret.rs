//! A literal in the form of a known key.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::strings::{self, Role, Written};
use crate::lint::{Check, Context, Rule};
use crate::vocab::Regex;

pub static RULE: Rule = Rule {
    code: Code::of_rule("hardcoded-secret"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a string in the form of a known key",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
A policy is committed, reviewed, and sent to a gateway; many people and machines read it. A key that
stands in it is no secret any more: take it out, and have the service that gave it out revoke it. Known
are keys of GitHub (`ghp_`, `github_pat_`), Stripe (`sk_live_`), OpenAI and others (`sk-`), AWS (`AKIA`),
Google (`AIza`) and Slack (`xoxb-`), JSON Web Tokens, and private keys in PEM.

## Flagged
```pl policy.pl
default deny

tool get_order: read {
  require args.token == "xoxb-1205419832-Kq8vTzR2mN4pW7" because "Only with our token."
}
```

## Clean
```pl policy.pl
default deny

tool get_order: read {
  deny if args.note matches "xoxb-[0-9A-Za-z-]+" because "Keep keys out of notes."
}
```

## When to ignore it
Where the key is an example that opens nothing.
"##;

/// Whose key it is, with what it has to hold (which is quickly seen), and its form.
const FORMS: [(&str, &str, &str); 9] = [
    ("a key of GitHub", "gh", r"(?:^|[^A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})"),
    ("a key of Stripe", "k_live_", r"(?:^|[^A-Za-z0-9_])[rs]k_live_[A-Za-z0-9]{10,}"),
    ("a key as OpenAI gives them out", "sk-", r"(?:^|[^A-Za-z0-9_-])sk-(?:[a-z0-9]+-){0,3}[A-Za-z0-9_]{20,}"),
    ("a key of AWS", "AKIA", r"(?:^|[^A-Za-z0-9])AKIA[0-9A-Z]{16}(?:$|[^A-Za-z0-9])"),
    ("a key of Google", "AIza", r"(?:^|[^A-Za-z0-9_-])AIza[0-9A-Za-z_-]{30,}"),
    ("a key of Slack", "xox", r"(?:^|[^A-Za-z0-9_])xox[abprs]-[0-9A-Za-z-]{10,}"),
    ("a JSON Web Token", ".eyJ", r"(?:^|[^A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    ("a private key", "PRIVATE KEY-----", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----[\s\\rn]*[A-Za-z0-9+/=]{16,}"),
    ("a private key", "PRIVATE KEY BLOCK-----", r"-----BEGIN PGP PRIVATE KEY BLOCK-----[\s\\rn]*[A-Za-z0-9+/=:]{8,}"),
];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let finding = |written: &Written| {
        let (whose, ..) =
            FORMS.iter().find(|(_, part, form)| written.value.contains(part) && has(&written.value, form))?;
        let label = match written.role {
            Role::Message => "the agent is told it, too",
            Role::Name | Role::Asked | Role::Value | Role::Pattern => "anybody can read it here",
        };
        let finding = RULE.finding(written.place, format!("{whose} stands in this policy"), label);
        Some(finding.with_help("take it out, and have it revoked: it is no secret any more"))
    };
    strings::all(context).iter().filter(|written| !is_filler(&written.value)).filter_map(finding).collect()
}

fn has(text: &str, form: &str) -> bool {
    Regex::new(form).is_ok_and(|form| form.is_match(text))
}

/// `ghp_xxxxxxxxxxxxxxxxxxxx` stands for a key, and is none.
fn is_filler(text: &str) -> bool {
    const LONGEST: usize = 16;
    let mut run = (None, 0);
    text.chars().any(|letter| {
        run = if run.0 == Some(letter) { (run.0, run.1 + 1) } else { (Some(letter), 1) };
        run.1 >= LONGEST
    })
}
