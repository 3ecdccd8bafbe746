//! A callable tool that carries something to anybody.

use std::collections::BTreeMap;

use crate::analyze::Call;
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Severity, listed, quoted};
use crate::lint::context::Target;
use crate::lint::held_texts::{Held, Texts};
use crate::lint::{Check, Context, Rule, Tool, findings, lists, recipients, wording};
use crate::vocab::{Kind, Path};

pub static RULE: Rule = Rule {
    code: Code::of_rule("open-recipient"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &["destructive-callable", "financial-without-condition"],
    title: "a callable tool that carries something to anybody",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool that sends, posts, shares, invites, pays or books, unless it is rated `read`, and of
which no argument that says to whom is restricted. If `to` is restricted and `cc` or `bcc` is not,
these are reported. If no argument says to whom, the texts that the tool carries are reported, as
those of a public post. The rule needs a catalog or a signature.

## Why it matters
An agent that has read a secret, or a text by a stranger, can pass it on to the stranger. Who
receives what it writes is the last thing that a policy can check.

## Example
```pl policy.pl
default deny

tool send_mail(to: string, subject: string, body: string): write {
  limit 10 per minute
}
```

## Fix
Say who may receive it.

```pl policy.pl
default deny

tool send_mail(to: string, subject: string, body: string): write {
  require args.to at "acme.example" because "Write to colleagues."
  limit 10 per minute
}
```

## When to ignore it
If everybody may receive what the agent writes, and it never reads anything that is not public.
"#;

/// What is open in a tool.
struct Open {
    paths: Vec<Path>,
    /// Whether these are texts rather than recipients.
    is_content: bool,
    call: Call,
    help: String,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found: Vec<(Tool<'_>, Open)> =
        context.callable().filter_map(|tool| open(context, &tool).map(|open| (tool, open))).collect();
    let tools: Vec<_> = found.iter().map(|(tool, _)| *tool).collect();
    let by_name: BTreeMap<&str, Open> = found.into_iter().map(|(tool, open)| (tool.name, open)).collect();
    let targets = context.by_target(tools);
    targets.iter().filter_map(|target| finding(target, &by_name)).collect()
}

fn open(context: &Context<'_>, tool: &Tool<'_>) -> Option<Open> {
    tool.schema().filter(|_| recipients::carries(context, tool))?;
    let arguments = context.arguments(tool);
    let named: Vec<&Path> = arguments
        .iter()
        .filter(|(path, argument)| recipients::is_recipient(context, tool, path, argument))
        .map(|(path, _)| path)
        .collect();
    if named.is_empty() {
        let leads_somewhere = |texts: &Texts| matches!(texts.kind, ArgumentKind::Url | ArgumentKind::Host);
        // Where an address says where it goes, that is what matters.
        return if context.texts(tool).iter().any(leads_somewhere) { None } else { open_content(context, tool) };
    }
    let (restricted, free): (Vec<&Path>, Vec<&Path>) =
        named.into_iter().partition(|path| context.is_restricted(tool, path));
    let is_reported = |path: &&&Path| {
        let is_beside = restricted.is_empty() || recipients::is_addressed(context, tool, path);
        is_beside && !lists::is_asked_for_one(context, tool, path)
    };
    let paths: Vec<Path> = free.iter().filter(is_reported).map(|path| (*path).clone()).collect();
    let first = paths.first()?;
    let call = reached(context, tool, first)?;
    Some(Open { help: help(context, tool, first), is_content: false, call, paths })
}

fn open_content(context: &Context<'_>, tool: &Tool<'_>) -> Option<Open> {
    let arguments = context.arguments(tool);
    let texts = arguments.iter().filter(|(path, argument)| recipients::is_content(tool, path, argument));
    let (restricted, free): (Vec<&Path>, Vec<&Path>) =
        texts.map(|(path, _)| path).partition(|path| context.is_restricted(tool, path));
    let paths: Vec<Path> = free.into_iter().cloned().collect();
    let first = paths.first().filter(|_| restricted.is_empty())?;
    let help = format!("say with `require {first} in [\"…\"]` what it may say, or `deny` the tool");
    Some(Open { help, is_content: true, call: context.telling(tool)?, paths })
}

/// A call that reaches a stranger.
fn reached(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> Option<Call> {
    let by_mail =
        [Held::Itself, Held::Element].map(|held| Texts { path: path.clone(), held, kind: ArgumentKind::Mail });
    let mailed = by_mail.iter().filter(|_| recipients::is_mailed(path));
    let own = context.passing_attack(tool, path);
    let attack = own.or_else(|| mailed.into_iter().find_map(|texts| context.attack(tool, texts)));
    let call = attack.map(|(_, call)| call).or_else(|| context.with_anything(tool, path));
    call.or_else(|| context.telling(tool)).map(|call| context.filled(tool, call))
}

fn help(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> String {
    let arguments = context.arguments(tool);
    let argument = arguments.iter().find(|(other, _)| other == path).map(|(_, argument)| argument);
    let is_list = argument.is_some_and(|it| it.kinds().has(Kind::List) && !it.kinds().has(Kind::String));
    let is_optional = argument.is_some_and(|it| !it.always_there);
    let left_out = if is_optional { format!("`require {path} missing`, or ") } else { String::new() };
    match (context.kind(tool, path), is_list) {
        (_, true) if is_optional => {
            format!("write `require {path} missing`: no condition can check all elements of a list")
        }
        (_, true) => {
            "no condition can check all elements of a list: `deny` or `hide` the tool, or allow one that takes \
            a single recipient"
                .to_owned()
        }
        (Some(ArgumentKind::Mail), false) if is_optional => {
            format!("write {left_out}`require {path} missing or {path} at \"…\"` with the domain that may receive it")
        }
        (Some(ArgumentKind::Mail), false) => {
            format!("write `require {path} at \"…\"` with the domain that may receive it")
        }
        (_, false) => format!("write {left_out}`require {path} in […]` with those who may receive it"),
    }
}

fn finding(target: &Target<'_>, by_name: &BTreeMap<&str, Open>) -> Option<Diagnostic> {
    let first = target.tools.iter().find_map(|tool| by_name.get(tool.name))?;
    let paths = listed(&quoted(&first.paths), "and");
    let tools = target.words();
    let message = match first.is_content {
        true => format!("{tools} may carry any text to others in {paths}"),
        false => format!("{tools} may reach anybody: nothing restricts {paths}"),
    };
    let finding = RULE.finding(target.place, message, wording::allowed(&first.call));
    Some(finding.with_help(first.help.clone()).with_witness(findings::witness(first.call.clone())))
}
