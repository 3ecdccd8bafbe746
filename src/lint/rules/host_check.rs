//! A `require` on a host, in whose text there is a host, that lets another host through.

use crate::analyze::Call;
use crate::analyze::holes::{HostForm, Hosts, other_host};
use crate::analyze::hosts::{self, Named};
use crate::diagnostic::{Code, Diagnostic, Severity, listed, quoted};
use crate::lint::guards::{self, Guard};
use crate::lint::names::Meaning;
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns};

pub static RULE: Rule = Rule {
    code: Code::of_rule("host-check"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `require` of a host that lets another host through",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
An address is meant to lead to one host, and leads to another: `contains "docs.example.com"`
holds of `https://docs.example.com.evil.test/` and of `https://evil.test/docs.example.com`; in
an expression an unescaped dot is any letter, and where a `/` is missing behind the host, it may
go on. Names below the host are taken for its own.

An argument is taken for a host if the last word of its name is `url`, `uri`, `href`, `host`,
`hostname`, `domain`, `origin`, `endpoint`, `webhook`, `email`, `mail`, `to`, `cc`, `bcc`,
`recipient` or `recipients`.

## Flagged
```pl policy.pl
default deny

tool fetch_page: read {
  require args.url matches r"^https://docs\.example\.com" because "Fetch pages of the docs."
}
```

## Clean
```pl policy.pl
default deny

tool fetch_page: read {
  require args.url matches r"^https://docs\.example\.com/" because "Fetch pages of the docs."
}
```

## When to ignore it
Where the text is no address, whatever its name says.
"##;

/// How many hosts a message lists.
const FEW: usize = 3;

struct Leak<'c> {
    guard: Guard<'c>,
    form: HostForm,
    hosts: Named,
    call: Call,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| leak(context, tool, clause));
    let finding = |clause: &Clause<'_>, leak: Leak<'_>| {
        let hosts = listed(&quoted(leak.hosts.hosts.iter().take(FEW)), "and");
        let message = format!("`{}` may lead to another host than {hosts}", leak.guard.path);
        let finding = findings::let_through(&RULE, clause, leak.call, message);
        finding.with_help_if(leak.hosts.hosts.first().map(|host| help(leak.form, host)))
    };
    patterns::told(context, found, |leak| leak.guard.condition, finding)
}

fn leak<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<Leak<'c>> {
    guards::of_clause(clause).into_iter().find_map(|guard| {
        let Some(Meaning::Host(form)) = Meaning::of(guard.path) else { return None };
        if named(&guard).hosts.is_empty() || !guards::may_be_text(context, tool, guard.path) {
            return None;
        }
        let all = guards::of_argument(context, tool, guard.path);
        // The first that names a host is told of all.
        let first = all.iter().find(|other| !named(other).hosts.is_empty());
        if !first.is_some_and(|first| std::ptr::eq(first.condition, guard.condition)) {
            return None;
        }
        // Whatever its name says, a text that is to hold `//` is an address.
        let form = if all.iter().any(|guard| guard.text.contains("//")) { HostForm::Url } else { form };
        let mut hosts = Named::default();
        all.iter().for_each(|guard| hosts.add(named(guard)));
        let texts = guards::as_if_anchored(&all);
        let ask = Hosts { ours: &hosts, form, texts: &texts };
        let answer = context.accepted(tool, |prover, subject| other_host(prover, subject, tool.name, guard.path, &ask));
        Some(Leak { guard, form, call: findings::found(answer)?, hosts })
    })
}

fn named(guard: &Guard<'_>) -> Named {
    if guard.is_pattern { hosts::in_pattern(guard.text) } else { hosts::in_text(guard.text) }
}

fn help(form: HostForm, host: &str) -> String {
    let host = host.replace('.', r"\.");
    match form {
        HostForm::Url => format!("write `matches r\"^https://{host}(?:/|$)\"`"),
        HostForm::Name => format!("write `matches r\"^{host}$\"`"),
        HostForm::Address => format!("write `matches r\"^[A-Za-z0-9._+-]+@{host}$\"`"),
    }
}
