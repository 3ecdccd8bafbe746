//! What an agent says about itself: that a call is approved, or that it is an admin.

use super::names;
use crate::model::{Condition, Operand};
use crate::vocab::{Value, Wants, plain_texts};

const CLAIMS: [&str; 9] = [
    "approved",
    "confirm",
    "confirmed",
    "authorized",
    "authorised",
    "verified",
    "is_admin",
    "approval",
    "confirmation",
];
/// Words before `by`: the agent itself fills in who this was.
const DONE_BY: [&str; 9] =
    ["approved", "authorized", "authorised", "confirmed", "reviewed", "verified", "requested", "permitted", "signed"];
const ROLES: [&str; 6] = ["role", "user_role", "caller", "caller_role", "requester_role", "agent_role"];
const POWERS: [&str; 3] = ["admin", "owner", "root"];

/// Whether a `require` with this condition asks only the agent.
pub fn is_claim(condition: &Condition) -> bool {
    let words = names::words(names::name(&condition.path));
    let name = words.join("_");
    let is_one = |all: &[&str]| all.contains(&name.as_str());
    // `human_approved`, `user_confirmed`
    let is_said_of = matches!(words.as_slice(), [_, last] if CLAIMS.contains(&last.as_str()));
    let is_done_by = matches!(words.as_slice(), [done, by] if by == "by" && DONE_BY.contains(&done.as_str()));
    let is_claim = is_one(&CLAIMS) || is_said_of || is_done_by;
    is_claim && is_stated(condition) || is_one(&ROLES) && names_power(condition)
}

/// `true`, `exists`, or a text.
fn is_stated(condition: &Condition) -> bool {
    if let Some(present) = condition.presence() {
        return present;
    }
    let row = condition.op.row();
    let is_true = row.wants == Wants::SameKind && condition.value == Operand::Value(Value::Boolean(true));
    !row.negative && row.order.is_none() && (is_true || !texts(condition).is_empty())
}

/// `== "admin"`, `in ["owner"]`, `matches "^(?:admin|root)$"`
fn names_power(condition: &Condition) -> bool {
    match condition.pattern() {
        Some(pattern) => plain_texts(pattern).is_some_and(|texts| texts.iter().any(|text| is_power(text))),
        None => texts(condition).iter().any(|text| is_power(text)),
    }
}

/// The texts that the argument may equal.
fn texts(condition: &Condition) -> Vec<&str> {
    let all = match &condition.value {
        _ if condition.op.is_negative() => &[][..],
        Operand::List(elements) => elements.as_slice(),
        value @ (Operand::Value(_) | Operand::Null) => std::slice::from_ref(value),
    };
    all.iter()
        .filter_map(|operand| if let Operand::Value(Value::Text(text)) = operand { Some(text.as_str()) } else { None })
        .collect()
}

fn is_power(text: &str) -> bool {
    POWERS.iter().any(|power| text.eq_ignore_ascii_case(power))
}
