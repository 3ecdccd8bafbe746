//! The map that comes nearest to a trace in no known format: the list whose elements look most like calls, by
//! the names of their members and by the values.

use std::collections::BTreeSet;

use super::map::{Map, Path, Scopes, Step, records};
use super::times::time;
use crate::source::json::{Json, JsonKind, Member};
use crate::vocab;

/// How much of a trace is looked at.
const NODES: usize = 50_000;
const DEPTH: usize = 16;
const LISTS: usize = 200;
/// How many records of one list are looked at, and how many members below one.
const RECORDS: usize = 32;
const LEAVES: usize = 200;
const LEAF_DEPTH: usize = 5;
/// Objects with more members are not records but tables.
const MEMBERS: usize = 1_000;

/// A part of a call: the names that its member may have, with all but letters and digits taken out, and how
/// much each speaks for it.
struct Role {
    names: &'static [(&'static str, u32)],
    fits: fn(&Json) -> bool,
    reach: Reach,
}

/// How far from the record a part of a call may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Record,
    /// In the element of the next list around it.
    Element,
    Document,
}

const TOOL: Role = Role {
    names: &[
        ("toolname", 12),
        ("mcptoolname", 12),
        ("tool.name", 12),
        ("tool", 11),
        ("function.name", 11),
        ("call.name", 10),
        ("request.name", 10),
        ("params.name", 10),
        ("function", 9),
        ("functionname", 9),
        ("fn", 8),
        ("name", 8),
        ("fn.id", 8),
        ("tool.id", 8),
        ("toolid", 8),
        ("op", 7),
        ("operation", 7),
        ("method", 6),
        ("action", 6),
        ("command", 5),
        ("title", 4),
    ],
    fits: |json| json.text().is_some_and(is_like_a_tool),
    reach: Reach::Record,
};

const ARGS: Role = Role {
    names: &[
        ("arguments", 12),
        ("args", 12),
        ("toolargs", 12),
        ("toolinput", 12),
        ("toolarguments", 12),
        ("functionargs", 12),
        ("input", 10),
        ("inputs", 9),
        ("params", 9),
        ("parameters", 9),
        ("kwargs", 9),
        ("rawinput", 9),
        ("fn.in", 8),
        ("payload", 6),
        ("in", 5),
        ("body", 4),
        ("data", 3),
        ("request", 3),
    ],
    fits: is_like_arguments,
    reach: Reach::Record,
};

const TIME: Role = Role {
    names: &[
        ("timestamp", 5),
        ("ts", 5),
        ("time", 5),
        ("starttime", 5),
        ("startedat", 5),
        ("start", 4),
        ("eventtime", 4),
        ("calledat", 4),
        ("createdat", 4),
        ("datetime", 4),
        ("created", 3),
        ("date", 3),
        ("at", 3),
        ("when", 3),
        ("t", 2),
    ],
    fits: |json| time(json).is_some(),
    reach: Reach::Element,
};

const SERVER: Role = Role {
    names: &[
        ("mcpservername", 4),
        ("servername", 4),
        ("mcpserver", 4),
        ("server", 4),
        ("serverlabel", 4),
        ("serverid", 3),
    ],
    fits: |json| json.text().is_some_and(|text| !text.is_empty()),
    reach: Reach::Document,
};

const GRANT: Role = Role {
    names: &[
        ("grant", 4),
        ("user", 3),
        ("userid", 3),
        ("username", 3),
        ("useremail", 3),
        ("principal", 3),
        ("actor", 3),
        ("agent", 2),
        ("agentid", 2),
        ("agentname", 2),
        ("account", 2),
        ("who", 2),
        ("client", 1),
        ("clientid", 1),
    ],
    fits: |json| json.text().is_some_and(|text| !text.is_empty()) || names_a_user(json),
    reach: Reach::Document,
};

const SESSION: Role = Role {
    names: &[("session", 2), ("sessionid", 2), ("conversationid", 2), ("threadid", 2), ("runid", 1)],
    fits: is_scalar,
    reach: Reach::Document,
};

const ID: Role = Role {
    names: &[("callid", 2), ("toolcallid", 2), ("requestid", 2), ("id", 1)],
    fits: is_scalar,
    reach: Reach::Record,
};

/// Members whose text is never a tool's name.
const NO_TOOLS: [&str; 22] = [
    "type",
    "status",
    "state",
    "level",
    "severity",
    "role",
    "kind",
    "model",
    "event",
    "outcome",
    "result",
    "decision",
    "language",
    "source",
    "version",
    "direction",
    "transport",
    "error",
    "logger",
    "message",
    "mode",
    "provider",
];

