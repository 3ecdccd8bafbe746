//! A string that looks like a secret key.

use crate::classify::keys;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::strings::{Role, Written};
use crate::lint::{Check, Context, Rule};

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

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let finding = |written: &Written| {
        let kind = keys::key(&written.value)?;
        let label = match written.role {
            Role::Message => "the agent gets it, too",
            Role::Name | Role::Asked | Role::Value | Role::Pattern => "everybody who reads the policy can read it",
        };
        let finding = RULE.finding(written.place, format!("this policy contains {kind}"), label);
        Some(finding.with_help("remove it, and have it revoked: it is no longer secret"))
    };
    context.strings().iter().filter_map(finding).collect()
}
