//! Every message about replayed calls. The counts are numbers of calls.

use super::facts::Facts;
use super::outcome::DoubtKind;
use crate::diagnostic::{Code, Diagnostic, Severity, listed, quoted};
use crate::engine::{Rule, RuleKind, Verdict};
use crate::source::Place;
use crate::trace::{Expect, Recorded, Unreadable};

/// One message names at most this many tools.
const MOST_NAMED: usize = 3;

/// A clause denied calls to these tools, or to any tool; shown at the clause.
pub fn denied(severity: Severity, place: Place, rule: &Rule, facts: &Facts<'_>, tools: &[&str]) -> Diagnostic {
    let calls = count(facts.calls, "call");
    let made = made(facts);
    let message = match tools {
        [] => format!("{calls} denied{made}"),
        tools => format!("{calls} to {} denied{made}", named(tools)),
    };
    let diagnostic = Diagnostic::error(Code::DENIED_CALL, place, message, by(rule));
    let help: Vec<String> = answer(rule).into_iter().chain(grants(facts)).collect();
    Diagnostic { severity, ..diagnostic.with_help_if((!help.is_empty()).then(|| help.join("\n"))) }
}

/// Calls were denied because the policy does not name their tools; shown at the first of them.
pub fn denied_by_default(
    severity: Severity,
    place: Place,
    policy: &str,
    facts: &Facts<'_>,
    tools: &[&str],
) -> Diagnostic {
    let message = format!("{} to {} denied by default{}", count(facts.calls, "call"), named(tools), made(facts));
    let label = format!("`{policy}` does not name this tool");
    let diagnostic = Diagnostic::error(Code::DENIED_CALL, place, message, label);
    Diagnostic { severity, ..diagnostic.with_help_if(grants(facts)) }
}

/// By how many grants, and when: `, made by 3 grants between 2026-03-01T12:00:00Z and 2026-03-02T09:30:00Z`.
fn made(facts: &Facts<'_>) -> String {
    let several = facts.grants.len() > 1 || facts.other_grants > 0;
    let more = if facts.other_grants > 0 { "more than " } else { "" };
    let by = several.then(|| format!(" by {more}{}", count(facts.grants.len() as u64, "grant")));
    let when = facts.first.zip(facts.last).map(|(first, last)| {
        if first == last { format!(" at {first}") } else { format!(" between {first} and {last}") }
    });
    if by.is_none() && when.is_none() {
        return String::new();
    }
    format!(", made{}{}", by.unwrap_or_default(), when.unwrap_or_default())
}

/// The grants that made most calls, if there are several: `` made mostly by `ann` (900), `bob` (20) and `carl` (7) ``.
fn grants(facts: &Facts<'_>) -> Option<String> {
    if facts.grants.len() < 2 {
        return None;
    }
    let mut grants: Vec<(&str, u64)> = facts.grants.iter().map(|(name, calls)| (*name, *calls)).collect();
    grants.sort_by_key(|(_, calls)| std::cmp::Reverse(*calls));
    let shown: Vec<String> =
        grants.iter().take(MOST_NAMED).map(|(name, calls)| format!("`{name}` ({})", grouped(*calls))).collect();
    let is_all = grants.len() <= MOST_NAMED && facts.other_grants == 0;
    Some(format!("{} by {}", if is_all { "made" } else { "made mostly" }, listed(&shown, "and")))
}

/// Another condition of the same clause denied calls, too.
pub fn also_by(calls: u64) -> String {
    format!("{} denied by this condition", count(calls, "call"))
}

/// At the first call of several.
pub fn first(calls: u64, grant: Option<&str>, missing: Option<&str>) -> String {
    let subject = match (calls, missing) {
        (1, None) => "in this call".to_owned(),
        (_, None) => "in the first of these calls".to_owned(),
        (1, Some(argument)) => format!("this call has no `{argument}`"),
        (_, Some(argument)) => format!("the first of these calls has no `{argument}`"),
    };
    match grant {
        Some(grant) => format!("{subject}, made by `{grant}`"),
        None => subject,
    }
}

/// At the first call that a limit denied.
pub fn first_beyond(grant: Option<&str>) -> String {
    match grant {
        Some(grant) => format!("the first call over the limit, made by `{grant}`"),
        None => "the first call over the limit".to_owned(),
    }
}

/// The old policy denied calls that this one allows; shown at the old clause.
pub fn widened(severity: Severity, place: Place, calls: u64, tool: &str) -> Diagnostic {
    let message = format!("{} denied before, and {} allowed now", calls_to(calls, tool), is(calls));
    Diagnostic { severity, ..Diagnostic::error(Code::WIDENED_CALL, place, message, "denied before") }
}

