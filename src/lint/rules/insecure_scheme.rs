//! A `require` that accepts an unencrypted address.

use crate::analyze::Call;
use crate::analyze::holes::{clear_text, text_through};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, required};
use crate::model::{Condition, Operand};
use crate::vocab::{Path, Piece, Shape, Value};

pub static RULE: Rule = Rule {
    code: Code::of_rule("insecure-scheme"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `require` that accepts an unencrypted address",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require` that accepts an address that begins with `http:` or `ws:`. Addresses of the machine
itself, such as `localhost` and 127.0.0.1, are not reported.

## Why it matters
Anyone on the network path can read and change what goes over `http:` or `ws:`: the tokens that
the server sends, and the page that the agent reads.

## Example
```pl policy.pl
default deny

tool fetch_page: read {
  require args.url matches r"^https?://docs\.example\.com/" because "Fetch pages of the docs."
}
```

## Fix
Require `https:` or `wss:`.

```pl policy.pl
default deny

tool fetch_page: read {
  require args.url matches r"^https://docs\.example\.com/" because "Fetch pages of the docs."
}
```

## When to ignore it
If all addresses are in a network that is protected by other means.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| clear(context, tool, clause));
    let finding = |clause: &Clause<'_>, (path, call): (Path, Call)| {
        let message = format!("`{path}` may be an unencrypted address");
        findings::let_through(&RULE, clause, call, message).with_help("require `https:` or `wss:`")
    };
    found.into_iter().map(|found| finding(&found.clause, found.what)).collect()
}

fn clear(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Option<(Path, Call)> {
    required::of_clause(clause).into_iter().filter(asks_for_clear_text).find_map(|condition| {
        let path = condition.path;
        let form = clear_text();
        let answer = context.accepted(tool, |prover, subject| text_through(prover, subject, tool.name, &path, &form));
        Some((path, findings::found(answer)?))
    })
}

fn asks_for_clear_text(condition: &Condition) -> bool {
    let text = |operand: &Operand| match operand {
        Operand::Value(Value::Text(text)) => is_clear(&Piece::of_text(text)),
        Operand::Value(Value::Number(_) | Value::Boolean(_)) | Operand::Null | Operand::List(_) => false,
    };
    if let Some(pattern) = condition.pattern() {
        return Shape::of(pattern).is_some_and(|shape| shape.rows.iter().any(|row| is_clear(row)));
    }
    match &condition.value {
        _ if condition.op.is_negative() || condition.op.order().is_some() => false,
        Operand::List(elements) => elements.iter().any(text),
        value @ (Operand::Value(_) | Operand::Null) => text(value),
    }
}

/// Whether a row of pieces begins with an unencrypted address of another machine.
fn is_clear(row: &[Piece]) -> bool {
    let start = row.iter().skip_while(|piece| **piece == Piece::Edge);
    let letters = start.map_while(|piece| if let Piece::Letter(letter) = piece { Some(*letter) } else { None });
    let spelled = letters.collect::<String>().to_ascii_lowercase();
    let rest = ["http:", "ws:"].iter().find_map(|scheme| spelled.strip_prefix(scheme));
    let here = ["localhost", "127.", "[::1]"];
    rest.is_some_and(|rest| !here.iter().any(|host| rest.trim_start_matches('/').starts_with(host)))
}
