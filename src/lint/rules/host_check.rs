//! A `require` that names a host and lets other hosts through.

use crate::analyze::Call;
use crate::analyze::holes::{HostForm, Hosts, other_host};
use crate::analyze::hosts::{self, Named};
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Safety, Severity, listed, quoted};
use crate::lint::corrections::{Correction, Put};
use crate::lint::safe_forms::{self, SafeForm};
use crate::lint::text_conditions::{self, TextCondition, passing};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns, plausible};
use crate::vocab::{Alternative, Regex, Stretch, TextOperator};

pub static RULE: Rule = Rule {
    code: Code::of_rule("host-check"),
    level: Severity::Error,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &[],
    title: "a `require` on a host that lets other hosts through",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` or `contains` that names a host but also accepts an address on another host.
Subdomains of the host count as the host. The argument is an address, a host or a mail address by
what the policy compares it with, by its schema or by its name.

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
Say which site is meant. `on` accepts addresses on this host, and no other spelling; `at` does the
same for the domain of a mail address.

```pl policy.pl
default deny

tool fetch_page: read {
  require args.url on "docs.example.com" because "Fetch pages of the docs."
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
    correction: Option<Correction<'c>>,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| leak(context, tool, clause));
    let finding = |clause: &Clause<'_>, leak: Leak<'_>| {
        let hosts = listed(&quoted(leak.hosts.hosts.iter().take(MOST_HOSTS)), "or");
        let message = format!("`{}` may lead to a host other than {hosts}", leak.condition.path);
        let finding = findings::let_through(&RULE, clause, leak.call, message);
        match leak.correction {
            Some(correction) => correction.put(context, clause, &leak.condition, finding),
            None => finding.with_help_if(help(leak.form, &leak.hosts.hosts, &leak.condition)),
        }
    };
    patterns::findings(context, found, |leak| leak.condition.place, finding)
}

fn leak<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<Leak<'c>> {
    text_conditions::of_clause(clause).into_iter().find_map(|condition| {
        let kind = context.kind(tool, condition.path)?;
        let form = form(kind)?;
        if named(&condition).hosts.is_empty() || !text_conditions::may_be_text(context, tool, condition.path) {
            return None;
        }
        let all = text_conditions::of_argument(context, tool, condition.path);
        // Only the first condition that names a host is reported.
        let first = all.iter().find(|other| !named(other).hosts.is_empty());
        if condition.is_always_asked && !first.is_some_and(|first| first.is(&condition)) {
            return None;
        }
        // Most conditions spell the whole host, which needs no proof.
        if all.iter().any(|condition| condition.is_always_asked && fixes_host(kind, condition)) {
            return None;
        }
        // Whatever its name says, a text that has to contain `//` is an address.
        let form = if all.iter().any(|condition| condition.text.contains("//")) { HostForm::Url } else { form };
        let mut hosts = Named::default();
        all.iter().for_each(|condition| hosts.add(named(condition)));
        let asked: Vec<_> = all.into_iter().filter(|it| it.is_always_asked || it.is(&condition)).collect();
        let mut texts = text_conditions::as_if_anchored(&asked);
        texts.like.extend(text_conditions::own(&condition));
        let ask = Hosts { ours: &hosts, form, texts: &texts };
        let answer =
            context.accepted(tool, |prover, subject| other_host(prover, subject, tool.name, condition.path, &ask));
        let any = findings::found(answer)?;
        let attacks = plausible::other_hosts(form, &hosts.hosts, &text_conditions::ended(context, tool, &condition));
        let call = passing(context, tool, condition.path, &attacks).unwrap_or(any);
        let correction = correction(context, tool, form, &condition, (&hosts, &call));
        Some(Leak { condition, form, call, hosts, correction })
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

/// Whether every text of a condition has one of the hosts that it names, letter by letter.
fn fixes_host(kind: ArgumentKind, condition: &TextCondition<'_>) -> bool {
    let alternatives = condition.alternatives();
    let is_fixed = |it: &Alternative| {
        let is_whole = it.stretch == Stretch::None && it.is_lead_fixed;
        let host = match kind {
            ArgumentKind::Mail => it.last.rsplit_once('@').map(|(_, host)| host),
            ArgumentKind::Host => is_whole.then_some(it.start.as_str()),
            ArgumentKind::Url => it.start.split_once("://").and_then(|(_, rest)| {
                let end = rest.find(['/', '?', '#', '\\']).or(is_whole.then_some(rest.len()))?;
                rest.get(..end)
            }),
            ArgumentKind::Path | ArgumentKind::Command | ArgumentKind::Query => None,
        };
        !it.has_any_letter && host.is_some_and(|host| !host.contains('@'))
    };
    condition.is_pattern && !alternatives.is_empty() && alternatives.iter().all(is_fixed)
}

fn named(condition: &TextCondition<'_>) -> Named {
    if condition.is_pattern { hosts::in_pattern(condition.text) } else { hosts::in_text(condition.text) }
}

/// The operator that a condition means: `on` with its site, or with the hosts that it names.
fn correction<'c>(
    context: &Context<'c>,
    tool: &Tool<'c>,
    form: HostForm,
    condition: &TextCondition<'c>,
    (hosts, call): (&Named, &Call),
) -> Option<Correction<'c>> {
    let (kind, operator) = match form {
        HostForm::Url => (ArgumentKind::Url, TextOperator::On),
        HostForm::Address => (ArgumentKind::Mail, TextOperator::At),
        HostForm::Name => return None,
    };
    let new = |form, put| Correction::new(context, tool, condition, (form, put), Some(call));
    let meant = safe_forms::meant(Some(kind), condition).filter(|form| form.operator == operator);
    meant.and_then(|form| new(form, Put::Instead)).or_else(|| {
        let named = if hosts.partly.is_empty() { hosts.hosts.as_slice() } else { &[] };
        let form = safe_forms::of_hosts(kind, named, condition)?;
        let is_only_host = hosts.hosts.len() == 1 && says_only_host(condition);
        new(form, if is_only_host { Put::Instead } else { Put::Also })
    })
}

/// Whether a condition says nothing but its host: `contains "docs.example.com"`, but not `contains "ann@acme.example"`.
fn says_only_host(condition: &TextCondition<'_>) -> bool {
    let alternatives = condition.alternatives();
    let letters = |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '@'));
    let names_mailbox = |text: &str| text.split_once('@').is_some_and(|(mailbox, _)| !mailbox.is_empty());
    let is_host = |text: &str| letters(text) && !names_mailbox(text);
    alternatives.iter().all(|alternative| is_host(&alternative.lead) && is_host(&alternative.tail))
}

