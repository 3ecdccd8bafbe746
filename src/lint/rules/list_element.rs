//! A `require … contains` on a list that lets any other elements through.

use crate::analyze::Call;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::held_texts::Texts;
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, lists};

pub static RULE: Rule = Rule {
    code: Code::of_rule("list-element"),
    level: Severity::Error,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `require … contains` on a list that lets other elements through",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … contains` on a list of commands, paths, addresses, mail addresses or queries, if a call
with another element gets through. Lists of labels, tags and the like are not reported: there, one
element is what is meant. The rule needs a catalog or a signature.

## Why it matters
`contains` asks for one element. Whatever else is in the list is not looked at: a mail that has to
go to the team may also go to a stranger.

## Example
```pl policy.pl
default deny

tool send_mail(recipients: [string], body: string): write {
  require args.recipients contains "team@corp.example" because "Only the team."
  limit 5 per minute
}
```

## Fix
A condition can't check all elements of a list. Deny or hide the tool, or allow another
one that takes a single value.

```pl policy.pl
default deny
hide send_mail

tool send_mail_to(recipient: string, body: string): write {
  require args.recipient at "corp.example" because "Only colleagues."
  limit 5 per minute
}
```

## When to ignore it
If the server refuses all other elements itself.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| beside(context, tool, clause));
    found.into_iter().map(|found| finding(&found.clause, found.what)).collect()
}

fn beside(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Option<(Texts, Call)> {
    lists::asked_for_one(context, tool, clause).into_iter().find_map(|texts| {
        let (_, call) = context.attack(tool, &texts)?;
        Some((texts, context.filled(tool, call)))
    })
}

fn finding(clause: &Clause<'_>, (texts, call): (Texts, Call)) -> Diagnostic {
    let path = &texts.path;
    let message = format!("`{path}` may hold other elements, too: `contains` asks for one");
    let help = format!(
        "no condition can check all elements of a list: `deny` or `hide` the tool, or allow one that takes {}",
        texts.kind.words()
    );
    findings::let_through(&RULE, clause, call, message).with_help(help)
}
