//! Members of a line that are read under other names, as other writers name them, and those that are misspelt.
//!
//! | role | names, the first one that is there counts |
//! | --- | --- |
//! | tool | `tool`, `tool_name`, `name` where arguments stand beside it, `params.name` |
//! | arguments | `args`, `arguments`, `input`, `params.arguments` |
//! | time | `ts`, `timestamp`, `time` |
//! | grant | `grant`, `user`, `principal`: texts, or objects with an `id`, `name` or `email` |

use super::likeness::Likeness;
use crate::source::json::Json;
use crate::source::scan::{Raw, RawKind, Scanner};

/// What a member says about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Tool,
    Args,
    Time,
    Grant,
    Server,
    Session,
    Expect,
}

/// The roles, in the order of their numbers.
const ROLES: [Role; 7] = [Role::Tool, Role::Args, Role::Time, Role::Grant, Role::Server, Role::Session, Role::Expect];

/// The names that are read in place of others, each with that other name. Of two for the same, the first counts.
pub const ALIASES: [(&str, &str); 9] = [
    ("timestamp", "ts"),
    ("time", "ts"),
    ("arguments", "args"),
    ("input", "args"),
    ("tool_name", "tool"),
    ("name", "tool"),
    ("user", "grant"),
    ("principal", "grant"),
    ("params", "tool"),
];

// Their numbers.
const TIMESTAMP: usize = 0;
const TIME: usize = 1;
const ARGUMENTS: usize = 2;
const INPUT: usize = 3;
const TOOL_NAME: usize = 4;
const NAME: usize = 5;
const USER: usize = 6;
const PRINCIPAL: usize = 7;
const PARAMS: usize = 8;

/// The names that may be misspelt, with their roles.
const NAMES: [(&str, Role); 12] = [
    ("tool", Role::Tool),
    ("tool_name", Role::Tool),
    ("args", Role::Args),
    ("arguments", Role::Args),
    ("input", Role::Args),
    ("timestamp", Role::Time),
    ("grant", Role::Grant),
    ("user", Role::Grant),
    ("principal", Role::Grant),
    ("server", Role::Server),
    ("session", Role::Session),
    ("expect", Role::Expect),
];

/// Members that are no misspelling, because `record` or other tools write them.
const OTHERS: [&str; 9] = ["would", "outcome", "decision", "denied_by", "message", "type", "users", "tools", "why"];

/// A line with `tool` is jamb's own. One with other names may be.
pub(super) fn looks_like(json: &Json) -> Likeness {
    let is_text = |json: &Json, name: &str| json.get(name).is_some_and(|value| value.text().is_some());
    let is_object = |json: &Json, name: &str| json.get(name).is_some_and(|value| value.members().is_some());
    let has_args = || ["args", "arguments", "input"].iter().any(|name| is_object(json, name));
    let is_request = |params: &Json| is_text(params, "name") && is_object(params, "arguments");
    let may_be = || {
        is_text(json, "tool_name")
            || (is_text(json, "name") && has_args())
            || json.get("params").is_some_and(is_request)
    };
    Likeness::surely(is_text(json, "tool")).max(Likeness::perhaps(may_be()))
}

/// The members of one line with other names.
#[derive(Debug, Default)]
pub(super) struct Aliases {
    values: [Option<Raw>; ALIASES.len()],
    /// The roles of members that look like one that is read, as bits.
    like: u8,
}

/// What is taken from them.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub tool: Option<Raw>,
    pub args: Option<Raw>,
    pub time: Option<Raw>,
    pub grant: Option<Raw>,
    /// Which of them were used, as bits.
    pub aliases: u16,
    /// A member looks like one that is missing.
    pub is_misspelt: bool,
}

impl Aliases {
    /// Takes note of a member by its number.
    pub fn meet(&mut self, number: u32, first_alias: u32, first_like: u32, value: Raw) {
        if let Some(role) = number.checked_sub(first_like) {
            self.like |= 1 << role;
        } else if let Some(place) = number.checked_sub(first_alias).and_then(|at| self.values.get_mut(at as usize)) {
            *place = Some(value);
        }
    }

