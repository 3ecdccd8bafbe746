//! Calls that get through although the policy was written to stop them: strings that step out of a folder, end
//! a command, or lead to another host. All clauses of a tool are considered together, and the engine confirms
//! every call.

use serde_json::Value as Json;

use super::call::Call;
use super::confirm;
use super::encode::{Encoder, negated};
use super::formula::Formula;
use super::hosts::Named;
use super::prover::Prover;
use super::solve::Answer;
use super::subject::Subject;
use crate::model::{Condition, Operand};
use crate::vocab::{Operator, Path, Regex, Value};

/// Names and addresses of the local machine: nobody can listen on the way to it.
const LOOPBACK: &str = r"(?i)^[a-z]+://(?:[a-z0-9.-]+\.)?(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?:[:/?#]|$)";

/// Strings that match some regular expressions and do not match others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// All of these match.
    pub like: Vec<String>,
    /// None of these matches.
    pub unlike: Vec<String>,
}

impl Form {
    /// Strings that match a regular expression.
    pub fn like(pattern: impl Into<String>) -> Self {
        Self { like: vec![pattern.into()], unlike: Vec::new() }
    }

    /// Of these, the strings that do not match another one.
    #[must_use]
    pub fn but(mut self, pattern: impl Into<String>) -> Self {
        self.unlike.push(pattern.into());
        self
    }

    /// Whether a string has this form.
    fn has(&self, text: &str) -> bool {
        let matches = |pattern: &String| Regex::new(pattern).is_ok_and(|regex| regex.is_match(text));
        self.like.iter().all(matches) && !self.unlike.iter().any(matches)
    }
}

/// How an argument names a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostForm {
    /// `https://docs.example.com/`
    Url,
    /// `docs.example.com`
    Name,
    /// `anna@example.com`
    Address,
}

/// A call that gets through and meets all of these conditions.
pub fn through(prover: &mut Prover<'_>, subject: &Subject<'_>, tool: &str, conditions: &[&Condition]) -> Answer<Call> {
    let formula = |encoder: &mut Encoder<'_>| {
        let met: Vec<_> = conditions.iter().map(|condition| encoder.condition(condition)).collect();
        Formula::All(vec![Formula::All(met), encoder.allowed(subject.policy, tool)])
    };
    prover.find(tool, formula, |call| subject.allows(call) && confirm::meets(conditions, call))
}

/// A call that meets all of these conditions, whether it gets through or not.
pub fn exists(prover: &mut Prover<'_>, tool: &str, conditions: &[&Condition]) -> Answer<Call> {
    let formula = |encoder: &mut Encoder<'_>| {
        Formula::All(conditions.iter().map(|condition| encoder.condition(condition)).collect())
    };
    prover.find(tool, formula, |call| confirm::meets(conditions, call))
}

/// A call that gets through with a string of this form at a path.
pub fn text_through(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &str,
    path: &Path,
    form: &Form,
) -> Answer<Call> {
    let formula = |encoder: &mut Encoder<'_>| {
        // The empty expression matches every string, and nothing else.
        let is_text = encoder.condition(&matching(path, ""));
        let like: Vec<_> = form.like.iter().map(|pattern| encoder.condition(&matching(path, pattern))).collect();
        let unlike = form.unlike.iter().map(|pattern| negated(&encoder.condition(&matching(path, pattern)))).collect();
        let allowed = encoder.allowed(subject.policy, tool);
        Formula::All(vec![is_text, Formula::All(like), Formula::All(unlike), allowed])
    };
    prover.find(tool, formula, |call| subject.allows(call) && text_at(call, path).is_some_and(|text| form.has(text)))
}

