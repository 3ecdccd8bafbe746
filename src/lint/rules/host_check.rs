//! A `require` that names a host and lets other hosts through.

use crate::analyze::Call;
use crate::analyze::holes::{HostForm, Hosts, other_host};
use crate::analyze::hosts::{self, Named};
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Severity, listed, quoted};
use crate::lint::text_conditions::{self, TextCondition};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns};

pub static RULE: Rule = Rule {
    code: Code::of_rule("host-check"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `require` on a host that lets other hosts through",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` or `contains` that names a host but also accepts an address on another host.
Subdomains of the host count as the host. An argument counts as a host if the last word of its
name is `url`, `uri`, `href`, `host`, `hostname`, `domain`, `origin`, `endpoint`, `webhook`,
`email`, `mail`, `to`, `cc`, `bcc`, `recipient` or `recipients`.

## Why it matters
The address is meant to lead to one host, but can lead to another. `contains "docs.example.com"`
is true for `https://docs.example.com.evil.test/` and for `https://evil.test/docs.example.com`. In
a regular expression, an unescaped dot matches any character, and without a `/` after the host,
the name may continue.

## Example
```pl policy.pl
default deny

tool fetch_page: read {
  require args.url matches r"^https://docs\.example\.com" because "Fetch pages of the docs."
}
```

## Fix
Write the whole beginning of the address, from the scheme to the `/` after the host.

```pl policy.pl
default deny

tool fetch_page: read {
  require args.url matches r"^https://docs\.example\.com/" because "Fetch pages of the docs."
}
```

## When to ignore it
If the text is not an address, whatever its name says.
"#;

/// The number of hosts that a message lists.
const MOST_HOSTS: usize = 3;

struct Leak<'c> {
    condition: TextCondition<'c>,
    form: HostForm,
    hosts: Named,
    call: Call,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| leak(context, tool, clause));
    let finding = |clause: &Clause<'_>, leak: Leak<'_>| {
        let hosts = listed(&quoted(leak.hosts.hosts.iter().take(MOST_HOSTS)), "or");
        let message = format!("`{}` may lead to a host other than {hosts}", leak.condition.path);
        let finding = findings::let_through(&RULE, clause, leak.call, message);
        finding.with_help_if(leak.hosts.hosts.first().map(|host| help(leak.form, host)))
    };
    patterns::findings(context, found, |leak| leak.condition.model, finding)
}

fn leak<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<Leak<'c>> {
    text_conditions::of_clause(clause).into_iter().find_map(|condition| {
        let form = form(context.kind(tool, condition.path)?)?;
        if named(&condition).hosts.is_empty() || !text_conditions::may_be_text(context, tool, condition.path) {
            return None;
        }
        let all = text_conditions::of_argument(context, tool, condition.path);
        // Only the first condition that names a host is reported.
        let first = all.iter().find(|other| !named(other).hosts.is_empty());
        if !first.is_some_and(|first| std::ptr::eq(first.model, condition.model)) {
            return None;
        }
        // Whatever its name says, a text that has to contain `//` is an address.
        let form = if all.iter().any(|condition| condition.text.contains("//")) { HostForm::Url } else { form };
        let mut hosts = Named::default();
        all.iter().for_each(|condition| hosts.add(named(condition)));
        let texts = text_conditions::as_if_anchored(&all);
        let ask = Hosts { ours: &hosts, form, texts: &texts };
        let answer =
            context.accepted(tool, |prover, subject| other_host(prover, subject, tool.name, condition.path, &ask));
        Some(Leak { condition, form, call: findings::found(answer)?, hosts })
    })
}

/// How an argument of a kind names a host.
fn form(kind: ArgumentKind) -> Option<HostForm> {
    match kind {
        ArgumentKind::Url => Some(HostForm::Url),
        ArgumentKind::Host => Some(HostForm::Name),
        ArgumentKind::Mail => Some(HostForm::Address),
        ArgumentKind::Command | ArgumentKind::Path | ArgumentKind::Query => None,
    }
}

fn named(condition: &TextCondition<'_>) -> Named {
    if condition.is_pattern { hosts::in_pattern(condition.text) } else { hosts::in_text(condition.text) }
}

fn help(form: HostForm, host: &str) -> String {
    let host = host.replace('.', r"\.");
    match form {
        HostForm::Url => format!("write `matches r\"^https://{host}(?:/|$)\"`"),
        HostForm::Name => format!("write `matches r\"^{host}$\"`"),
        HostForm::Address => format!("write `matches r\"^[A-Za-z0-9._+-]+@{host}$\"`"),
    }
}