/// The old policy allowed calls that this one denies; shown at the clause.
pub fn narrowed(severity: Severity, place: Place, rule: &Rule, calls: u64, tool: &str) -> Diagnostic {
    let message = format!("{} allowed before, and {} denied now", calls_to(calls, tool), is(calls));
    let diagnostic = Diagnostic::error(Code::NARROWED_CALL, place, message, "denied now");
    Diagnostic { severity, ..diagnostic.with_help_if(answer(rule)) }
}

fn calls_to(calls: u64, tool: &str) -> String {
    format!("{} to `{tool}` {}", count(calls, "call"), if calls == 1 { "was" } else { "were" })
}

fn is(calls: u64) -> &'static str {
    if calls == 1 { "is" } else { "are" }
}

/// Why a tool's calls are denied, if no clause of the policy can be shown.
pub fn without_place(rule: &Rule) -> &'static str {
    match rule.kind {
        RuleKind::Hidden => "this tool is hidden",
        RuleKind::DefaultDeny => "the policy does not name this tool",
        RuleKind::Require | RuleKind::DenyIf | RuleKind::Limit | RuleKind::AllToolsLimit => "denied",
    }
}

/// A call is not decided as its line expects. `is_passed` says that the tool has a `deny_if` with conditions
/// that let the call pass.
pub fn unexpected(place: Place, tool: &str, expect: Expect, verdict: Verdict, is_passed: bool) -> Diagnostic {
    let expected = match expect {
        Expect::Allow => "allowed",
        Expect::Deny => "denied",
    };
    let is = match verdict {
        Verdict::Allow => "allowed",
        Verdict::Deny => "denied",
        Verdict::Undetermined => "undetermined",
    };
    let message = format!("a call to `{tool}` is {is}, but should be {expected}");
    let label = format!("expected to be {expected}");
    let help = "a `deny if` does not apply to a call that omits the argument: use `require` instead";
    Diagnostic::error(Code::UNEXPECTED_DECISION, place, message, label).with_help_if(is_passed.then_some(help))
}

/// A gateway decided a call differently, as the trace says.
pub fn disagrees(severity: Severity, place: Place, tool: &str, recorded: &Recorded, verdict: Verdict) -> Diagnostic {
    let message = match (recorded.decision, verdict) {
        (Expect::Allow, _) => format!("the gateway allowed a call to `{tool}` that this policy denies"),
        (Expect::Deny, Verdict::Deny) => format!("the gateway denied a call to `{tool}` by another rule"),
        (Expect::Deny, Verdict::Allow | Verdict::Undetermined) => {
            format!("the gateway denied a call to `{tool}` that this policy allows")
        }
    };
    let label = match (recorded.decision, &recorded.rule, &recorded.message) {
        (Expect::Allow, ..) => "the gateway allowed it".to_owned(),
        (Expect::Deny, Some(rule), _) => format!("the gateway denied it by `{rule}`"),
        (Expect::Deny, None, Some(message)) => format!("the gateway denied it: `{message}`"),
        (Expect::Deny, None, None) => "the gateway denied it".to_owned(),
    };
    let help = "either the gateway has another policy, or it decides in a way that jamb does not assume: \
        `jamb explain gateway-disagrees` says how to find out";
    let diagnostic = Diagnostic::error(Code::GATEWAY_DISAGREES, place, message, label).with_help(help);
    Diagnostic { severity, ..diagnostic }
}

/// At the clause that made the unexpected decision.
pub fn decided_here(verdict: Verdict, argument: Option<&str>) -> String {
    match (verdict, argument) {
        (Verdict::Undetermined, Some(argument)) => format!("this depends on `{argument}`, which was not recorded"),
        (Verdict::Undetermined, None) => "the number of earlier calls is not known".to_owned(),
        (Verdict::Allow | Verdict::Deny, _) => "denied here".to_owned(),
    }
}

/// The value that decided.
pub const THIS_VALUE: &str = "because of this value";

/// A line that is not a call.
pub fn unreadable(severity: Severity, place: Place, line: u64, reason: &Unreadable) -> Diagnostic {
    let message = format!("line {line} can't be read");
    let diagnostic = Diagnostic::error(Code::UNREADABLE_CALL, place, message, reason.message.clone());
    Diagnostic { severity, ..diagnostic.with_help_if(reason.help.clone()) }
}