/// A call that gets through with one of some strings at a path, preferably an earlier one.
pub fn first_of(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &str,
    path: &Path,
    texts: &[String],
) -> Answer<Call> {
    let value = |text: &String| Operand::Value(Value::Text(text.clone()));
    let all = equal_to(path, Operator::In, Operand::List(texts.iter().map(value).collect()));
    let any = one_through(prover, subject, tool, &all, texts);
    let Answer::Some(any) = any else { return any };
    for text in texts {
        let only = equal_to(path, Operator::Eq, value(text));
        if let Answer::Some(call) = one_through(prover, subject, tool, &only, std::slice::from_ref(text)) {
            return Answer::Some(call);
        }
    }
    Answer::Some(any)
}

fn equal_to(path: &Path, op: Operator, value: Operand) -> Condition {
    Condition { place: None, path: path.clone(), op, value }
}

/// `==` and `in` also hold of numbers that are printed like the string.
fn one_through(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &str,
    equal: &Condition,
    texts: &[String],
) -> Answer<Call> {
    let path = &equal.path;
    let formula = |encoder: &mut Encoder<'_>| {
        let is_text = encoder.condition(&matching(path, ""));
        Formula::All(vec![is_text, encoder.condition(equal), encoder.allowed(subject.policy, tool)])
    };
    let is_one = |text: &str| texts.iter().any(|one| one == text);
    prover.find(tool, formula, |call| subject.allows(call) && text_at(call, path).is_some_and(is_one))
}

/// A call that gets through, meets a condition on the texts or the elements of one path, and others.
pub fn one_of_through(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &str,
    asked: &Condition,
    others: &[&Condition],
) -> Answer<Call> {
    let formula = |encoder: &mut Encoder<'_>| {
        let others = others.iter().map(|condition| encoder.condition(condition)).collect();
        Formula::All(vec![encoder.condition(asked), Formula::All(others), encoder.allowed(subject.policy, tool)])
    };
    let has = |call: &Call| {
        let value = asked.path.segments().iter().try_fold(&call.args, |at, key| at.get(key));
        value.is_some_and(|value| is_asked(asked, value))
    };
    // An engine for other conditions is made only if there are any.
    let meets = |call: &Call| others.is_empty() || confirm::meets(others, call);
    prover.find(tool, formula, |call| subject.allows(call) && has(call) && meets(call))
}

/// Whether a value is one of the texts that a condition lists, or a list with one of them.
fn is_asked(asked: &Condition, value: &Json) -> bool {
    let is = |operand: &Operand, value: &Json| matches!(operand, Operand::Value(Value::Text(text)) if value.as_str() == Some(text));
    match (&asked.value, value) {
        (operand, Json::Array(elements)) => elements.iter().any(|element| is(operand, element)),
        (Operand::List(operands), value) => operands.iter().any(|operand| is(operand, value)),
        (operand @ (Operand::Null | Operand::Value(_)), value) => is(operand, value),
    }
}

/// Strings with a step `..`, between `/`, `\` or the ends.
pub fn step_up() -> Form {
    Form::like(r"(?:^|[/\\])\.\.(?:[/\\]|$)")
}

/// Addresses below some text with a step `..`, which may be written with `%2e` and between `%2f` or `%5c`.
pub fn step_up_in_address(below: &str) -> Form {
    const BETWEEN: &str = r"(?:[/\\]|%2f|%5c)";
    let below = regex_literal(below);
    Form::like(format!(r"^{below}(?i:(?:[^?#]*{BETWEEN})?(?:\.|%2e){{2}}(?:{BETWEEN}|[?#]|$))"))
}

/// Strings in which a second command or a file follows a sign of the shell. A sign alone at the end does nothing.
pub fn separator() -> Form {
    Form::like(r"[;|&<>\r\n][ \t]*[^\s;|&<>]|`[^`]|\$\([^)]")
}

/// URLs whose traffic anyone on the way can read and change.
pub fn clear_text() -> Form {
    Form::like("(?i)^(?:http|ws):").but(LOOPBACK)
}

/// The hosts that a string at a path may lead to.
#[derive(Debug, Clone, Copy)]
pub struct Hosts<'h> {
    /// These hosts and their subdomains.
    pub ours: &'h Named,
    /// How the argument names them.
    pub form: HostForm,
    /// The strings that are asked about.
    pub texts: &'h Form,
}

