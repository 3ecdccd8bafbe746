//! The objects of a `policy.json`: which members each has, and which words of older vocabularies people write
//! there. The reader and its messages follow these tables.

use crate::diagnostic::nearest;
use crate::source::json::Json;

/// An object of the document.
pub(super) struct Shape {
    /// What messages call it.
    pub noun: &'static str,
    /// How to write one, for a member that is elsewhere.
    pub written: &'static str,
    /// The members that are required.
    pub required: &'static [&'static str],
    /// The members that are optional.
    pub optional: &'static [&'static str],
    /// Words of other vocabularies.
    pub older: &'static [Older],
}

/// A word that is not a member, but is written for one.
pub(super) struct Older {
    /// The word.
    pub word: &'static str,
    /// The member that it stands for; empty if there is none.
    pub member: &'static str,
    /// What to do.
    pub help: &'static str,
}

impl Shape {
    /// The member with this name.
    pub fn member(&self, name: &str) -> Option<&'static str> {
        self.members().find(|member| *member == name)
    }

    /// All members.
    pub fn members(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }

    /// The member that was probably meant.
    pub fn nearest(&self, word: &str) -> Option<&'static str> {
        nearest(word, self.members())
    }

    /// The entry of an older word.
    pub fn older(&self, word: &str) -> Option<&'static Older> {
        self.older.iter().find(|older| older.word == word)
    }
}

/// The shape that has this member, if it belongs to another object than `here`. Tools are often written without
/// `tools` around them: their names belong to [`TOOLS`].
pub(super) fn home_of(key: &str, value: &Json, here: &Shape) -> Option<&'static Shape> {
    let is_elsewhere = |shape: &&&Shape| shape.noun != here.noun && shape.member(key).is_some();
    let home = [&CONDITION, &LIMIT, &ENTRY, &TOOL, &POLICY].iter().find(is_elsewhere).copied();
    let may_hold_tools = [POLICY.noun, ALL_TOOLS.noun, TOOL.noun].contains(&here.noun) && here.older(key).is_none();
    let inner = match value {
        value if may_hold_tools && is_tool(value) => Some(&TOOLS),
        value if here.noun == POLICY.noun && is_policy(value) => Some(&WHOLE),
        _ => None,
    };
    home.or(inner)
}

fn is_tool(value: &Json) -> bool {
    let mut members = value.members().unwrap_or_default().iter();
    members.len() > 0 && members.all(|member| TOOL.member(&member.key).is_some())
}

fn is_policy(value: &Json) -> bool {
    POLICY.required.iter().all(|member| value.get(member).is_some())
}

const fn older(word: &'static str, member: &'static str, help: &'static str) -> Older {
    Older { word, member, help }
}

const LIMITS: &str = r#"write `"limits": [{"counter": "…", "window": "minute", "max": 10, "scope": "grant"}]`"#;
const CONDITIONS: &str =
    r#"write `"require": [{"conditions": [{"path": "args.…", "op": "…", "value": …}]}]`, or the same in `deny_if`"#;
const DENY: &str = r#"write `"deny_if": [{"conditions": [], "on_deny": "…"}]` to deny every call"#;
const ON_DENY: &str = "write `on_deny`, in the entry of `require` or `deny_if` that denies";
const OF_ALL_TOOLS: &str = r#"limits for all tools together are written `"all_tools": {"limits": […]}`"#;
const NO_APPROVAL: &str =
    r#"the gateway can't ask for approval; `"deny_if": [{"conditions": [], "on_deny": "…"}]` denies every call"#;
const IN_CONDITIONS: &str = r#"a condition goes in `"conditions": [{…}]`"#;
const PATH: &str = "write `path`, with a path such as `args.amount`";
const WINDOW: &str = "write `window`, with `minute`, `hour` or `day`";
const OF_ONE_TOOL: &str = "conditions belong to one tool: write them in `tools`";

