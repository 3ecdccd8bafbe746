//! What words of other languages mean here: windows, categories, outcomes, and the first word of a path.

use super::tokens::{Token, TokenKind};

type Meanings = &'static [(&'static str, &'static [&'static str])];

const WINDOWS: Meanings = &[
    ("minute", &["minute", "minutes", "min", "mins", "m"]),
    ("hour", &["hour", "hours", "hr", "hrs", "h", "hourly"]),
    ("day", &["day", "days", "d", "daily"]),
];

const CATEGORIES: Meanings = &[
    ("read", &["read", "reads", "reading", "readonly", "safe", "get", "view", "query"]),
    ("write", &["write", "writes", "writing", "readwrite", "update", "create", "edit", "modify", "mutation", "mutate"]),
    ("execute", &["execute", "executes", "exec", "execution", "run", "shell", "code", "command"]),
    ("destructive", &["destructive", "delete", "deletes", "dangerous", "danger", "destroy", "irreversible", "remove"]),
    ("financial", &["financial", "finance", "money", "payment", "payments", "pay", "billing", "spend"]),
];

const OUTCOMES: Meanings = &[
    (
        "allow",
        &["allow", "allowed", "allows", "permit", "permitted", "true", "pass", "passes", "ok", "success", "accepted"],
    ),
    (
        "deny",
        &[
            "deny",
            "denied",
            "denies",
            "reject",
            "rejected",
            "block",
            "blocked",
            "forbid",
            "forbidden",
            "false",
            "fail",
            "fails",
            "failure",
            "error",
            "refuse",
            "refused",
            "disallow",
            "disallowed",
            "undetermined",
            "ask",
            "approval",
            "pending",
        ],
    ),
    ("hidden", &["hidden", "hide", "hides", "unlisted", "invisible", "notfound", "unknown"]),
    ("limited", &["limited", "limit", "limits", "ratelimited", "throttled", "throttle", "toomany", "exceeded"]),
];

/// What others call `args`.
const ARGS: &[&str] = &[
    "arg",
    "args",
    "argument",
    "arguments",
    "param",
    "params",
    "parameter",
    "parameters",
    "input",
    "inputs",
    "request",
    "req",
    "call",
    "toolcall",
    "body",
    "payload",
    "event",
    "ctx",
    "context",
    "kwargs",
    "toolinput",
];

/// Words for the approval of a call, which no argument can give.
const APPROVALS: &[&str] = &[
    "approval",
    "approvals",
    "approved",
    "approve",
    "approver",
    "confirm",
    "confirmed",
    "confirmation",
    "consent",
    "authorized",
    "authorised",
    "verified",
    "human",
    "mfa",
    "otp",
    "signoff",
];

/// Words for who calls, and when.
const CALLERS: &[&str] = &[
    "user",
    "users",
    "username",
    "role",
    "roles",
    "caller",
    "agent",
    "principal",
    "identity",
    "session",
    "group",
    "groups",
    "admin",
    "time",
    "hour",
    "now",
    "weekday",
];

/// Whether a word is about approval: `human_approval`, `isApproved`.
pub fn is_approval(token: &Token<'_>) -> bool {
    let mut words = token.text.split(|letter: char| !letter.is_ascii_alphanumeric()).flat_map(camel);
    token.kind == TokenKind::Word && words.any(|word| APPROVALS.contains(&word.to_ascii_lowercase().as_str()))
}

/// Whether a path as others begin it is about the caller: `ctx.user.role`.
pub fn is_caller(token: &Token<'_>) -> bool {
    let is_about = |rest: &str| rest.split('.').any(|step| CALLERS.contains(&step.to_ascii_lowercase().as_str()));
    path(token).is_some_and(is_about)
}

/// The words of a name such as `isApproved`.
fn camel(word: &str) -> impl Iterator<Item = &str> {
    let starts = word.char_indices().filter(|(at, letter)| *at == 0 || letter.is_ascii_uppercase()).map(|(at, _)| at);
    let starts: Vec<usize> = starts.collect();
    (0..starts.len())
        .filter_map(move |index| word.get(*starts.get(index)?..starts.get(index + 1).copied().unwrap_or(word.len())))
}

/// The window that a word means.
pub fn window(token: &Token<'_>) -> Option<&'static str> {
    meaning(token, WINDOWS)
}

/// The category that a word means.
pub fn category(token: &Token<'_>) -> Option<&'static str> {
    meaning(token, CATEGORIES)
}

/// The outcome that a word means.
pub fn outcome(token: &Token<'_>) -> Option<&'static str> {
    meaning(token, OUTCOMES)
}

/// The path that `params.x` or `request.args.x` means, without its first step: `x`.
pub fn path<'t>(token: &Token<'t>) -> Option<&'t str> {
    let is_args = |word: &str| {
        let folded: String = word.chars().filter(|letter| *letter != '_').flat_map(char::to_lowercase).collect();
        ARGS.contains(&folded.as_str())
    };
    let mut rest = token.text;
    while let Some((_, more)) = rest.split_once('.').filter(|(first, _)| is_args(first)) {
        rest = more;
    }
    let is_new = token.kind == TokenKind::Word && rest.len() < token.text.len() && !token.text.starts_with("args.");
    (is_new && !rest.is_empty()).then_some(rest)
}

fn meaning(token: &Token<'_>, meanings: Meanings) -> Option<&'static str> {
    let is_meant = |words: &[&str]| words.iter().any(|word| token.is_word(word));
    meanings.iter().find(|(_, words)| is_meant(words)).map(|(meaning, _)| *meaning)
}
