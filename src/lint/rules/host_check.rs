//! A `require` that names a host and lets other hosts through.

use crate::analyze::Call;
use crate::analyze::holes::{HostForm, Hosts, other_host};
use crate::analyze::hosts::{self, Named};
use crate::classify::ArgumentKind;
use crate::classify::argument_signs::of_text;
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
Subdomains of the host count as the host. A condition that leaves the host open, such as
`^https://[^/]+/acme/`, is also reported unless another one names a host. The argument is an
address, a host or a mail address by what the policy compares it with, by its schema or by its name.

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
        let message = match leak.hosts.hosts.get(..MOST_HOSTS).unwrap_or(&leak.hosts.hosts) {
            [] => format!("`{}` may lead to any host", leak.condition.path),
            hosts => {
                format!("`{}` may lead to a host other than {}", leak.condition.path, listed(&quoted(hosts), "or"))
            }
        };
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
        if !text_conditions::may_be_text(context, tool, condition.path) {
            return None;
        }
        if named(&condition).hosts.is_empty() {
            return anywhere(context, tool, form, condition);
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

/// A condition on an argument for which no condition names a host.
fn anywhere<'c>(
    context: &Context<'c>,
    tool: &Tool<'c>,
    form: HostForm,
    condition: TextCondition<'c>,
) -> Option<Leak<'c>> {
    let path = condition.path;
    let all = text_conditions::of_argument(context, tool, path);
    let names_none = all.iter().all(|other| named(other).hosts.is_empty());
    // Where any address gets through, the tool is reported. An expression without a start is a mistake of its own.
    let is_asked = names_none
        && text_conditions::is_first(context, tool, &condition)
        && !is_unanchored(&condition)
        && context.passing_attack(tool, path).is_none();
    let attacks = plausible::anywhere(form, &text_conditions::ended(context, tool, &condition));
    if !is_asked {
        return None;
    }
    let call = passing(context, tool, path, &attacks)?;
    Some(Leak { condition, form, hosts: Named::default(), call, correction: None })
}

fn is_unanchored(condition: &TextCondition<'_>) -> bool {
    condition.is_pattern && condition.written.is_none() && patterns::anchored(condition.text, "^").is_some()
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
    let own = named(condition).hosts;
    if own.iter().any(|host| !can_be_said(condition, host)) {
        return None;
    }
    let meant = safe_forms::meant(Some(kind), condition).filter(|form| form.operator == operator);
    meant.and_then(|form| new(form, Put::Instead)).or_else(|| {
        if safe_forms::says_only_sites(condition, &own) {
            return new(safe_forms::of_hosts(kind, &own, condition)?, Put::Instead);
        }
        let named = if hosts.partly.is_empty() { hosts.hosts.as_slice() } else { &[] };
        new(safe_forms::of_hosts(kind, named, condition)?, Put::Also)
    })
}

/// Whether `on` or `at` can say what a condition means by a host: it is a whole one, and not one with any port.
fn can_be_said(condition: &TextCondition<'_>, host: &str) -> bool {
    !has_any_port(condition, host) && !is_here(host) && (has_top_label(host) || is_ended(condition, host))
}

/// Whether a condition leaves the port of a host open: `^https://docs\.example\.com(?::[0-9]+)?`.
fn has_any_port(condition: &TextCondition<'_>, host: &str) -> bool {
    let any = |it: &Alternative| {
        let after = it.lead.split_once(host).and_then(|(before, _)| it.outline.get(before.len() + host.len()..));
        after.is_some_and(|after| after.starts_with(":*"))
    };
    condition.alternatives().iter().any(any)
}

/// Servers on the machine itself hardly use the default port, and `on` names one.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.starts_with("127.")
}

/// Whether a host ends with a label that ends many hosts: `https://docs.acme` may go on with `.example`.
fn has_top_label(host: &str) -> bool {
    of_text(host) == Some(ArgumentKind::Host)
}

/// Whether what follows a host in a condition shows that it is whole.
fn is_ended(condition: &TextCondition<'_>, host: &str) -> bool {
    let ends = |it: &Alternative| {
        let after = it.lead.split_once(host).map_or("", |(_, after)| after);
        after.starts_with(['/', ':', '?', '#']) || it.stretch == Stretch::None || it.end().is_some()
    };
    condition.alternatives().iter().all(ends)
}

/// What to write instead, as far as that lets through what the condition means.
fn help(form: HostForm, hosts: &[String], condition: &TextCondition<'_>) -> Option<String> {
    let path = condition.path;
    if hosts.is_empty() {
        return Some(match form {
            HostForm::Url => format!("also say with `require {path} on …` which sites it may use"),
            HostForm::Address => format!("also say with `require {path} at …` which domains it may use"),
            HostForm::Name => "say what the whole name has to be, from `^` to `$`".to_owned(),
        });
    }
    let hosts = hosts.get(..MOST_HOSTS).unwrap_or(hosts).iter();
    let safe = |operator, values: Vec<String>| Some(format!("write `{}`", SafeForm::new(operator, values)?.words()));
    match form {
        // Neither operator lets a user before the host through.
        HostForm::Url if condition.text.contains('@') && !condition.text.contains("://") => None,
        HostForm::Url if condition.text.contains('@') || hosts.clone().any(|host| !can_be_said(condition, host)) => {
            Some(match condition.is_pattern {
                true => "end the host and its port with `(?:[/?#]|$)`".to_owned(),
                false => format!("say with `require {path} on …` which sites it may use"),
            })
        }
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
                [only] if accepts_below(condition, only.trim_matches('"')) => {
                    let host = patterns::escaped(only.trim_matches('"'));
                    format!(r#"write `matches r"^(?:[A-Za-z0-9-]+\.)*{host}$"`"#)
                }
                [only] => format!("write `== {only}`"),
                all => format!("write `in [{}]`", all.join(", ")),
            })
        }
    }
}

/// Whether a condition also accepts the hosts below one.
fn accepts_below(condition: &TextCondition<'_>, host: &str) -> bool {
    let below = format!("sub.{host}");
    match condition.is_pattern {
        true => Regex::new(condition.text).is_ok_and(|regex| regex.is_match(&below)),
        false => below.contains(condition.text),
    }
}

/// The scheme that a condition asks for, with `://`, if it is not `https`, and encrypted.
fn scheme(condition: &TextCondition<'_>) -> String {
    let alternatives = condition.alternatives();
    let start = alternatives.first().map(|alternative| alternative.start.as_str()).unwrap_or_default();
    let scheme = start.split_once("://").map_or("https", |(scheme, _)| scheme).to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" => String::new(),
        "ws" => "wss://".to_owned(),
        other => format!("{other}://"),
    }
}
