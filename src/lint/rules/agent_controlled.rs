//! A `require` that trusts what the agent says about itself.

use crate::analyze::Call;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Clause, Context, Rule, Tool, claims, findings, required};
use crate::vocab::Path;

pub static RULE: Rule = Rule {
    code: Code::of_rule("agent-controlled"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `require` that trusts what the agent says about itself",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require` that asks for `approved`, `confirm`, `confirmed`, `confirmation`, `authorized`,
`verified`, `is_admin`, `approved_by`, `requested_by` or the like to be true, to exist or to be a
certain string; or that asks for a `role`, `user_role`, `caller` or `caller_role` to be an admin,
owner or root.

## Why it matters
The agent writes all arguments itself. `require args.approved == true` asks the agent whether
somebody has approved the call, and the denial message tells it what to answer. Nobody else is
asked.

## Example
```pl policy.pl
default deny

tool merge_branch: write {
  require args.confirmed == true because "Ask the user, then set confirmed."
  limit 10 per minute
}
```

## Fix
Restrict what the call may do, or deny it.

```pl policy.pl
default deny

tool merge_branch: write {
  require args.branch matches "^agent/[a-z0-9-]+$" because "Merge your own branches."
  limit 10 per minute
}
```

## When to ignore it
If the server itself asks a person before it trusts the argument.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| claim(context, tool, clause));
    let finding = |clause: &Clause<'_>, (path, call): (Path, Call)| {
        let message = format!("the agent writes `{path}` itself");
        let help = "restrict what the call may do, or `deny` it: this clause asks only the agent";
        findings::let_through(&RULE, clause, call, message).with_help(help)
    };
    found.into_iter().map(|found| finding(&found.clause, found.what)).collect()
}

fn claim(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Option<(Path, Call)> {
    required::of_clause(clause).into_iter().filter(claims::is_claim).find_map(|condition| {
        let call = required::call(context, tool, &[&condition])?;
        Some((condition.path, call))
    })
}
