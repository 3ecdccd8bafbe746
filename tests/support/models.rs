//! Policies for property tests. A document may contain much that the language can't express; for laws about the
//! language, [`expressible_policy`] makes documents that it can express.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use jamb::model::{Condition, Entry, Limit, Operand, Policy, Tool};
use jamb::vocab::{Number, OPERATORS, OperandKind, Operator, Path, Value, Window};

/// Any policy of version 1, with small pools of names so that tools, counters and paths meet.
pub fn arbitrary_policy() -> impl Strategy<Value = Policy> {
    let hide = btree_map(prop_oneof![8 => name(), 1 => Just("*".to_owned())], Just(None), 0..3);
    let tools = btree_map(name(), tool(any_condition().boxed(), 0), 0..4);
    (any::<bool>(), hide, vec(any_limit(), 0..3), tools).prop_map(|(default_allow, hide, all_tools, tools)| Policy {
        default_allow,
        hide,
        all_tools,
        tools,
    })
}

/// Policies that the language can express.
pub fn expressible_policy() -> impl Strategy<Value = Policy> {
    let names = btree_set(expressible_name(), 0..8).prop_map(Vec::from_iter);
    (any::<bool>(), names, vec(tool(expressible_condition().boxed(), 1), 8), vec(expressible_limit("all_tools"), 0..3))
        .prop_map(|(default_allow, names, tools, all_tools)| {
            let mut policy = Policy { default_allow, all_tools: one_a_counter(all_tools), ..Policy::default() };
            for (index, (name, mut tool)) in names.into_iter().zip(tools).enumerate() {
                if index % 4 == 3 {
                    policy.hide.insert(name, None);
                    continue;
                }
                name_counters(&name, &mut tool.limits);
                policy.tools.insert(name, tool);
            }
            policy
        })
}

/// Arguments that meet and miss the conditions of a policy: its own values, at its own paths.
pub fn arguments(policy: &Policy) -> impl Strategy<Value = String> + use<> {
    let entries = policy.tools.values().flat_map(|tool| tool.require.iter().chain(&tool.deny_if));
    let conditions: Vec<&Condition> = entries.flat_map(|entry| &entry.conditions).collect();
    let mut paths: Vec<Path> = conditions.iter().map(|condition| condition.path.clone()).collect();
    paths.sort();
    paths.dedup();
    let mut values: Vec<String> =
        ["null", "0", "-1.5", "\"abc\"", "\"\"", "true", "[]", "[\"1\", 5]", "{\"b\": 1}", "1e300"]
            .map(str::to_owned)
            .to_vec();
    for condition in conditions {
        values.push(condition.value.to_string());
        if let Operand::List(elements) = &condition.value {
            values.extend(elements.iter().map(Operand::to_string));
        }
    }
    vec(option::weighted(0.8, select(values)), paths.len()).prop_map(move |values| {
        let mut args = serde_json::Map::new();
        for (path, value) in paths.iter().zip(values) {
            let Some(value) = value else { continue };
            put(&mut args, path.segments(), serde_json::from_str(&value).expect("JSON"));
        }
        serde_json::Value::Object(args).to_string()
    })
}

fn put(object: &mut serde_json::Map<String, serde_json::Value>, segments: &[String], value: serde_json::Value) {
    match segments {
        [] => {}
        [last] => drop(object.insert(last.clone(), value)),
        [first, rest @ ..] => {
            let inner = object.entry(first).or_insert_with(|| serde_json::json!({}));
            if let Some(inner) = inner.as_object_mut() {
                put(inner, rest, value);
            }
        }
    }
}

