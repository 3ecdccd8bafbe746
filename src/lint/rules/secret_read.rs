//! A callable tool that reads a secret, by its name, whatever it is asked.

use crate::analyze::Answer;
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
    title: "a tool that gives the agent a secret, whichever it asks for",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
What an agent has read it may pass on: into an issue, a mail, a request to somebody else's
server, because a text that it read told it to. A password or a key that it never had can't
leak. The rule goes by the tool's name: it reads (`get`, `read`, `list` and the like) what
the name calls a secret, a credential, a password, environment variables, a key or an
access token, and no clause restricts an argument.

## Flagged
```pl policy.pl
default deny
allow get_secret: read
```

## Clean
```pl policy.pl
default deny

tool get_secret: read {
  require args.name in ["staging-url", "feature-flags"]
    because "Ask a person for other secrets."
}
```

## When to ignore it
Where the tool gives names only, or placeholders, or where reading that secret is the
agent's task.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let reads = |tool: &Tool<'_>| classify::secret(tool.name).is_some() && tool.restricted().next().is_none();
    let targets = context.by_target(context.callable().filter(reads));
    targets.into_iter().filter_map(|target| finding(context, &target)).collect()
}

fn finding(context: &Context<'_>, target: &Target<'_>) -> Option<Diagnostic> {
    let first = target.tools.first()?;
    let verb = if target.tools.len() == 1 { "lets" } else { "let" };
    let message = format!("{} {verb} the agent read secrets, whichever it asks for", target.words());
    let finding = |label: String| {
        RULE.finding(target.place, message, label)
            .with_help("hide it, deny it, or say with `require` which one it may be")
    };
    Some(match context.passing(first) {
        Answer::Some(call) => {
            finding(format!("{} gets through", wording::call(&call))).with_witness(findings::witness(call))
        }
        Answer::None | Answer::Unknown(_) => finding("callable, whatever it asks for".to_owned()),
    })
}