/// A call that gets through with a host at a path that is neither one of these nor a subdomain of one.
pub fn other_host(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &str,
    path: &Path,
    hosts: &Hosts<'_>,
) -> Answer<Call> {
    let mut unknown = Answer::None;
    for form in forms(hosts) {
        match text_through(prover, subject, tool, path, &form) {
            Answer::Some(call) => return Answer::Some(telling(prover, subject, tool, path, &form).unwrap_or(call)),
            Answer::None => {}
            Answer::Unknown(why) => unknown = Answer::Unknown(why),
        }
    }
    unknown
}

/// A call whose host is plainly a foreign one, if there is such a call.
fn telling(prover: &mut Prover<'_>, subject: &Subject<'_>, tool: &str, path: &Path, form: &Form) -> Option<Call> {
    const BEFORE: &str = r"^(?:https?://)?(?:[!-.0->@-~]+[.@])?evil\.test";
    ["(?:/[!-~]*)?$", "(?:[?#][!-~]*)?$"].iter().find_map(|rest| {
        let mut telling = form.clone();
        telling.like.push(format!("{BEFORE}{rest}"));
        match text_through(prover, subject, tool, path, &telling) {
            Answer::Some(call) => Some(call),
            Answer::None | Answer::Unknown(_) => None,
        }
    })
}

/// Strings that lead to a host that is neither one of these nor a subdomain of one.
fn forms(hosts: &Hosts<'_>) -> Vec<Form> {
    let Hosts { ours, form: first, texts } = *hosts;
    let hosts = &ours.hosts;
    let written = match first {
        HostForm::Url => &[HostForm::Url, HostForm::Name][..],
        HostForm::Name => &[HostForm::Name],
        HostForm::Address => &[HostForm::Address],
    };
    let whole = hosts.iter().map(|host| escaped(host)).chain(ours.partly.iter().cloned());
    let ours = format!("{BELOW}(?:{}){END}", whole.collect::<Vec<_>>().join("|"));
    let mut forms: Vec<Form> = written
        .iter()
        .map(|form| match form {
            HostForm::Url => Form::like(format!("{URL}{LABELS}*{END}")).but(format!("{URL}{ours}")),
            // If the argument is meant to be a host name, a path may follow.
            HostForm::Name if first == HostForm::Name => {
                Form::like(format!("(?i)^{LABELS}+(?::[0-9]+)?$")).but(format!("(?i)^{ours}"))
            }
            HostForm::Name => Form::like(format!("(?i)^{LABELS}+{END}")).but(format!("(?i)^{ours}")),
            HostForm::Address => Form::like(format!("{ADDRESS}{LABELS}*$")).but(format!("{ADDRESS}{ours}")),
        })
        .collect();
    // `docs-example.com`, if a dot in the pattern matches any letter.
    let near = hosts.iter().flat_map(|host| without_a_dot(host)).collect::<Vec<_>>().join("|");
    let (start, end) = match first {
        HostForm::Url => (format!("(?i)^(?:[a-z][a-z0-9+.-]*://)?{USER}"), END),
        HostForm::Name => ("(?i)^".to_owned(), "(?::[0-9]+)?$"),
        HostForm::Address => (ADDRESS.to_owned(), "$"),
    };
    forms.push(Form::like(format!("{start}{BELOW}(?:{near}){end}")).but(format!("{start}{ours}")));
    forms.iter_mut().for_each(|form| form.like.extend(texts.like.iter().cloned()));
    forms
}

/// What comes before a host. Browsers treat `\` like `/`.
const URL: &str = r"(?i)^[a-z][a-z0-9+.-]*://(?:[^/?#\\\s]*@)?";
const ADDRESS: &str = r"(?i)^[^@\s/\\:?#]+@";
const USER: &str = r"(?:[^/?#\\\s]*@)?";
const LABELS: &str = r"[a-z0-9-]+(?:\.[a-z0-9-]+)";
const BELOW: &str = r"(?:[^/?#\\@:\s]*\.)?";
const END: &str = r"\.?(?::[0-9]*)?(?:[/?#\\]|$)";

