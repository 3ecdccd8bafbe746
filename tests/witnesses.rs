//! A call that is shown as one that the server accepts is one: an independent JSON Schema validator agrees. If there is
//! none, no call of a grid is accepted, allowed and not denied.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json, json};

use jamb::analyze::{Answer, Prover, Subject, questions};
use jamb::catalog::{self, Catalog};
use jamb::document::Job;
use jamb::model::Policy;
use jamb::source::{Source, Sources};

use crate::support::judged::judged;
use crate::support::meaning::model_allows;

fn catalog(schema: &Json) -> Catalog {
    let list = json!([{"name": "t", "inputSchema": schema}]).to_string();
    let mut sources = Sources::default();
    let id = sources.add(Source::from_text("tools.json", list));
    catalog::read(id, sources.get(id)).unwrap()
}

fn policy(clauses: &[&str]) -> Option<Policy> {
    judged(&format!("default deny\ntool t: write {{ {} }}\n", clauses.join("\n")), Job::COMPILE).1.policy
}

fn scalar() -> impl Strategy<Value = Json> {
    select(vec![
        json!({"type": "string"}),
        json!({"type": "integer", "minimum": 2, "exclusiveMaximum": 9}),
        json!({"enum": ["k", "m", 3]}),
        json!({"type": ["string", "null"], "minLength": 2, "pattern": "^[a-m]+$"}),
        json!({"type": "number", "multipleOf": 4}),
        json!({"anyOf": [{"const": "k"}, {"type": "boolean"}]}),
        json!({"oneOf": [{"type": "string", "maxLength": 3}, {"const": "k"}]}),
        json!({"not": {"enum": ["k", "a"]}, "type": "string"}),
        json!(true),
    ])
}

fn list() -> impl Strategy<Value = Json> {
    let items = prop_oneof![
        scalar(),
        Just(json!({"type": "object", "required": ["id"], "properties": {"id": {"enum": ["x", "y", "z"]}}})),
        Just(json!({"type": "array", "minItems": 1, "items": {"type": "integer"}})),
    ];
    let more = select(vec![
        json!({}),
        json!({"minItems": 1}),
        json!({"minItems": 2, "uniqueItems": true}),
        json!({"maxItems": 1}),
        json!({"prefixItems": [{"const": "first"}], "minItems": 2}),
        json!({"contains": {"type": "string", "minLength": 2}}),
        json!({"contains": {"type": "string"}, "minContains": 2, "minItems": 1}),
    ]);
    (items, more).prop_map(|(items, more)| merged(&json!({"type": "array", "items": items}), &more))
}

fn object() -> impl Strategy<Value = Json> {
    let more = part("p", "q");
    (scalar(), scalar(), more, any::<bool>()).prop_map(|(p, q, more, is_closed)| {
        let object = json!({"type": "object", "properties": {"p": p, "q": q}});
        let object = if is_closed { merged(&object, &json!({"additionalProperties": false})) } else { object };
        merged(&object, &more)
    })
}

/// Keywords about which members an object has.
fn part(one: &'static str, other: &'static str) -> impl Strategy<Value = Json> {
    select(vec![
        json!({}),
        json!({"required": [one]}),
        json!({"required": [one, other]}),
        json!({"minProperties": 1}),
        json!({"minProperties": 2}),
        json!({"maxProperties": 1}),
        json!({"anyOf": [{"required": [one]}, {"required": [other]}]}),
        json!({"oneOf": [{"required": [one]}, {"required": [other]}]}),
        json!({"dependentRequired": {one: [other]}}),
        json!({"dependencies": {one: [other]}}),
        json!({"dependentSchemas": {one: {"required": [other]}}}),
        json!({"not": {"required": [one, other]}}),
        json!({"not": {"required": [one]}, "required": [other]}),
        json!({"if": {"required": [one]}, "then": {"required": [other]}}),
        json!({"if": {"properties": {one: {"const": "k"}}}, "then": {"required": [other]}, "else": {"required": [one]}}),
        json!({"allOf": [{"required": [one]}, {"minProperties": 2}]}),
        json!({"propertyNames": {"pattern": "^[a-z]$"}}),
        json!({"anyOf": [
            {"properties": {one: {"const": "k"}}, "required": [one]},
            {"properties": {one: {"const": "m"}}, "required": [one, other]}]}),
    ])
}

fn merged(one: &Json, other: &Json) -> Json {
    let mut all = one.as_object().unwrap().clone();
    all.extend(other.as_object().unwrap().clone());
    Json::Object(all)
}

fn schema() -> impl Strategy<Value = Json> {
    let of_root = (part("a", "b"), part("l", "a"), part("o", "b"), any::<bool>());
    (scalar(), scalar(), list(), object(), of_root).prop_map(|(a, b, l, o, (first, second, third, is_closed))| {
        let root = json!({"type": "object", "properties": {"a": a, "b": b, "l": l, "o": o}});
        let root = if is_closed { merged(&root, &json!({"additionalProperties": false})) } else { root };
        let all = json!({"allOf": [second, third]});
        merged(&merged(&root, &first), &if first.get("allOf").is_some() { json!({}) } else { all })
    })
}

