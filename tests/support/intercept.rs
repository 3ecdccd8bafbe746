//! Intercept, the gateway's predecessor, as plainly as its reference says it, to compare an import with: random
//! policies of every kind that people write, and what Intercept does with a call. A rule that it would reject
//! denies here; a `rate_limit` that it can't read limits nothing.

use std::collections::HashMap;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json, json};

use jamb::vocab::Regex;

/// Intercept with its counters.
#[derive(Default)]
pub struct Intercept {
    counts: HashMap<(String, &'static str, i64), i64>,
}

/// A count that a rule reserves.
struct Reservation {
    key: (String, &'static str, i64),
    amount: i64,
    most: i64,
}

impl Intercept {
    /// Whether the policy allows the call. If so, the call is counted.
    pub fn allows(&mut self, policy: &Json, tool: &str, args: &Json, seconds: i64) -> bool {
        let tools = policy["tools"].as_object();
        let listed = tools.and_then(|tools| tools.get(tool));
        let hidden = policy["hide"].as_array().into_iter().flatten();
        if hidden.into_iter().any(|name| name == tool || name == "*") || listed.is_some_and(hides) {
            return false;
        }
        let for_all = tools.and_then(|tools| tools.get("*"));
        if for_all.is_some_and(hides) || !matches!(policy["default"].as_str(), None | Some("allow")) && listed.is_none()
        {
            return false;
        }
        let mut reservations = Vec::new();
        for (scope, body) in [(tool, listed), ("_global", for_all)] {
            let Some(body) = body.filter(|body| !body.is_null()) else { continue };
            let Some(rules) = rules(body) else { return false };
            for (index, rule) in rules.iter().enumerate() {
                if !self.passes(rule, (scope, index), args, seconds, &mut reservations) {
                    return false;
                }
            }
        }
        let left = |one: &Reservation| self.count(&one.key) + one.amount <= one.most;
        if !reservations.iter().all(left) {
            return false;
        }
        for one in reservations {
            *self.counts.entry(one.key).or_default() += one.amount;
        }
        true
    }

