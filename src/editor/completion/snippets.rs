//! How items, clauses, steps and outcomes are begun: the word, what it is for, and what follows it.

/// A word that begins something.
pub(super) struct Start {
    /// The word.
    pub word: &'static str,
    /// What it is for.
    pub detail: &'static str,
    /// All of it, with places to fill in.
    pub snippet: &'static str,
}

const fn start(word: &'static str, detail: &'static str, snippet: &'static str) -> Start {
    Start { word, detail, snippet }
}

/// The items.
#[rustfmt::skip]
pub(super) const ITEMS: &[Start] = &[
    start("allow",   "calls of these tools are allowed",            "allow $0"),
    start("tool",    "calls of these tools have to meet clauses", "tool $1 {\n  $0\n}"),
    start("deny",    "calls of these tools are denied",             "deny $1\n  because \"$2\""),
    start("hide",    "the agent does not see these tools",          "hide $0"),
    start("rate",    "the category of these tools",                 "rate $1: $0"),
    start("guard",   "clauses for many tools, besides their own",   "guard $1 {\n  $0\n}"),
    start("limit",   "how many calls of all tools are allowed",     "limit ${1:10} per ${2|minute,hour,day|}"),
    start("let",     "a name for a value or a list",                "let ${1:name} = $0"),
    start("rule",    "clauses that several tools apply",            "rule ${1:name} {\n  $0\n}"),
    start("test",    "what the policy decides about some calls",    "test \"$1\" {\n  call $2 { $3 } => ${4|allow,deny,hidden,limited|}\n}"),
    start("assert",  "what the policy never or always allows",      "assert ${1|never,always|} $0"),
    start("default", "what happens to tools without a statement",   "default ${1|deny,allow|}"),
    start("catalog", "the file that lists the server's tools",      "catalog \"$1\""),
    start("include", "a file with more of this policy",             "include \"$1\""),
];

/// The clauses.
#[rustfmt::skip]
pub(super) const CLAUSES: &[Start] = &[
    start("require", "calls are denied unless this holds",          "require $1\n  because \"$2\""),
    start("deny",    "calls are denied if this holds",              "deny if $1\n  because \"$2\""),
    start("limit",   "how many calls are allowed",                  "limit ${1:10} per ${2|minute,hour,day|}"),
    start("apply",   "the clauses of a rule",                       "apply $0"),
];

/// The steps of a test.
#[rustfmt::skip]
pub(super) const STEPS: &[Start] = &[
    start("call",    "a call, and what the policy decides about it", "call $1 { $2 } => ${3|allow,deny,hidden,limited|}"),
    start("as",      "a call by this grant",                         "as \"$1\" call $2 { $3 } => ${4|allow,deny,hidden,limited|}"),
    start("at",      "sets the clock",                               "at ${1:2026-03-02T09:30:00Z}"),
    start("after",   "moves the clock forward",                      "after ${1:60} ${2|seconds,minutes,hours,days|}"),
];

/// What a test expects of a call.
#[rustfmt::skip]
pub(super) const OUTCOMES: &[Start] = &[
    start("allow",   "the call is allowed",                          ""),
    start("deny",    "the call is denied",                           "deny because \"$1\""),
    start("hidden",  "the agent does not see the tool",              ""),
    start("limited", "a limit denies the call",                      ""),
];
