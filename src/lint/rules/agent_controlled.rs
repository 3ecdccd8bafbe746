//! A `require` that the agent meets by saying so of itself.

use crate::analyze::Call;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Clause, Context, Rule, Tool, asked, findings, names};
use crate::model::{Condition, Operand};
use crate::vocab::{Operator, Path, Value};

pub static RULE: Rule = Rule {
    code: Code::of_rule("agent-controlled"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `require` that the agent meets by saying so of itself",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
The agent writes all arguments. `require args.approved == true` asks it whether somebody has approved
the call, and it learns from the message what to answer. Nobody else is asked. The same goes for
`confirm`, `confirmed`, `authorized`, `verified` and `is_admin`, and for a `role`, `user_role` or
`caller` that is to be an admin, owner or root. Bound what the call may do, or deny it.

## Flagged
```pl policy.pl
default deny

tool delete_branch: destructive {
  require args.confirmed == true because "Ask the user, then set confirmed."
}
```

## Clean
```pl policy.pl
default deny

tool delete_branch: destructive {
  require args.branch matches "^agent/[a-z0-9-]+$" because "Delete your own branches."
}
```

## When to ignore it
Where the server itself asks a person before it believes the argument.
"##;

const CLAIMS: [&str; 6] = ["approved", "confirm", "confirmed", "authorized", "verified", "is_admin"];
const ROLES: [&str; 3] = ["role", "user_role", "caller"];
const POWERS: [&str; 3] = ["admin", "owner", "root"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| claim(context, tool, clause));
    let finding = |clause: &Clause<'_>, (path, call): (Path, Call)| {
        let message = format!("the agent itself writes `{path}`");
        let help = "bound what the call may do, or `deny` it: nobody but the agent is asked here";
        findings::let_through(&RULE, clause, call, message).with_help(help)
    };
    found.into_iter().map(|found| finding(&found.clause, found.what)).collect()
}

fn claim(context: &Context<'_>, tool: &Tool<'_>, clause: &Clause<'_>) -> Option<(Path, Call)> {
    asked::of_clause(clause).into_iter().filter(is_claim).find_map(|condition| {
        let call = asked::call(context, tool, &[&condition])?;
        Some((condition.path, call))
    })
}

fn is_claim(condition: &Condition) -> bool {
    let name = names::words(names::name(&condition.path)).join("_");
    let is_one = |words: &[&str]| words.contains(&name.as_str());
    is_one(&CLAIMS) && is_stated(condition) || is_one(&ROLES) && texts(condition).iter().any(|text| is_power(text))
}

/// `true`, `exists`, or a text.
fn is_stated(condition: &Condition) -> bool {
    match condition.op {
        Operator::Exists => condition.presence() == Some(true),
        Operator::Eq | Operator::In => {
            let is_true = condition.value == Operand::Value(Value::Boolean(true));
            is_true || !texts(condition).is_empty()
        }
        Operator::Regex | Operator::Contains => !texts(condition).is_empty(),
        Operator::Neq | Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte | Operator::NotIn => false,
    }
}

/// The texts that the argument may equal.
fn texts(condition: &Condition) -> Vec<&str> {
    let all = match (&condition.value, condition.op) {
        (_, Operator::Neq | Operator::NotIn) => &[][..],
        (Operand::List(elements), _) => elements.as_slice(),
        (value @ (Operand::Value(_) | Operand::Null), _) => std::slice::from_ref(value),
    };
    all.iter()
        .filter_map(|operand| if let Operand::Value(Value::Text(text)) = operand { Some(text.as_str()) } else { None })
        .collect()
}

fn is_power(text: &str) -> bool {
    POWERS.iter().any(|power| text.eq_ignore_ascii_case(power))
}