/// The map that finds the most of what a call has in these values.
pub(super) fn proposal(values: &[Json]) -> Option<Map> {
    let mut found = Lists { by_path: BTreeSet::new(), nodes: NODES };
    for value in values {
        match value.elements() {
            Some(elements) => elements.iter().for_each(|element| found.add(element, &mut Vec::new(), 0)),
            None => found.add(value, &mut Vec::new(), 0),
        }
    }
    let mut maps: Vec<(u32, Map)> = found.by_path.into_iter().filter_map(|each| map(each, values)).collect();
    // Of equals, the one with the shorter way to its records.
    maps.sort_by_key(|(score, map)| (std::cmp::Reverse(*score), map.each.len()));
    maps.into_iter().next().map(|(_, map)| map)
}

/// The lists of objects in a trace, by the way to them.
struct Lists {
    by_path: BTreeSet<Vec<Step>>,
    nodes: usize,
}

impl Lists {
    /// Looks into a value; `DEPTH` and `NODES` bound the search.
    fn add(&mut self, json: &Json, path: &mut Vec<Step>, depth: usize) {
        if depth > DEPTH || self.nodes == 0 {
            return;
        }
        self.nodes -= 1;
        let is_record = path.last().is_none_or(|step| *step == Step::Elements);
        if is_record && json.members().is_some() && self.by_path.len() < LISTS {
            self.by_path.insert(path.clone());
        }
        for member in json.members().unwrap_or_default().iter().filter(|member| is_plain(&member.key)) {
            path.push(Step::Member(member.key.clone()));
            self.add(&member.value, path, depth + 1);
            path.pop();
        }
        path.push(Step::Elements);
        for element in json.elements().unwrap_or_default().iter().take(RECORDS) {
            self.add(element, path, depth + 1);
        }
        path.pop();
    }
}

/// The best map for the records of a list, and how much speaks for it.
fn map(each: Vec<Step>, values: &[Json]) -> Option<(u32, Map)> {
    let mut seen: Vec<Scopes<'_>> = Vec::new();
    for value in values {
        match value.elements() {
            // The elements of a list at the root are read one by one.
            Some(elements) if !each.is_empty() => elements.iter().for_each(|element| visit(element, &each, &mut seen)),
            Some(_) | None => visit(value, &each, &mut seen),
        }
    }
    let args = best(&ARGS, &seen, None);
    let tool = best(&TOOL, &seen, None).or_else(|| args.as_ref().and_then(|_| unusual_tool(&seen)))?;
    let others =
        [&TIME, &SERVER, &GRANT, &SESSION, &ID].map(|role| best(role, &seen, args.as_ref().map(|(_, path)| path)));
    let score = tool.0 + [&args].into_iter().chain(&others).flatten().map(|(score, _)| score).sum::<u32>();
    let [time, server, grant, session, id] = others.map(|found| found.map(|(_, path)| path));
    let id = id.filter(|id| *id != tool.1);
    let args = args.map(|(_, path)| path);
    // A name alone is not a call.
    (args.is_some() || time.is_some()).then(|| {
        let map = Map { each, tool: tool.1, args, time, grant, server, session, id, expect: None, decision: None };
        (score, map)
    })
}

fn visit<'j>(element: &'j Json, each: &[Step], seen: &mut Vec<Scopes<'j>>) {
    records(element, each, &mut |scopes| keep(seen, scopes));
}

fn keep<'j>(seen: &mut Vec<Scopes<'j>>, scopes: &[&'j Json]) {
    if seen.len() < RECORDS {
        seen.push(scopes.to_vec());
    }
}