/// What to write instead, as far as that lets through what the condition means.
fn help(form: HostForm, hosts: &[String], condition: &TextCondition<'_>) -> Option<String> {
    let hosts = hosts.get(..MOST_HOSTS).unwrap_or(hosts).iter();
    let safe = |operator, values: Vec<String>| Some(format!("write `{}`", SafeForm::new(operator, values)?.words()));
    match form {
        // Neither operator lets a user before the host through.
        HostForm::Url if condition.text.contains('@') => None,
        HostForm::Url => {
            let scheme = scheme(condition);
            safe(TextOperator::On, hosts.map(|host| format!("{scheme}{host}")).collect())
        }
        HostForm::Address => safe(TextOperator::At, hosts.cloned().collect()),
        HostForm::Name => {
            let values: Vec<_> = hosts.map(|host| format!("{host:?}")).collect();
            let is_meant = Regex::new(condition.text)
                .is_ok_and(|regex| values.iter().all(|it| regex.is_match(it.trim_matches('"'))));
            Some(match values.as_slice() {
                _ if condition.is_pattern && !is_meant => {
                    "say what the whole name has to be, from `^` to `$`".to_owned()
                }
                [only] => format!("write `== {only}`"),
                all => format!("write `in [{}]`", all.join(", ")),
            })
        }
    }
}

/// The scheme that a condition asks for, with `://`, if it is not `https`.
fn scheme(condition: &TextCondition<'_>) -> String {
    let alternatives = condition.alternatives();
    let start = alternatives.first().map(|alternative| alternative.start.as_str()).unwrap_or_default();
    match start.split_once("://") {
        Some((scheme, _)) if !scheme.eq_ignore_ascii_case("https") => format!("{scheme}://"),
        Some(_) | None => String::new(),
    }
}