/// The document.
pub(super) const POLICY: Shape = Shape {
    noun: "a policy",
    written: "move it to the top of the document",
    required: &["version", "default"],
    optional: &["hide", "all_tools", "tools"],
    older: &[
        older("description", "", "`policy.json` can't hold a description; use a comment in the `.pl` file"),
        older("hidden", "hide", "write `hide`"),
        older("limits", "all_tools", OF_ALL_TOOLS),
        older("rate_limit", "all_tools", OF_ALL_TOOLS),
    ],
};

/// `all_tools`.
pub(super) const ALL_TOOLS: Shape = Shape {
    noun: "`all_tools`",
    written: OF_ALL_TOOLS,
    required: &[],
    optional: &["limits"],
    older: &[
        older("rate_limit", "limits", LIMITS),
        older("counter", "", OF_ALL_TOOLS),
        older("require", "", OF_ONE_TOOL),
        older("deny_if", "", OF_ONE_TOOL),
    ],
};

/// A policy inside another object.
pub(super) const WHOLE: Shape =
    Shape { noun: "an object around a policy", written: "", required: &[], optional: &[], older: &[] };

/// `tools`, whose members are the names of tools.
const TOOLS: Shape =
    Shape { noun: "`tools`", written: r#"write `"tools": {"NAME": {…}}`"#, required: &[], optional: &[], older: &[] };

/// A tool.
pub(super) const TOOL: Shape = Shape {
    noun: "a tool",
    written: r#"write `"tools": {"NAME": {…}}`"#,
    required: &[],
    optional: &["require", "deny_if", "limits"],
    older: &[
        older(
            "rules",
            "",
            "`rules` is from the older YAML: conditions go to `require` or `deny_if`, rates to `limits`",
        ),
        older("rate_limit", "limits", LIMITS),
        older("action", "deny_if", DENY),
        older("deny", "deny_if", DENY),
        older("allow", "", "write `{}` to allow a tool"),
        older("hide", "", "write the tool's name in `hide`, at the top"),
        older("validate", "require", CONDITIONS),
        older("conditions", "require", CONDITIONS),
        older("reason", "", ON_DENY),
        older("on_deny", "", ON_DENY),
        older("approval", "", NO_APPROVAL),
        older("require_approval", "", NO_APPROVAL),
    ],
};

/// An entry of `require` or `deny_if`.
pub(super) const ENTRY: Shape = Shape {
    noun: "an entry of `require` or `deny_if`",
    written: CONDITIONS,
    required: &["conditions"],
    optional: &["on_deny"],
    older: &[
        older("reason", "on_deny", "write `on_deny`"),
        older("message", "on_deny", "write `on_deny`"),
        older("path", "conditions", IN_CONDITIONS),
        older("op", "conditions", IN_CONDITIONS),
        older("value", "conditions", IN_CONDITIONS),
        older("name", "", "an entry has no name"),
        older("action", "", "an entry of `require` or `deny_if` always denies"),
        older("rate_limit", "", "limits go in `limits`, beside `require` and `deny_if`"),
        older("state", "", "counters go in `limits`, beside `require` and `deny_if`"),
    ],
};

/// A condition.
pub(super) const CONDITION: Shape = Shape {
    noun: "a condition",
    written: CONDITIONS,
    required: &["path", "op", "value"],
    optional: &[],
    older: &[
        older("operator", "op", "write `op`"),
        older("argument", "path", PATH),
        older("arg", "path", PATH),
        older("field", "path", PATH),
        older("on_deny", "", "`on_deny` goes beside `conditions`"),
    ],
};

/// A limit.
pub(super) const LIMIT: Shape = Shape {
    noun: "a limit",
    written: LIMITS,
    required: &["counter", "window", "max", "scope"],
    optional: &[],
    older: &[
        older("limit", "max", "write `max`"),
        older("count", "max", "write `max`"),
        older("requests", "max", "write `max`"),
        older("name", "counter", "write `counter`"),
        older("per", "window", WINDOW),
        older("period", "window", WINDOW),
        older("on_deny", "", "a limit has no message"),
        older("increment_from", "", "a limit counts calls; it is not documented how to add up amounts"),
    ],
};