/// Expressions for a host with one dot replaced by another letter.
fn without_a_dot(host: &str) -> Vec<String> {
    let dots = host.match_indices('.').map(|(at, _)| at);
    let parts = dots.filter_map(|at| Some((host.get(..at)?, host.get(at + 1..)?)));
    parts.map(|(before, after)| format!("{}[a-z0-9-]{}", escaped(before), escaped(after))).collect()
}

/// A string as an expression that matches it.
fn regex_literal(text: &str) -> String {
    let escaped = |letter: char| {
        if letter.is_ascii_alphanumeric() { letter.to_string() } else { format!(r"\x{{{:x}}}", u32::from(letter)) }
    };
    text.chars().map(escaped).collect()
}

fn escaped(host: &str) -> String {
    host.chars().map(|letter| if letter == '.' { r"\.".to_owned() } else { letter.to_string() }).collect()
}

fn matching(path: &Path, pattern: &str) -> Condition {
    let value = Operand::Value(Value::Text(pattern.to_owned()));
    Condition { place: None, path: path.clone(), op: Operator::Regex, value }
}

/// The string that a call has at a path.
pub fn text_at<'c>(call: &'c Call, path: &Path) -> Option<&'c str> {
    path.segments().iter().try_fold(&call.args, |at, key| at.get(key)).and_then(Json::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entry, Policy, Tool};

    fn policy(require: &[&str], deny_if: &[&str]) -> Policy {
        let path = Path::new(vec!["x".to_owned()]).unwrap();
        let entry = |pattern: &&str| Entry { conditions: vec![matching(&path, pattern)], ..Entry::default() };
        let (require, deny_if) = (require.iter().map(entry).collect(), deny_if.iter().map(entry).collect());
        let tool = Tool { require, deny_if, ..Tool::default() };
        Policy { tools: [("t".to_owned(), tool)].into(), ..Policy::default() }
    }

    fn through(require: &[&str], deny_if: &[&str], form: &Form) -> Option<String> {
        let policy = policy(require, deny_if);
        let (mut prover, subject) = (Prover::default(), Subject::new(&policy));
        match text_through(&mut prover, &subject, "t", &Path::new(vec!["x".to_owned()]).unwrap(), form) {
            Answer::Some(call) => Some(call.args["x"].as_str().unwrap().to_owned()),
            Answer::None => None,
            Answer::Unknown(why) => panic!("{why}"),
        }
    }

    #[test]
    fn steps_up_are_found_if_all_clauses_let_them_through() {
        for (require, deny_if, expected) in [
            (&["^/srv/.*$"][..], &[][..], Some("/srv/..")),
            (&["^/srv/[a-z./]+$"], &[], Some("/srv/..")),
            (&["^/srv/[a-z/]+$"], &[], None),
            (&["^/srv/.*$"], &[r"\.\."], None),
            (&["^/srv/.*$"], &[r"\.\./"], Some("/srv/..")),
            (&["^/srv/.*$", r"\.txt$"], &[], Some("/srv/../.txt")),
            (&[r"^/srv/[a-z]+\.\.[a-z]+$"], &[], None),
            (&[r"^/srv/(\.?[a-z][a-z.]*/)*$"], &[], None),
            (&[r"^[^/]+$"], &[], Some("..")),
        ] {
            assert_eq!(through(require, deny_if, &step_up()).as_deref(), expected, "{require:?} {deny_if:?}");
        }
    }

    #[test]
    fn separators_are_found() {
        for (require, deny_if, finds) in [
            ("^git (status|log)$", "$^", false),
            ("^git (status|log)", "$^", true),
            ("^git (status|log) .*$", r"[;&|<>`\n\r]|\$\(", false),
            ("^git (status|log) .*$", r"[;&|`]", true),
            ("^echo [a-z$(]*$", "$^", true),
            ("^echo [a-z$]*$", "$^", false),
        ] {
            let found = through(&[require], &[deny_if], &separator());
            assert_eq!(found.is_some(), finds, "{require} {found:?}");
        }
    }

    #[test]
    fn clear_text_is_found_except_to_the_local_machine() {
        for (require, finds) in [
            ("^http://api\\.example\\.com/", true),
            ("^https?://api\\.example\\.com/", true),
            ("^https://api\\.example\\.com/", false),
            ("^http://(localhost|127\\.0\\.0\\.1):[0-9]+/", false),
            ("^http://localhost", true),
            ("^ws://", true),
        ] {
            assert_eq!(through(&[require], &[], &clear_text()).is_some(), finds, "{require}");
        }
    }

    fn host_through(require: &str, first: HostForm) -> Option<String> {
        let policy = policy(&[require], &[]);
        let (mut prover, subject) = (Prover::default(), Subject::new(&policy));
        let path = Path::new(vec!["x".to_owned()]).unwrap();
        let hosts = crate::analyze::hosts::in_pattern(require);
        let hosts = Hosts { ours: &hosts, form: first, texts: &Form::default() };
        match other_host(&mut prover, &subject, "t", &path, &hosts) {
            Answer::Some(call) => Some(call.args["x"].as_str().unwrap().to_owned()),
            Answer::None => None,
            Answer::Unknown(why) => panic!("{why}"),
        }
    }

    #[test]
    fn other_hosts_are_found() {
        for (require, form, expected) in [
            (r"^https://docs\.example\.com", HostForm::Url, Some("https://docs.example.com.evil.test")),
            (r"^https://docs\.example\.com(:.*)?$", HostForm::Url, Some("https://docs.example.com:@evil.test")),
            (r"^https://docs\.example\.com/", HostForm::Url, None),
            (r"^https://docs\.example\.com(?::[0-9]+)?(?:/.*)?$", HostForm::Url, None),
            (r"^https://docs.example\.com/", HostForm::Url, Some("https://docsaexample.com/")),
            (r"^https://.*\.example\.com/", HostForm::Url, Some("https://evil.test/.example.com/")),
            (r"^https://[^/]+\.example\.com/", HostForm::Url, Some("https://evil.test#.example.com/")),
            (r"^https://[a-z0-9-]+\.example\.com/", HostForm::Url, None),
            (r"^https://([a-z0-9-]+\.)*example\.com/", HostForm::Url, None),
            (r"^https://[a-z]*example\.com/", HostForm::Url, Some("https://aexample.com/")),
            (r"^https?://(localhost|127\.0\.0\.1):3000/", HostForm::Url, None),
            (r"^https://example\.com(\.au)?/", HostForm::Url, None),
            (r"^(?:10\.0\.0\.[0-9]+|db\.internal)$", HostForm::Name, None),
            (r"^(?:10\.0\.0\.[0-9]+|db\.internal).*$", HostForm::Name, Some("db.internal.evil.test")),
            (r"^(.*\.)?example\.com$", HostForm::Name, None),
            (r"^(.*\.)?example\.com$", HostForm::Url, Some("http://evil.test/.example.com")),
            (r"^([a-z0-9-]+\.)*example\.com$", HostForm::Name, None),
            (r"^docs\.example\.com", HostForm::Name, Some("docs.example.com.evil.test")),
            (r"^[^@]+@example\.com$", HostForm::Address, None),
            (r"^.+@example\.com$", HostForm::Address, None),
            (r"@example\.com", HostForm::Address, Some("a@example.com.evil.test")),
            ("^example.com/", HostForm::Url, Some("exampleacom/")),
            (r"^https://docs\.example\.com/.*$", HostForm::Url, None),
            (r"^(https://docs\.example\.com/.*|home)$", HostForm::Url, None),
            (r"^[a-z.]+@example.com$", HostForm::Address, Some("a@exampleacom")),
        ] {
            assert_eq!(host_through(require, form).as_deref(), expected, "{require}");
        }
    }
}