fn tool(condition: BoxedStrategy<Condition>, least: usize) -> impl Strategy<Value = Tool> {
    let message = option::of(prop_oneof![Just(String::new()), ".{0,12}", Just("say \"why\"\n\\".to_owned())]);
    let entry = move |least: usize| {
        (vec(condition.clone(), least..4), message.clone()).prop_map(|(conditions, on_deny)| Entry {
            place: None,
            conditions: without_clashes(conditions),
            on_deny,
        })
    };
    let limits = if least == 0 { vec(any_limit().boxed(), 0..3) } else { vec(expressible_limit("").boxed(), 0..3) };
    (vec(entry(least), 0..3), vec(entry(0), 0..3), limits).prop_map(|(require, deny_if, limits)| Tool {
        place: None,
        require,
        deny_if,
        limits,
    })
}

/// Equal conditions, and both forms of `exists`, are rare in documents and can't be expressed.
fn without_clashes(conditions: Vec<Condition>) -> Vec<Condition> {
    let mut kept: Vec<Condition> = Vec::new();
    for condition in conditions {
        let clashes = |other: &Condition| {
            other.path == condition.path
                && other.op == condition.op
                && (other.op == Operator::Exists || other.value == condition.value)
        };
        if !kept.iter().any(clashes) {
            kept.push(condition);
        }
    }
    kept
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(vec!["a", "A", "b", "send-email", "fs/read.file", "every", "if", "all_tools"]).prop_map(str::to_owned),
        2 => ".{0,6}",
    ]
}

fn expressible_name() -> impl Strategy<Value = String> {
    name().prop_filter("a tool has a name", |name| !name.is_empty() && name != "*")
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let path = select(vec!["args.a", "args.a.b", "args.x-y.0", "args.", "args.if", "args.\"q\".é"]);
    (path, select(OPERATORS.to_vec())).prop_flat_map(|(path, row)| {
        let value = match row.operand {
            OperandKind::Scalar => prop_oneof![6 => one(), 1 => Just(Operand::Null), 1 => list(0)].boxed(),
            OperandKind::Number => number().prop_map(Value::Number).prop_map(Operand::Value).boxed(),
            OperandKind::List => list(0).boxed(),
            OperandKind::Pattern => pattern().boxed(),
            OperandKind::Presence => presence().boxed(),
        };
        value.prop_map(move |value| condition(path, row.operator, value))
    })
}

/// Each path has one type, so that all uses agree.
fn expressible_condition() -> impl Strategy<Value = Condition> {
    use Operator::{Contains, Eq, Exists, Gt, Gte, In, Lt, Lte, Neq, NotIn, Regex};
    let of_texts =
        |values: Vec<String>| Operand::List(values.into_iter().map(Value::Text).map(Operand::Value).collect());
    let of_numbers =
        |values: Vec<Number>| Operand::List(values.into_iter().map(Value::Number).map(Operand::Value).collect());
    prop_oneof![
        (select(vec![Eq, Neq, Contains]), ".{0,8}").prop_map(|(op, text)| condition(
            "args.text",
            op,
            Operand::Value(Value::Text(text))
        )),
        (select(vec![In, NotIn]), vec(".{0,4}", 1..4)).prop_map(move |(op, texts)| condition(
            "args.text",
            op,
            of_texts(texts)
        )),
        pattern().prop_map(|value| condition("args.text", Regex, value)),
        (select(vec![Eq, Neq, Lt, Lte, Gt, Gte]), exact_number()).prop_map(|(op, number)| condition(
            "args.meta.x-y",
            op,
            Operand::Value(Value::Number(number))
        )),
        (select(vec![In, NotIn]), vec(exact_number(), 1..4)).prop_map(move |(op, numbers)| condition(
            "args.meta.x-y",
            op,
            of_numbers(numbers)
        )),
        one()
            .prop_filter("a list holds it", |value| match value {
                Operand::Value(Value::Number(number)) => number.is_exact(),
                Operand::Value(Value::Text(_)) => false,
                Operand::Value(Value::Boolean(_)) | Operand::Null | Operand::List(_) => true,
            })
            .prop_map(|value| condition("args.list.0", Contains, value)),
        (select(vec![Eq, Neq]), any::<bool>()).prop_map(|(op, boolean)| condition(
            "args.if",
            op,
            Operand::Value(Value::Boolean(boolean))
        )),
        (select(vec!["args.text", "args.meta", "args.é\n"]), presence())
            .prop_map(|(path, value)| condition(path, Exists, value)),
    ]
}