fn clause() -> impl Strategy<Value = &'static str> {
    select(vec![
        "require args.a exists",
        "deny if args.a exists",
        "deny if args.a missing and args.b missing",
        "require args.a == \"k\"",
        "deny if args.a == \"k\"",
        "require args.b in [\"k\", 3, true]",
        "deny if args.b > 3",
        "require args.l contains \"k\"",
        "deny if args.l contains \"m\"",
        "require args.l exists",
        "require args.o.p exists",
        "deny if args.o.q exists",
        "require args.o.q == \"k\"",
        "deny if args.o missing",
    ])
}

/// Calls near the constants of the clauses and schemas.
fn grid() -> Vec<Json> {
    let scalars = [None, Some(json!("k")), Some(json!("m")), Some(json!("ab")), Some(json!(4)), Some(json!(true))];
    let lists = [
        None,
        Some(json!([])),
        Some(json!(["k"])),
        Some(json!(["ab", "cd"])),
        Some(json!(["first", "k"])),
        Some(json!(["k", "ab"])),
        Some(json!([4, 8])),
        Some(json!([{"id": "x"}, {"id": "y"}])),
    ];
    let objects = [
        None,
        Some(json!({})),
        Some(json!({"p": "k"})),
        Some(json!({"q": "k"})),
        Some(json!({"p": "ab", "q": "k"})),
        Some(json!({"p": 4, "q": "ab"})),
    ];
    let mut calls = Vec::new();
    for (a, b) in scalars.iter().flat_map(|a| scalars.iter().map(move |b| (a, b))) {
        for (l, o) in lists.iter().flat_map(|l| objects.iter().map(move |o| (l, o))) {
            let members = [("a", a), ("b", b), ("l", l), ("o", o)];
            let members = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
            calls.push(Json::Object(members.collect::<Map<_, _>>()));
        }
    }
    calls
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn witnesses_are_calls_that_the_schema_accepts(
        schema in schema(),
        old in prop::collection::vec(clause(), 0..3),
        new in prop::collection::vec(clause(), 0..3),
    ) {
        let (Some(old), Some(new)) = (policy(&old), policy(&new)) else { return Ok(()) };
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let catalog = catalog(&schema);
        let (before, now) = (Subject::new(&old), Subject::new(&new));
        for (allowing, denying) in [(&before, None), (&now, Some(&before)), (&before, Some(&now))] {
            let mut prover = Prover::within(&catalog);
            let answer = match denying {
                Some(denying) => questions::allowed_and_denied(&mut prover, allowing, denying, "t"),
                None => questions::callable(&mut prover, allowing, "t"),
            };
            let is_one = |args: &Json| {
                validator.is_valid(args)
                    && model_allows(allowing.policy, "t", args)
                    && denying.is_none_or(|denying| !model_allows(denying.policy, "t", args))
            };
            match answer {
                Answer::Some(call) => prop_assert!(is_one(&call.args), "{} of {}", call, schema),
                Answer::None => {
                    let found = grid().into_iter().find(|args| is_one(args));
                    prop_assert!(found.is_none(), "{:?} of {}", found, schema);
                }
                // A schema of random parts may contradict itself, as may what it says about a list.
                Answer::Unknown(why) => {
                    let found = grid().into_iter().find(|args| is_one(args));
                    prop_assert!(found.is_none(), "{why}: {:?} of {}", found, schema);
                }
            }
        }
    }
}

/// Formats are not part of what the schema requires, but servers check them.
#[test]
fn witnesses_fit_their_formats_if_they_can() {
    let formats = ["email", "hostname", "uri", "date-time", "date", "time", "ipv4", "ipv6", "uuid", "duration"];
    for format in formats {
        let schema = json!({"type": "object", "required": ["a", "l"], "properties": {
            "a": {"type": "string", "format": format},
            "l": {"type": "array", "minItems": 2, "uniqueItems": true, "items": {"type": "string", "format": format}}}});
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let (catalog, policy) = (catalog(&schema), policy(&[]).unwrap());
        let answer = questions::callable(&mut Prover::within(&catalog), &Subject::new(&policy), "t");
        let Answer::Some(call) = answer else { panic!("{format}: {answer:?}") };
        assert!(validator.is_valid(&call.args), "{format}: {call}");
        let other = self::policy(&["require args.a == \"?\""]).unwrap();
        let answer = questions::callable(&mut Prover::within(&catalog), &Subject::new(&other), "t");
        assert!(matches!(answer, Answer::Some(_)), "{format}: {answer:?}");
    }
}
