//! A callable tool that, by its name, lets the agent read any secret.

use crate::classify;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::context::Target;
use crate::lint::{Check, Context, Rule, Tool, findings, wording};

pub static RULE: Rule = Rule {
    code: Code::of_rule("secret-read"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a callable tool that lets the agent read any secret",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool whose name says that it reads (`get`, `read`, `list` and the like) a secret, a
credential, a password, environment variables, a key or an access token, and for which no clause
restricts an argument.

## Why it matters
An agent may pass on what it has read, into an issue, a mail or a request to a stranger's server,
because something that it read told it to. It can't leak a password or a key that it never had.

## Example
```pl policy.pl
default deny
allow get_secret: read
```

## Fix
Hide or deny the tool, or say with `require` which secrets it may read.

```pl policy.pl
default deny

tool get_secret: read {
  require args.name in ["staging-url", "feature-flags"]
    because "Ask a person for other secrets."
}
```

## When to ignore it
If the tool returns only names or placeholders, or if reading that secret is the agent's task.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let reads = |tool: &Tool<'_>| classify::secret(tool.name).is_some() && !context.has_restricted(tool);
    let targets = context.by_target(context.callable().filter(reads));
    targets.into_iter().filter_map(|target| finding(context, &target)).collect()
}

fn finding(context: &Context<'_>, target: &Target<'_>) -> Option<Diagnostic> {
    let first = target.tools.first()?;
    let verb = if target.tools.len() == 1 { "lets" } else { "let" };
    let message = format!("{} {verb} the agent read any secret", target.words());
    let finding = |label: String| {
        RULE.finding(target.place, message, label)
            .with_help("hide it, deny it, or say with `require` which secrets it may read")
    };
    Some(match context.telling(first) {
        Some(call) => finding(wording::allowed(&call)).with_witness(findings::witness(call)),
        None => finding("every call is allowed".to_owned()),
    })
}