    /// What fills the roles that are not filled.
    pub fn taken(&self, scanner: &Scanner<'_>, is_filled: impl Fn(Role) -> bool) -> Taken {
        let mut taken = Taken::default();
        let not_null = |at: usize| self.values.get(at).copied().flatten().filter(|value| !value.is(RawKind::Null));
        if !is_filled(Role::Time) {
            taken.time = taken.first([
                (TIMESTAMP, not_null(TIMESTAMP)),
                (TIME, not_null(TIME).filter(|time| is_time(*time, scanner))),
            ]);
        }
        if !is_filled(Role::Args) {
            taken.args = taken.first([(ARGUMENTS, not_null(ARGUMENTS)), (INPUT, not_null(INPUT))]);
        }
        if !is_filled(Role::Tool) {
            let has_args = is_filled(Role::Args) || taken.args.is_some();
            let name = not_null(NAME).filter(|name| name.is_string() && has_args);
            taken.tool = taken.first([(TOOL_NAME, not_null(TOOL_NAME).filter(|name| name.is_string())), (NAME, name)]);
        }
        if let (Some(params), None, false) = (not_null(PARAMS), taken.tool, is_filled(Role::Tool)) {
            let (name, args) = (inside(scanner, params, &[b"name"]), inside(scanner, params, &[b"arguments"]));
            if let (Some(name), Some(args)) = (name.filter(|name| name.is_string()), args) {
                taken.tool = Some(name);
                taken.args = taken.args.or((!is_filled(Role::Args)).then_some(args));
                taken.aliases |= 1 << PARAMS;
            }
        }
        if !is_filled(Role::Grant) {
            let who = |at: usize| not_null(at).and_then(|who| person(scanner, who));
            taken.grant = taken.first([(USER, who(USER)), (PRINCIPAL, who(PRINCIPAL))]);
        }
        taken.is_misspelt = (0..)
            .zip(ROLES)
            .any(|(number, role)| self.like & 1 << number != 0 && !taken.fills(role) && !is_filled(role));
        taken
    }
}

impl Taken {
    /// The first value that is there; takes note of its name.
    fn first<const N: usize>(&mut self, values: [(usize, Option<Raw>); N]) -> Option<Raw> {
        let (at, value) = values.into_iter().find_map(|(at, value)| Some((at, value?)))?;
        self.aliases |= 1 << at;
        Some(value)
    }

    fn fills(&self, role: Role) -> bool {
        match role {
            Role::Tool => self.tool.is_some(),
            Role::Args => self.args.is_some(),
            Role::Time => self.time.is_some(),
            Role::Grant => self.grant.is_some(),
            Role::Server | Role::Session | Role::Expect => false,
        }
    }
}

/// Whether `time` is a moment. In many logs it is how long something took.
fn is_time(value: Raw, scanner: &Scanner<'_>) -> bool {
    const YEAR: f64 = 31_536_000.0;
    value.number(scanner.source()).is_none_or(|number| number >= YEAR)
}

/// A text, or the text of the first such member of an object.
fn person(scanner: &Scanner<'_>, value: Raw) -> Option<Raw> {
    match value.kind() {
        RawKind::Text | RawKind::Escaped | RawKind::Number => Some(value),
        RawKind::Object => [&b"id"[..], b"name", b"email"].iter().find_map(|name| {
            inside(scanner, value, &[name]).filter(|value| value.is_string() || value.is(RawKind::Number))
        }),
        RawKind::Null | RawKind::True | RawKind::False | RawKind::List => None,
    }
}

/// The last member of an object with one of these names.
fn inside(scanner: &Scanner<'_>, object: Raw, names: &[&[u8]]) -> Option<Raw> {
    if !object.is(RawKind::Object) {
        return None;
    }
    let mut scanner = scanner.at_value(object);
    let mut found = None;
    let mut goes_on = scanner.enter_object().ok()?;
    while goes_on {
        let key = scanner.key().ok()?;
        let value = scanner.value().ok()?;
        if names.contains(&&*key.text(scanner.source())) {
            found = Some(value);
        }
        goes_on = scanner.next_member().ok()?;
    }
    found
}

/// The role of the name that a key looks like: a letter or two away.
#[inline(never)]
pub(super) fn role_like(key: &[u8]) -> Option<Role> {
    misspelt(std::str::from_utf8(key).ok()?)
        .and_then(|name| NAMES.iter().find(|(known, _)| *known == name))
        .map(|(_, role)| *role)
}

/// The name that a key looks like, if it is none that is read.
pub fn misspelt(key: &str) -> Option<&'static str> {
    const MOST_BYTES: usize = 16;
    let is_known = NAMES.iter().any(|(name, _)| *name == key) || ALIASES.iter().any(|(name, _)| *name == key);
    if key.len() > MOST_BYTES || is_known || OTHERS.contains(&key) {
        return None;
    }
    let near = |name: &&(&'static str, Role)| {
        // In short names, two letters are half of the name.
        let most = if name.0.len() <= 5 { 1 } else { 2 };
        distance(key.as_bytes(), name.0.as_bytes()) <= most
    };
    NAMES.iter().filter(near).min_by_key(|(name, _)| distance(key.as_bytes(), name.as_bytes())).map(|(name, _)| *name)
}

/// How many letters have to be changed, added, removed or swapped with the next one. Both texts are short.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.iter().enumerate() {
        let mut next = vec![index + 1];
        for (at, other_letter) in other.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let changed = cell(&row, at) + usize::from(!letter.eq_ignore_ascii_case(other_letter));
            let mut best = changed.min(cell(&row, at + 1) + 1).min(cell(&next, at) + 1);
            let is_swap =
                index > 0 && at > 0 && one.get(index - 1) == Some(other_letter) && other.get(at - 1) == Some(letter);
            if is_swap {
                best = best.min(cell(&before, at - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(usize::MAX)
}