    fn count(&self, key: &(String, &'static str, i64)) -> i64 {
        self.counts.get(key).copied().unwrap_or(0)
    }

    fn passes(
        &self,
        rule: &Json,
        (scope, index): (&str, usize),
        args: &Json,
        seconds: i64,
        reservations: &mut Vec<Reservation>,
    ) -> bool {
        let Some(members) = rule.as_object() else { return false };
        let known = ["name", "action", "conditions", "rate_limit", "state", "on_deny", "description"];
        if members.keys().any(|key| !known.contains(&key.as_str())) {
            return false;
        }
        let action = rule["action"].as_str().unwrap_or("evaluate");
        let conditions = rule["conditions"].as_array().map_or(&[][..], Vec::as_slice);
        let is_rule = rule["conditions"].is_null() || rule["conditions"].is_array();
        if let Some((most, window)) = rule["rate_limit"].as_str().and_then(rate) {
            // Each rule counts on its own.
            let key = self::key(&format!("{scope}._rate_{index}"), window, seconds);
            reservations.push(Reservation { key, amount: 1, most });
        }
        match action {
            "allow" if conditions.is_empty() && rule["state"].is_null() => return true,
            "evaluate" if is_rule => {}
            _ => return false,
        }
        let (counts, asked): (Vec<_>, Vec<_>) =
            conditions.iter().partition(|one| one["path"].as_str().is_some_and(|path| path.starts_with("state.")));
        if !asked.iter().all(|condition| holds(condition, args)) {
            return false;
        }
        self.counts_pass(rule, scope, args, &counts, seconds, reservations)
    }

    fn counts_pass(
        &self,
        rule: &Json,
        scope: &str,
        args: &Json,
        counts: &[&Json],
        seconds: i64,
        reservations: &mut Vec<Reservation>,
    ) -> bool {
        let state = &rule["state"];
        let (Some(name), Some(window)) = (state["counter"].as_str(), state["window"].as_str().and_then(unit)) else {
            return counts.is_empty() && state.is_null();
        };
        // A sum needs the argument that it adds up.
        let amount = match state["increment_from"].as_str().and_then(|path| path.strip_prefix("args.")) {
            Some(argument) => match args[argument].as_i64() {
                Some(amount) => amount,
                None => return false,
            },
            None => state["increment"].as_i64().filter(|amount| *amount != 0).unwrap_or(1),
        };
        let own = format!("{scope}.{name}");
        let key = self::key(&own, window, seconds);
        for condition in counts {
            let (path, op) =
                (condition["path"].as_str().unwrap_or_default(), condition["op"].as_str().unwrap_or_default());
            let Some(bound) = condition["value"].as_f64() else { return false };
            let count = self.count(&key) as f64;
            let (passes, most) = match op {
                "lte" => (count <= bound, bound as i64),
                "lt" => (count < bound, bound as i64 - 1),
                _ => return false,
            };
            if path != format!("state.{own}") || !passes {
                return false;
            }
            reservations.push(Reservation { key: key.clone(), amount, most });
        }
        true
    }
}

fn hides(tool: &Json) -> bool {
    tool["hide"] == true
}

/// The rules of a tool; `None` if it has something else.
fn rules(tool: &Json) -> Option<&[Json]> {
    let members = tool.as_object()?;
    let is_known = |key: &String| ["rules", "hide", "description"].contains(&key.as_str());
    if !members.keys().all(is_known) || members.get("hide").is_some_and(|hide| !hide.is_boolean()) {
        return None;
    }
    match members.get("rules") {
        None | Some(Json::Null) => Some(&[]),
        Some(rules) => rules.as_array().map(Vec::as_slice),
    }
}

fn unit(word: &str) -> Option<&'static str> {
    ["minute", "hour", "day"].into_iter().find(|unit| *unit == word)
}

fn rate(text: &str) -> Option<(i64, &'static str)> {
    let (count, word) = text.split_once('/')?;
    Some((count.parse().ok()?, unit(word)?))
}

fn key(name: &str, window: &'static str, seconds: i64) -> (String, &'static str, i64) {
    let length = [("minute", 60), ("hour", 3_600), ("day", 86_400)].into_iter().find(|(unit, _)| *unit == window);
    (name.to_owned(), window, seconds.div_euclid(length.unwrap().1))
}

fn holds(condition: &Json, args: &Json) -> bool {
    let is_plain = condition.as_object().is_some_and(|members| members.len() == 3);
    let Some(path) = condition["path"].as_str().and_then(|path| path.strip_prefix("args.")).filter(|_| is_plain) else {
        return false;
    };
    let found = path.split('.').try_fold(args, |at, step| at.as_object()?.get(step));
    let value = &condition["value"];
    let op = condition["op"].as_str().unwrap_or_default();
    if op == "exists" {
        return value.as_bool() == Some(found.is_some_and(|found| !found.is_null()));
    }
    let Some(found) = found else { return false };
    let is_one_of = || value.as_array().is_some_and(|values| values.iter().any(|value| equal(found, value)));
    let order = || Some((found.as_f64()?, value.as_f64()?));
    match op {
        "eq" => equal(found, value),
        "neq" => !equal(found, value),
        "in" => is_one_of(),
        "not_in" => value.is_array() && !is_one_of(),
        "lt" => order().is_some_and(|(found, bound)| found < bound),
        "lte" => order().is_some_and(|(found, bound)| found <= bound),
        "gt" => order().is_some_and(|(found, bound)| found > bound),
        "gte" => order().is_some_and(|(found, bound)| found >= bound),
        "regex" => match (found.as_str(), value.as_str().map(Regex::new)) {
            (Some(text), Some(Ok(pattern))) => pattern.is_match(text),
            _ => false,
        },
        "contains" => match (found, value) {
            (Json::String(text), Json::String(part)) => text.contains(part.as_str()),
            (Json::Array(elements), value) => elements.iter().any(|element| equal(element, value)),
            _ => false,
        },
        _ => false,
    }
}

/// Numbers are equal as doubles, anything else as Go prints it.
fn equal(left: &Json, right: &Json) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left == right,
        _ => printed(left) == printed(right),
    }
}

fn printed(value: &Json) -> String {
    match value {
        Json::Null => "<nil>".to_owned(),
        Json::String(text) => text.clone(),
        Json::Array(elements) => format!("[{}]", elements.iter().map(printed).collect::<Vec<_>>().join(" ")),
        Json::Object(members) => {
            let members: Vec<_> = members.iter().map(|(key, value)| format!("{key}:{}", printed(value))).collect();
            format!("map[{}]", members.join(" "))
        }
        Json::Bool(_) | Json::Number(_) => value.to_string(),
    }
}

/// The tools of random policies, and one that they do not name.
pub const TOOLS: [&str; 4] = ["a", "B", "send mail", "unnamed"];