fn condition(path: &str, op: Operator, value: Operand) -> Condition {
    Condition { place: None, path: Path::from_json(path).expect("a path"), op, value }
}

fn one() -> impl Strategy<Value = Operand> {
    prop_oneof![
        ".{0,8}".prop_map(Value::Text),
        number().prop_map(Value::Number),
        any::<bool>().prop_map(Value::Boolean),
    ]
    .prop_map(Operand::Value)
}

fn list(least: usize) -> impl Strategy<Value = Operand> {
    let element = prop_oneof![8 => one(), 1 => Just(Operand::Null), 1 => Just(Operand::List(Vec::new()))];
    vec(element, least..4).prop_map(Operand::List)
}

fn presence() -> impl Strategy<Value = Operand> {
    any::<bool>().prop_map(|wanted| Operand::Value(Value::Boolean(wanted)))
}

fn pattern() -> impl Strategy<Value = Operand> {
    let patterns = vec!["^[a-z]+$", r"^\d{3}\b", "\"", "\"#\"##", "\\\\\"", "a\nb\\.", "é|漢", ""];
    select(patterns).prop_map(|pattern| Operand::Value(Value::Text(pattern.to_owned())))
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        (-50_i64..50).prop_map(Number::from),
        any::<f64>().prop_filter_map("a finite double", Number::from_f64),
        select(vec!["1e21", "-1.5e-10", "9007199254740993", "0.1", "999999999999999999999"])
            .prop_filter_map("a number", Number::parse),
    ]
}

fn exact_number() -> impl Strategy<Value = Number> {
    number().prop_filter("the gateway can tell it from its neighbours", |number| number.is_exact())
}

fn any_limit() -> impl Strategy<Value = Limit> {
    let counter = select(vec!["a_rate", "mails", "all_tools_rate", "a_per_hour", ""]);
    let max = prop_oneof![4 => 1_u64..100, 1 => Just(0), 1 => Just((1 << 53) - 1), 1 => any::<u64>()];
    (counter, select(Window::ALL.to_vec()), max).prop_map(|(counter, window, max)| limit(counter, window, max))
}

/// The counter is the default of an owner, or a shared one with a fixed window and maximum.
fn expressible_limit(owner: &'static str) -> impl Strategy<Value = Limit> {
    let own = (select(Window::ALL.to_vec()), 1_u64..100)
        .prop_map(move |(window, max)| limit(&window.default_counter(owner), window, max));
    let named = (select(Window::ALL.to_vec()), Just(1_u64 << 53))
        .prop_map(move |(window, max)| limit(&format!("{owner} named {}", window.word()), window, max - 1));
    prop_oneof![own, named]
}

fn limit(counter: &str, window: Window, max: u64) -> Limit {
    Limit { place: None, counter: counter.to_owned(), window, max }
}

/// Names a tool's default counters after it. `a` and `A` would share one, so they get their own.
fn name_counters(name: &str, limits: &mut Vec<Limit>) {
    for limit in limits.iter_mut().filter(|limit| !limit.counter.contains("named")) {
        let is_alone = name.chars().all(|letter| !letter.is_ascii_uppercase()) && !matches!(name, "all_tools");
        limit.counter = match is_alone {
            true => limit.window.default_counter(name),
            false => format!("{name}:{}", limit.window.word()),
        };
    }
    *limits = one_a_counter(std::mem::take(limits));
}

fn one_a_counter(limits: Vec<Limit>) -> Vec<Limit> {
    let mut seen = BTreeMap::new();
    limits.into_iter().filter(|limit| seen.insert(limit.counter.clone(), ()).is_none()).collect()
}