/// The path that fits a role best: by its name, and in every record that has it.
fn best(role: &Role, seen: &[Scopes<'_>], args: Option<&Path>) -> Option<(u32, Path)> {
    // What is in the arguments says nothing about the call.
    let is_argument =
        |up: usize, members: &[String]| args.is_some_and(|args| args.up == up && members.starts_with(&args.members));
    let outs = seen.first().map_or(0, Vec::len);
    let ups = match role.reach {
        Reach::Record => outs.min(1),
        // The document's own time is not that of its calls.
        Reach::Element => outs.saturating_sub(1).clamp(outs.min(1), 2),
        Reach::Document => outs,
    };
    let mut found: Option<(u32, Path)> = None;
    for up in 0..ups {
        for members in
            leaves(seen, up).into_iter().filter(|members| !is_argument(up, members) && (up == 0 || members.len() == 1))
        {
            let Some(points) = points(role, &members) else { continue };
            let path = Path { up, members };
            let better = found.as_ref().is_none_or(|(most, _)| points > *most);
            if better && fits(role, &path, seen) {
                found = Some((points, path));
            }
        }
    }
    found
}

/// A text in a member with another name that looks like a tool's, such as `create_ticket`.
fn unusual_tool(seen: &[Scopes<'_>]) -> Option<(u32, Path)> {
    let roles = [&TIME, &SERVER, &GRANT, &SESSION, &ID];
    let is_other = |members: &[String]| {
        let last = members.last().map(|name| folded(name)).unwrap_or_default();
        NO_TOOLS.contains(&last.as_str()) || roles.iter().any(|role| points(role, members).is_some())
    };
    let has_words = |path: &Path| {
        seen.iter().filter_map(|scopes| path.get(scopes)?.text()).any(|text| text.contains(['_', '.', '-', '/']))
    };
    let paths = leaves(seen, 0).into_iter().filter(|members| !is_other(members));
    let paths = paths.map(|members| Path { up: 0, members });
    paths.filter(|path| fits(&TOOL, path, seen) && has_words(path)).map(|path| (2, path)).next()
}

fn fits(role: &Role, path: &Path, seen: &[Scopes<'_>]) -> bool {
    let mut values =
        seen.iter().filter_map(|scopes| path.get(scopes)).filter(|json| json.kind != JsonKind::Null).peekable();
    values.peek().is_some() && values.all(role.fits)
}

/// How much the names of a path speak for a role: the last two together, or the last.
fn points(role: &Role, members: &[String]) -> Option<u32> {
    let (last, before) = members.split_last()?;
    let last = folded(last);
    let both = before.last().map(|before| format!("{}.{last}", folded(before)));
    let of = |name: &str| role.names.iter().find(|(known, _)| *known == name).map(|(_, points)| *points);
    both.and_then(|both| of(&both)).or_else(|| of(&last))
}

fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The paths below a scope, through objects only, the short ones first.
fn leaves(seen: &[Scopes<'_>], up: usize) -> Vec<Vec<String>> {
    let mut paths: Vec<Vec<String>> = Vec::new();
    for scopes in seen {
        let Some(scope) = scopes.len().checked_sub(1 + up).and_then(|at| scopes.get(at)) else { continue };
        below(scope, &mut Vec::new(), &mut paths);
    }
    paths.sort_by_key(Vec::len);
    paths
}

fn below(json: &Json, path: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    let members = json.members().unwrap_or_default();
    if path.len() == LEAF_DEPTH || members.len() > MEMBERS {
        return;
    }
    for Member { key, value, .. } in members.iter().filter(|member| is_plain(&member.key)) {
        if paths.len() >= LEAVES {
            return;
        }
        path.push(key.clone());
        if !paths.contains(path) {
            paths.push(path.clone());
        }
        below(value, path, paths);
        path.pop();
    }
}

/// Whether a name can be shown, and pasted into a shell between `'`.
fn is_plain(name: &str) -> bool {
    let is_shown =
        |letter: char| letter.is_alphanumeric() || (letter.is_ascii_graphic() && letter != '\'') || letter == ' ';
    name.len() <= 100 && !name.is_empty() && name.chars().all(is_shown) && vocab::visible::visible(name) == name
}

fn is_like_a_tool(text: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "_-./:".contains(letter);
    let is_uuid = text.len() == 36 && text.bytes().filter(|&byte| byte == b'-').count() == 4;
    text.len() <= 128
        && text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.chars().all(is_letter)
        && !is_uuid
}

fn is_like_arguments(json: &Json) -> bool {
    match &json.kind {
        JsonKind::Object(_) => true,
        JsonKind::Text(text) => text.trim_start().starts_with('{') && Json::parse_text(text).is_ok(),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) | JsonKind::List(_) => false,
    }
}

/// Whether an object names a user, as a map reads one.
fn names_a_user(json: &Json) -> bool {
    ["id", "name", "email"].iter().any(|name| json.get(name).is_some_and(is_scalar))
}

fn is_scalar(json: &Json) -> bool {
    matches!(json.kind, JsonKind::Text(_) | JsonKind::Number(_))
}