/// Something makes it doubtful that the traces were read as they are meant.
pub fn doubt(place: Place, kind: &DoubtKind) -> Diagnostic {
    let (message, label, help) = match kind {
        DoubtKind::SeveralServers(servers) => (
            format!("one policy decides the calls of several servers: {}", names(servers)),
            "the first call of another server".to_owned(),
            "choose a server with `--server NAME`".to_owned(),
        ),
        DoubtKind::NoServers(server) => (
            format!("`--server {server}` has no effect, because no call names a server"),
            "this call does not name its server".to_owned(),
            "remove `--server` if all calls are of this server".to_owned(),
        ),
        DoubtKind::OtherServers(server, servers) => (
            format!("no call is of server `{server}`, only of {}", names(servers)),
            "a call of another server".to_owned(),
            "name one of these servers with `--server`".to_owned(),
        ),
        DoubtKind::WithoutPolicy(servers, calls) => (
            format!("{} passed over, because {} no policy: {}", were(*calls), have(servers), names(servers)),
            first_of(*calls),
            "give each server a policy with `NAME=POLICY`".to_owned(),
        ),
        DoubtKind::Unnamed(calls, prefix) => (
            format!(
                "{} passed over, because {} no server",
                were(*calls),
                if *calls == 1 { "it names" } else { "they name" }
            ),
            first_of(*calls),
            match prefix {
                Some(prefix) => format!("if `{prefix}` is the server, give it a policy with `{prefix}=POLICY`"),
                None => "to decide calls that name no server, give a single policy without `NAME=`".to_owned(),
            },
        ),
        DoubtKind::Unused(servers, others) => (
            format!("no call is of server {}, only of {}", listed(&quoted(servers), "or"), names(others)),
            "the first call that names a server".to_owned(),
            "write each name as the trace does".to_owned(),
        ),
        DoubtKind::Prefix { tool, prefix, by_server } => (
            format!("the policy does not name `{tool}`, but it names the tool without `{prefix}`"),
            "the first call that was denied by default".to_owned(),
            match by_server {
                false => format!("if `{prefix}` is the server, remove it with `--server {prefix}`"),
                true => format!("write the tool's own name in the trace, or `{tool}` in the policy"),
            },
        ),
        DoubtKind::Member { written, meant } => (
            format!("`{written}` is not read"),
            "not a member of a call".to_owned(),
            format!("did you mean `{meant}`?"),
        ),
    };
    Diagnostic::warning(Code::DOUBTFUL_READING, place, message, label).with_help(help)
}

/// `1 call was`
fn were(calls: u64) -> String {
    format!("{} {}", count(calls, "call"), if calls == 1 { "was" } else { "were" })
}

fn first_of(calls: u64) -> String {
    if calls == 1 { "this call" } else { "the first of them" }.to_owned()
}

/// `this server has`
fn have(servers: &[String]) -> &'static str {
    if servers.len() == 1 { "this server has" } else { "these servers have" }
}

fn names(servers: &[String]) -> String {
    listed(&quoted(servers), "and")
}

/// The label of a clause that denied calls.
fn by(rule: &Rule) -> &'static str {
    match rule.kind {
        RuleKind::Hidden => "hidden here",
        RuleKind::DefaultDeny => "not named",
        RuleKind::DenyIf if rule.conditions.is_empty() => "every call is denied here",
        RuleKind::Require | RuleKind::DenyIf => "by this condition",
        RuleKind::Limit | RuleKind::AllToolsLimit => "by this limit",
    }
}

fn answer(rule: &Rule) -> Option<String> {
    rule.answer().map(|answer| format!("the agent gets `{answer}`"))
}

/// `1 call`, `1,204 calls`.
pub fn count(number: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// `1,204`
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `` `a` ``, `` `a`, `b` and `c` ``, `` `a`, `b`, `c` and 4 more tools ``.
fn named(tools: &[&str]) -> String {
    let mut names = quoted(tools.iter().take(MOST_NAMED));
    // A name between two backticks would be invisible if it is empty.
    names.iter_mut().filter(|name| *name == "``").for_each(|name| *name = "a tool without a name".to_owned());
    match tools.len().saturating_sub(MOST_NAMED) {
        0 => {}
        1 => names.push("one more tool".to_owned()),
        more => names.push(format!("{} more tools", grouped(more as u64))),
    }
    listed(&names, "and")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_without_a_name_is_mentioned() {
        assert_eq!(named(&["pay", ""]), "`pay` and a tool without a name");
    }

    #[test]
    fn numbers_and_names_read_as_people_write_them() {
        assert_eq!(count(1, "call"), "1 call");
        assert_eq!([0, 999, 1_000, 48_213_000].map(grouped), ["0", "999", "1,000", "48,213,000"]);
        assert_eq!(named(&["a", "b"]), "`a` and `b`");
        assert_eq!(named(&["a", "b", "c", "d"]), "`a`, `b`, `c` and one more tool");
        assert_eq!(named(&["a", "b", "c", "d", "e"]), "`a`, `b`, `c` and 2 more tools");
    }
}
