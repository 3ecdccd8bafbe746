//! A callable tool with an unrestricted text that is run, opened or fetched.

use std::collections::HashMap;

use crate::analyze::Call;
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Severity, listed, quoted};
use crate::lint::context::Target;
use crate::lint::held_texts::{Held, Texts};
use crate::lint::{Check, Context, Rule, Tool, findings, lists, names, wording};
use crate::vocab::Path;

pub static RULE: Rule = Rule {
    code: Code::of_rule("unconstrained-code-argument"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &["destructive-callable", "financial-without-condition"],
    title: "a callable tool with an unrestricted command, path, address or query",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool with a command, a path, an address or a query that no clause restricts, and that
the schema does not restrict with `enum`, `const` or `pattern` either, also inside lists, objects
and maps; or variables that may be set beside a command. What an argument is for is judged by what
the policy compares it with, by its schema, its name and its tool: the `code` of a coupon and the
`query` of a search are not reported.

An argument is restricted if no plain attack gets through, such as `/etc/passwd` for a path. So
`!= ""` and `matches "^https://"` restrict nothing, and neither does a list of bad values in a
`deny if`. The rule needs a catalog or a signature.

An argument is not reported if the tool only stores, reads or looks it up, as far as its name and
its server's description say: the website of a customer, code that is formatted, a domain in whois,
a file whose size alone is returned.

## Why it matters
A command, a path, an address or a query is a small program that the agent writes, and that it
often copies from something that somebody else wrote.

## Example
```pl policy.pl
default deny
tool fetch_page(url: string): read {}
```

## Fix
Say with `require` which values are allowed.

```pl policy.pl
default deny

tool fetch_page(url: string): read {
  require args.url on "docs.example.com" because "Fetch pages of the docs."
}
```

A condition can't check all elements of a list. Deny or hide a tool that takes one, or
allow a tool that takes a single value.

## When to ignore it
If any value is fine, as for a tool that reads public pages for an agent that has no secrets.
"#;

/// What is free in a tool.
pub struct Free {
    texts: Vec<Texts>,
    call: Call,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let tools: Vec<_> =
        context.callable().filter_map(|tool| free_texts(context, &tool).map(|free| (tool, free))).collect();
    let by_name: HashMap<&str, &Free> = tools.iter().map(|(tool, free)| (tool.name, free)).collect();
    let finding = |target: Target<'_>| {
        let found: Vec<&Free> = target.tools.iter().filter_map(|tool| by_name.get(tool.name)).copied().collect();
        let mut texts: Vec<&Texts> = found.iter().flat_map(|free| &free.texts).collect();
        texts.sort_by(|one, other| one.path.cmp(&other.path));
        texts.dedup_by(|one, other| one.path == other.path);
        Some(self::finding(context, &target, &texts, &found.first()?.call))
    };
    context.by_target(tools.iter().map(|(tool, _)| *tool)).into_iter().filter_map(finding).collect()
}

/// The texts of a tool that may be any but should not be, and a call with a plain attack.
pub fn free_texts(context: &Context<'_>, tool: &Tool<'_>) -> Option<Free> {
    let mut free: Option<Free> = None;
    for texts in context.texts(tool).iter().filter(|texts| is_judged(texts.kind)) {
        let is_reported = || lists::is_asked_for_one(context, tool, &texts.path);
        if context.is_restricted(tool, &texts.path) || is_reported() || !context.is_used(tool, texts) {
            continue;
        }
        let Some((_, call)) = context.attack(tool, texts) else { continue };
        match &mut free {
            Some(free) => free.texts.push(texts.clone()),
            None => free = Some(Free { texts: vec![texts.clone()], call: context.filled(tool, call) }),
        }
    }
    free
}

/// Who receives something is another rule's question.
fn is_judged(kind: ArgumentKind) -> bool {
    match kind {
        ArgumentKind::Command | ArgumentKind::Path | ArgumentKind::Url | ArgumentKind::Host | ArgumentKind::Query => {
            true
        }
        ArgumentKind::Mail => false,
    }
}

fn finding(context: &Context<'_>, target: &Target<'_>, texts: &[&Texts], call: &Call) -> Diagnostic {
    let arguments = listed(&quoted(texts.iter().map(|texts| &texts.path)), "and");
    let words = target.words();
    let has_clauses = target.tools.iter().any(|tool| !context.clauses(tool).is_empty());
    let (message, label) = match has_clauses && is_compared(context, target, texts) {
        true => (format!("the clauses of {words} hardly restrict {arguments}"), wording::gets_through(call)),
        false => {
            let any = any(context, target, texts);
            (format!("{words} may be called with any {any} in {arguments}"), wording::allowed(call))
        }
    };
    let finding = RULE.finding(target.place, message, label).with_witness(findings::witness(call.clone()));
    finding.with_help_if(texts.first().map(|texts| help(texts)))
}

/// What the texts may be, as far as their schemas say: any text, or any address.
fn any(context: &Context<'_>, target: &Target<'_>, texts: &[&Texts]) -> &'static str {
    let format = |texts: &&Texts| {
        let found = target.tools.iter().find_map(|tool| context.lookup(tool, &texts.path).argument()?.format.clone());
        match found.as_deref() {
            Some("uri" | "url" | "iri") => "address",
            Some("ipv4" | "ipv6" | "ip") => "IP address",
            Some("hostname" | "idn-hostname") => "host",
            Some(_) | None => "text",
        }
    };
    let mut all = texts.iter().map(format);
    let first = all.next().unwrap_or("text");
    if all.all(|other| other == first) { first } else { "text" }
}

fn is_compared(context: &Context<'_>, target: &Target<'_>, texts: &[&Texts]) -> bool {
    let is_one = |path: &Path| texts.iter().any(|texts| texts.path == *path);
    target.tools.iter().any(|tool| {
        context.clauses(tool).iter().any(|clause| clause.entry.conditions.iter().any(|it| is_one(&it.path)))
    })
}

fn is_source_code(path: &Path) -> bool {
    const CODE: &[&str] = &["code", "function", "javascript", "snippet", "program", "source", "expression"];
    CODE.contains(&names::last_word(names::name(path)).as_str())
}

fn help(texts: &Texts) -> String {
    let path = &texts.path;
    match (&texts.held, texts.kind) {
        (Held::Element | Held::Inside(_) | Held::Key, kind) => format!(
            "no condition can check all elements of `{path}`: `deny` or `hide` the tool, or allow one that takes {}",
            kind.words()
        ),
        (Held::Variables, _) => {
            format!("write `require {path} missing`, or `deny` the tool: variables may load programs")
        }
        (Held::Itself, ArgumentKind::Path) => format!("say with `require {path} under …` which folder it may use"),
        (Held::Itself, ArgumentKind::Url) => format!("say with `require {path} on …` which sites it may use"),
        (Held::Itself, ArgumentKind::Command) if is_source_code(path) => {
            "no condition tells harmless code from harmful code: hide or deny the tool, unless its server runs code in a \
             sandbox"
                .to_owned()
        }
        (Held::Itself, ArgumentKind::Command) => {
            format!("say with `require {path} in […]` what may be run, or hide the tool")
        }
        (Held::Itself, ArgumentKind::Query) => format!(
            "give the server a read-only account, list the allowed queries with `require {path} in […]`, or hide the tool"
        ),
        (Held::Itself, ArgumentKind::Host | ArgumentKind::Mail) => {
            format!("say with `require {path} in […]` which values are allowed")
        }
    }
}