/// A policy with a `version`.
pub fn policy() -> impl Strategy<Value = Json> {
    let default = select(vec![None, Some("allow"), Some("deny"), Some("deny"), Some("block")]);
    let hide = option::weighted(0.3, vec(select(vec!["a", "B", "other", "*"]), 0..3));
    let named = select(vec!["a", "B", "send mail"]);
    (default, hide, vec((named, tool()), 0..4), option::weighted(0.4, tool())).prop_map(
        |(default, hide, tools, all)| {
            let mut policy = Map::new();
            policy.insert("version".to_owned(), json!("1"));
            policy.extend(default.map(|default| ("default".to_owned(), json!(default))));
            policy.extend(hide.map(|hide| ("hide".to_owned(), json!(hide))));
            let tools = tools.into_iter().chain(all.map(|all| ("*", all)));
            let tools: Map<_, _> = tools.map(|(name, tool)| (name.to_owned(), scoped(tool, name))).collect();
            policy.insert("tools".to_owned(), Json::Object(tools));
            Json::Object(policy)
        },
    )
}

/// Calls that meet and miss the conditions, seconds apart.
pub fn calls() -> impl Strategy<Value = Vec<(&'static str, Json, i64)>> {
    let value = prop_oneof![
        6 => select(vec![json!(1), json!(5), json!(6), json!(100), json!(-3)]),
        4 => select(vec![json!("x"), json!("eu"), json!("5"), json!("axb"), json!("")]),
        3 => select(vec![json!(null), json!(true), json!(["x"]), json!([]), json!({"k": 1}), json!({"k": "x"})]),
    ];
    let args = (option::weighted(0.8, value.clone()), option::weighted(0.7, value)).prop_map(|(n, s)| {
        let pairs = [("n", n), ("s", s)].into_iter();
        Json::Object(pairs.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
    });
    vec((select(TOOLS.to_vec()), args, 0_i64..40), 1..24).prop_map(|calls| {
        let mut time = 0;
        let mut at = |gap| {
            time += gap;
            time
        };
        calls.into_iter().map(|(tool, args, gap)| (tool, args, at(gap))).collect()
    })
}

/// The paths of counters name the tool.
fn scoped(tool: Json, name: &str) -> Json {
    let scope = if name == "*" { "_global" } else { name };
    serde_json::from_str(&tool.to_string().replace("state.T.", &format!("state.{scope}."))).unwrap()
}

fn tool() -> impl Strategy<Value = Json> {
    let extra = prop_oneof![
        20 => Just(None),
        1 => Just(Some(("hide", json!(true)))),
        1 => Just(Some(("hide", json!("yes")))),
        1 => Just(Some(("description", json!("a tool")))),
        1 => Just(Some(("approval", json!(true)))),
        1 => Just(Some(("rules", json!({"name": "n"})))),
    ];
    let body = (vec(rule(), 0..4), extra).prop_map(|(rules, extra)| {
        let mut tool = Map::new();
        tool.insert("rules".to_owned(), json!(rules));
        tool.extend(extra.map(|(key, value)| (key.to_owned(), value)));
        Json::Object(tool)
    });
    prop_oneof![12 => body, 1 => Just(json!(null)), 1 => Just(json!({})), 1 => Just(json!("deny")), 1 => Just(json!([]))]
}

fn rule() -> impl Strategy<Value = Json> {
    let asked = || {
        vec(condition(), 1..3)
            .prop_map(|conditions| json!({"name": "asks", "conditions": conditions, "on_deny": "No."}))
    };
    let rates = vec!["1/minute", "2/minute", "3/hour", "2/day", "5/week", "2/second", "often", "0/hour"];
    let rate = (select(rates), option::weighted(0.2, select(vec!["allow", "evaluate"]))).prop_map(|(rate, action)| {
        let mut rule = json!({"name": "rate", "rate_limit": rate, "on_deny": "Wait."});
        if let Some(action) = action {
            rule["action"] = json!(action);
        }
        rule
    });
    let action = select(vec!["deny", "allow", "Deny", "require_approval", "evaluate"])
        .prop_map(|action| json!({"name": action, "action": action}));
    let unknown = select(vec![json!(5), json!(null), json!({"name": "n", "when": "night", "rate_limit": "9/day"})]);
    let odd = (
        asked(),
        select(vec![
            ("action", json!("deny")),
            ("action", json!("allow")),
            ("priority", json!(3)),
            ("rate_limit", json!("2/day")),
            ("state", json!({})),
        ]),
    )
        .prop_map(|(mut rule, (key, value))| {
            rule[key] = value;
            rule
        });
    prop_oneof![8 => asked(), 6 => rate, 5 => state(), 2 => action, 1 => unknown, 2 => odd]
}

fn state() -> impl Strategy<Value = Json> {
    let path = select(vec!["state.T.c", "state.T.c", "state.T.c", "state.T.d", "state.other.c"]);
    let extra = select(vec![
        None,
        None,
        None,
        Some(("increment", json!(2))),
        Some(("increment", json!(0))),
        Some(("increment", json!(-1))),
        Some(("increment_from", json!("args.n"))),
    ]);
    let state = (select(vec!["minute", "hour", "week"]), extra).prop_map(|(window, extra)| {
        let mut state = json!({"counter": "c", "window": window});
        if let Some((key, value)) = extra {
            state[key] = value;
        }
        state
    });
    let counted =
        (path, select(vec!["lte", "lt", "gt"]), select(vec![json!(3), json!(1), json!(0), json!(4.5), json!("3")]))
            .prop_map(|(path, op, value)| json!({"path": path, "op": op, "value": value}));
    (counted, option::weighted(0.2, condition()), option::weighted(0.9, state)).prop_map(|(counted, other, state)| {
        let conditions: Vec<_> = [Some(counted), other].into_iter().flatten().collect();
        let mut rule = json!({"name": "counts", "conditions": conditions});
        if let Some(state) = state {
            rule["state"] = state;
        }
        rule
    })
}

fn condition() -> impl Strategy<Value = Json> {
    let number = || select(vec![json!(1), json!(5), json!(100), json!(5.5)]);
    let text = || select(vec![json!("x"), json!("eu"), json!("5"), json!("<nil>"), json!("[x]")]);
    let any = || prop_oneof![3 => number(), 3 => text(), 1 => select(vec![json!(true), json!(null), json!(["x"])])];
    let asked = prop_oneof![
        4 => (select(vec!["lt", "lte", "gt", "gte"]), number()),
        4 => (select(vec!["eq", "neq", "contains"]), any()),
        3 => (select(vec!["in", "not_in"]), vec(any(), 0..3).prop_map(Json::Array)),
        2 => (Just("exists"), select(vec![json!(true), json!(false), json!("true")])),
        2 => (Just("regex"), select(vec![json!("^x"), json!("[a-z]+$"), json!("("), json!(5)])),
        1 => (select(vec!["<=", "equals", "startsWith"]), any()),
        1 => (Just("lte"), select(vec![json!("5"), json!(9_007_199_254_740_993_i64)])),
    ];
    let path = select(vec!["args.n", "args.n", "args.s", "args.n.k", "args.", "n"]);
    (path, asked, option::weighted(0.05, Just(("unless", json!(1))))).prop_map(|(path, (op, value), extra)| {
        let mut condition = json!({"path": path, "op": op, "value": value});
        if let Some((key, value)) = extra {
            condition[key] = value;
        }
        condition
    })
}

/// The document as YAML in blocks, with comments named `cm0x`, `cm1x`, … above and after its lines. Returns how many.
pub fn yaml(document: &Json, with_comment: &[bool]) -> (String, usize) {
    let mut lines = Vec::new();
    block(document, 0, &mut lines);
    let mut out = String::new();
    let mut count = 0;
    for (line, with) in lines.iter().zip(with_comment.chunks(2).cycle()) {
        let indent = &line[..line.len() - line.trim_start().len()];
        if with[0] {
            out += &format!("{indent}# cm{count}x\n");
            count += 1;
        }
        out += line;
        if with.get(1) == Some(&true) {
            out += &format!("  # cm{count}x");
            count += 1;
        }
        out.push('\n');
    }
    (out, count)
}

fn block(value: &Json, indent: usize, lines: &mut Vec<String>) {
    let pad = " ".repeat(indent);
    match value {
        Json::Object(members) => {
            for (key, value) in members {
                match is_nested(value) {
                    true => {
                        lines.push(format!("{pad}{}:", json!(key)));
                        block(value, indent + 2, lines);
                    }
                    false => lines.push(format!("{pad}{}: {value}", json!(key))),
                }
            }
        }
        Json::Array(elements) => {
            for element in elements {
                let start = lines.len();
                match is_nested(element) {
                    true => {
                        block(element, indent + 2, lines);
                        lines[start].replace_range(indent..=indent, "-");
                    }
                    false => lines.push(format!("{pad}- {element}")),
                }
            }
        }
        _ => lines.push(format!("{pad}{value}")),
    }
}

fn is_nested(value: &Json) -> bool {
    value.as_object().is_some_and(|members| !members.is_empty())
        || value.as_array().is_some_and(|elements| !elements.is_empty())
}
