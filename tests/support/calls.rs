//! Random policies with meaningful conditions, and random calls that meet and miss them.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

/// A comparison as text. Each path is used only with operators of one kind, so that types agree.
fn comparison() -> impl Strategy<Value = String> {
    let number = prop_oneof![Just("0"), Just("1"), Just("-0"), Just("1.5"), Just("100_00"), Just("9007199254740993")];
    let order = prop_oneof![Just("<"), Just("<="), Just(">"), Just(">="), Just("=="), Just("!=")];
    let text =
        prop_oneof![Just("\"\""), Just("\"a\""), Just("\"1\""), Just("\"true\""), Just("\"a b\""), Just("r\"a\\d\"")];
    let equality = prop_oneof![Just("=="), Just("!="), Just("contains")];
    let pattern = prop_oneof![Just("r\"^a\""), Just("r\"a$\""), Just("\"\""), Just("r\"^[ab ]+$\""), Just("r\"\\d\"")];
    let path = prop_oneof![Just("args.n"), Just("args.o.n"), Just("args.\"x-y\"")];
    let text_path = prop_oneof![Just("args.s"), Just("args.o.s")];
    prop_oneof![
        4 => (prop_oneof![Just("args.n"), Just("args.s"), Just("args.b"), Just("args.o"), Just("args.o.n"), Just("args.z")], prop_oneof![Just("exists"), Just("missing")])
            .prop_map(|(path, presence)| format!("{path} {presence}")),
        3 => (path.clone(), order, number.clone()).prop_map(|(path, order, number)| format!("{path} {order} {number}")),
        2 => (path, prop_oneof![Just("in"), Just("not in")], prop::collection::vec(number, 1..4))
            .prop_map(|(path, word, numbers)| format!("{path} {word} [{}]", numbers.join(", "))),
        2 => (text_path.clone(), equality, text.clone()).prop_map(|(path, word, text)| format!("{path} {word} {text}")),
        2 => (text_path.clone(), prop_oneof![Just("in"), Just("not in")], prop::collection::vec(text, 1..4))
            .prop_map(|(path, word, texts)| format!("{path} {word} [{}]", texts.join(", "))),
        1 => (text_path, pattern).prop_map(|(path, pattern)| format!("{path} matches {pattern}")),
        1 => prop_oneof![Just("args.b == true".to_owned()), Just("args.b != false".to_owned()), Just("args.b in [true, false]".to_owned())],
        1 => prop_oneof![Just("args.l contains 1".to_owned()), Just("args.l contains \"a\"".to_owned())],
    ]
}

/// A condition as text, up to four levels deep.
pub fn condition() -> impl Strategy<Value = String> {
    comparison().prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" or "))),
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" and "))),
            2 => inner.prop_map(|inner| format!("not ({inner})")),
        ]
    })
}

/// A clause as text.
pub fn clause() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => condition().prop_map(|condition| format!("require {condition}")),
        4 => condition().prop_map(|condition| format!("deny if {condition} because \"no\"")),
        1 => Just("limit 5 per minute".to_owned()),
    ]
}

/// A whole policy for the tools `t`, `u` and `v` as text. Not all of these compile.
pub fn policy() -> impl Strategy<Value = String> {
    let default = prop_oneof![Just(""), Just("default deny\n"), Just("default allow\n")];
    let body = prop::collection::vec(clause(), 0..3).prop_map(|clauses| clauses.join("\n  "));
    let other = prop_oneof![
        Just("hide u\n"),
        Just("allow u\n"),
        Just("deny u because \"never\"\n"),
        Just("limit 7 per hour\n"),
        Just("")
    ];
    (default, body, other).prop_map(|(default, body, other)| format!("{default}tool t {{\n  {body}\n}}\n{other}"))
}

/// A value of any kind, near the constants of [`comparison`].
fn value() -> impl Strategy<Value = Json> {
    prop_oneof![
        2 => Just(Json::Null),
        3 => prop_oneof![Just(json!(0)), Just(json!(1)), Just(json!(1.5)), Just(json!(10000)), Just(json!(-1)), Just(json!(9007199254740992_u64)), Just(json!(10001))],
        3 => prop_oneof![Just(json!("")), Just(json!("a")), Just(json!("1")), Just(json!("true")), Just(json!("ba")), Just(json!("a b")), Just(json!("a1"))],
        1 => any::<bool>().prop_map(Json::Bool),
        1 => prop_oneof![Just(json!([])), Just(json!([1, "a"])), Just(json!(["1", null]))],
        1 => Just(json!({})),
    ]
}

/// The arguments of a call: each may be missing, `null`, of a wrong type or nested.
pub fn arguments() -> impl Strategy<Value = Json> {
    let object = |keys: [&'static str; 2]| {
        (prop::option::of(value()), prop::option::of(value())).prop_map(move |values| {
            let pairs = keys.into_iter().zip([values.0, values.1]);
            Json::Object(pairs.filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
        })
    };
    let nested = prop_oneof![3 => object(["n", "s"]).prop_map(Some), 1 => value().prop_map(Some), 1 => Just(None)];
    (object(["n", "s"]), object(["b", "l"]), object(["x-y", "z"]), nested).prop_map(|(first, second, third, nested)| {
        let mut all = serde_json::Map::new();
        for part in [first, second, third] {
            all.extend(part.as_object().cloned().unwrap_or_default());
        }
        all.extend(nested.map(|nested| ("o".to_owned(), nested)));
        Json::Object(all)
    })
}
