//! The analysis is exact: it agrees with a plain evaluator on random policies and a grid of calls.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use jamb::analyze::diff::{Change, diff};
use jamb::analyze::{Answer, Call, Proof, Prover, Subject, asserts, questions};
use jamb::catalog;
use jamb::document::Job;
use jamb::format;
use jamb::import::import;
use jamb::model::canonical::{self, Layout};
use jamb::model::{self, Condition, Entry, Operand, Policy, Tool};
use jamb::source::{Source, Sources};
use jamb::syntax;
use jamb::vocab::{Number, OPERATORS, OperandKind, Operator, Path, Value};

use crate::support::judged::judged;
use crate::support::meaning::model_allows;
use crate::support::run::{folder, jamb, root};
use crate::support::said::snapshots;
use crate::support::{calls, models};

/// The values at a path: every kind of value, near every constant of [`condition`].
fn grid() -> Vec<Option<Json>> {
    let mut values = vec![None];
    let some = [
        json!(null),
        json!(true),
        json!(false),
        json!(-1),
        json!(0),
        json!(0.5),
        json!(1),
        json!(1.5),
        json!(2),
        json!(9_007_199_254_740_992_u64),
        json!(""),
        json!("a"),
        json!("1"),
        json!("ab"),
        json!("ba"),
        json!("true"),
        json!("b\n"),
        json!("é"),
        json!([]),
        json!([1]),
        json!(["a", "1"]),
        json!([null, [1], true]),
        json!({}),
        json!({"b": 1}),
        json!({"b": "a"}),
        json!({"b": null}),
        json!({"b": ["a"]}),
        json!({"b": {}}),
        json!({"b": {"c": "a"}}),
        json!({"b": {"c": 1}}),
        json!({"x": 1}),
    ];
    values.extend(some.into_iter().map(Some));
    values
}

/// All calls of the grid. They have two arguments, and conditions look into one of them.
fn all_calls() -> Vec<Json> {
    let mut calls = Vec::new();
    for first in grid() {
        // No condition looks into it.
        for second in grid().into_iter().filter(|value| !value.as_ref().is_some_and(Json::is_object)) {
            let mut args = serde_json::Map::new();
            args.extend(first.clone().map(|value| ("a".to_owned(), value)));
            args.extend(second.clone().map(|value| ("z".to_owned(), value)));
            calls.push(Json::Object(args));
        }
    }
    calls
}

fn scalar() -> impl Strategy<Value = Operand> {
    let number = prop::sample::select(vec!["0", "-0", "1", "1.5", "9007199254740993"]);
    let text = prop::sample::select(vec!["", "a", "1", "ab", "true", "1.5"]);
    prop_oneof![
        3 => number.prop_map(|number| Operand::Value(Value::Number(Number::parse(number).unwrap()))),
        3 => text.prop_map(|text| Operand::Value(Value::Text(text.to_owned()))),
        1 => any::<bool>().prop_map(|boolean| Operand::Value(Value::Boolean(boolean))),
        1 => Just(Operand::Null),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let path = prop::sample::select(vec!["args.a", "args.a.b", "args.a.b.c", "args.z", "args.z"]);
    (path, prop::sample::select(OPERATORS.to_vec())).prop_flat_map(|(path, row)| {
        let pattern = prop::sample::select(vec!["^a", "a$", "", "^$", "b", r"^\w$", r"\bb", "^[^a]*$", "(?i)A"]);
        let value = match row.operand {
            OperandKind::Scalar => scalar().boxed(),
            OperandKind::Number => prop::sample::select(vec!["0", "1", "1.5"])
                .prop_map(|number| Operand::Value(Value::Number(Number::parse(number).unwrap())))
                .boxed(),
            OperandKind::List => prop::collection::vec(scalar(), 0..3).prop_map(Operand::List).boxed(),
            OperandKind::Pattern => pattern.prop_map(|it| Operand::Value(Value::Text(it.to_owned()))).boxed(),
            OperandKind::Presence => any::<bool>().prop_map(Operand::presence).boxed(),
        };
        value.prop_map(move |value| Condition {
            place: None,
            path: Path::from_json(path).unwrap(),
            op: row.operator,
            value,
        })
    })
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let entry =
        prop::collection::vec(condition(), 0..4).prop_map(|conditions| Entry { conditions, ..Entry::default() });
    prop::collection::vec(entry, 0..4)
}

fn tool() -> impl Strategy<Value = Tool> {
    (entries(), entries()).prop_map(|(require, deny_if)| Tool { require, deny_if, ..Tool::default() })
}

fn policy_of(tool: Tool) -> Policy {
    Policy { tools: [("t".to_owned(), tool)].into(), ..Policy::default() }
}

/// Checks an answer on the grid: "none" means that no call of the grid qualifies, and a call has to qualify itself.
fn agrees(answer: &Answer<Call>, is_one: impl Fn(&Json) -> bool) -> Result<(), TestCaseError> {
    match answer {
        Answer::Some(call) => prop_assert!(is_one(&call.args), "no such call: {}", call.args),
        Answer::None => {
            let found = all_calls().into_iter().find(|args| is_one(args));
            prop_assert!(found.is_none(), "there is one: {}", found.unwrap_or_default());
        }
        Answer::Unknown(why) => prop_assert!(false, "small conditions are answered: {why}"),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// The analysis and the grid agree on whether one policy allows a call that the other denies.
    #[test]
    fn differences_agree_with_the_grid(old in tool(), new in tool()) {
        let (old, new) = (policy_of(old), policy_of(new));
        let (of_old, of_new) = (Subject::new(&old), Subject::new(&new));
        let answer = questions::allowed_and_denied(&mut Prover::default(), &of_new, &of_old, "t");
        agrees(&answer, |args| model_allows(&new, "t", args) && !model_allows(&old, "t", args))?;
    }

    /// The analysis and the grid agree on whether a tool can be called at all.
    #[test]
    fn callable_tools_agree_with_the_grid(tool in tool()) {
        let policy = policy_of(tool);
        let answer = questions::callable(&mut Prover::default(), &Subject::new(&policy), "t");
        agrees(&answer, |args| model_allows(&policy, "t", args))?;
    }

    /// The analysis and the grid agree on whether an entry decides a call.
    #[test]
    fn deciding_entries_agree_with_the_grid(tool in tool()) {
        let policy = policy_of(tool);
        let subject = Subject::new(&policy);
        let mut prover = Prover::default();
        for (id, _) in questions::entries(&policy, "t") {
            let answer = questions::decided_by(&mut prover, &subject, "t", id);
            let (mut until, mut before) = (policy.tools["t"].clone(), policy.tools["t"].clone());
            match id {
                questions::EntryId::Require(index) => {
                    until.require.truncate(index + 1);
                    before.require.truncate(index);
                    (until.deny_if, before.deny_if) = (Vec::new(), Vec::new());
                }
                questions::EntryId::DenyIf(index) => {
                    until.deny_if.truncate(index + 1);
                    before.deny_if.truncate(index);
                }
            }
            let (until, before) = (policy_of(until), policy_of(before));
            agrees(&answer, |args| model_allows(&before, "t", args) && !model_allows(&until, "t", args))?;
            prop_assert_eq!(questions::idle(&mut prover, &subject, "t", id).is_some(), answer == Answer::None);
        }
    }

    /// A policy allows the same calls as itself.
    #[test]
    fn a_policy_does_not_differ_from_itself(tool in tool()) {
        let policy = policy_of(tool);
        let subject = Subject::new(&policy);
        prop_assert_eq!(questions::allowed_and_denied(&mut Prover::default(), &subject, &subject, "t"), Answer::None);
    }
}

/// The proofs of a policy's asserts.
fn proofs(text: &str) -> Vec<Proof> {
    let (mut sources, compiled) = judged(text, Job::COMPILE);
    let policy = compiled.policy.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
    let checked = compiled.checked.unwrap().policy;
    let proofs = asserts(&checked, &policy, &mut Prover::default());
    // The document says what the source says.
    let json = canonical::write(&policy, Layout::Pretty);
    let id = sources.add(Source::from_text("policy.json", json));
    let read = model::json::read(id, sources.get(id)).0.unwrap();
    let of = |proofs: &[Proof]| -> Vec<_> {
        let call = |proof: &Proof| if let Proof::Broken(broken) = proof { Some(broken.call.clone()) } else { None };
        proofs.iter().map(call).collect()
    };
    assert_eq!(of(&proofs), of(&asserts(&checked, &read, &mut Prover::default())));
    proofs
}

fn broken_by(text: &str) -> Vec<Option<Json>> {
    let args = |proof| match proof {
        Proof::Broken(broken) => Some(broken.call.args),
        Proof::Holds => None,
        Proof::Unknown(tool, why) => panic!("{tool}: {why}"),
    };
    proofs(text).into_iter().map(args).collect()
}

#[test]
fn the_published_list_of_commands_allows_too_much() {
    let found = broken_by(
        r##"default deny
tool execute_command {
  require args.command matches r"^(npm (test|run [a-z:]+)|git (status|diff|log)( .*)?|ls( .*)?|pwd|cat [A-Za-z0-9_./-]+)$"
  deny if args.command matches r"[;&|`]|\$\(|\brm\b|\bcurl\b"
}
assert never execute_command if args.command matches r"\.\./"
assert never execute_command if args.command matches r"/etc/"
assert never execute_command if args.command matches r">"
assert never execute_command if args.command matches r"\bcurl\b"
assert never execute_command if args.command matches "\n"
assert never execute_command if args.command missing or args.command matches r"^npm (install|publish)"
"##,
    );
    let expected = [Some("ls ../"), Some("ls /etc/"), Some("ls >"), None, None, None];
    assert_eq!(found, expected.map(|command| command.map(|command| json!({"command": command}))));
}

#[test]
fn a_cap_on_refunds_is_proved_or_broken() {
    let found = broken_by(
        r#"default deny
tool create_refund: financial {
  require args.currency in ["usd", "eur"]
  deny if args.amount > 100_00
}
assert never create_refund if args.amount > 100_00
assert never create_refund if args.amount > 50_00
assert never create_refund if not (args.amount <= 100_00)
assert always create_refund if args.currency == "usd" and args.amount <= 100_00
assert always create_refund if args.amount <= 10
assert never delete_account
assert never *
"#,
    );
    let expected = [
        None,
        Some(json!({"currency": "eur", "amount": 5001})),
        Some(json!({"currency": "eur"})),
        None,
        Some(json!({"amount": 10})),
        None,
        Some(json!({"currency": "eur"})),
    ];
    assert_eq!(found, expected);
}

/// The policy in a text, and the policy read back from its JSON.
fn policy_and_document(text: &str) -> Option<(Policy, Policy)> {
    let (mut sources, compiled) = judged(text, Job::COMPILE);
    let policy = compiled.policy?;
    let id = sources.add(Source::from_text("policy.json", canonical::write(&policy, Layout::Pretty)));
    let read = model::json::read(id, sources.get(id)).0?;
    Some((policy, read))
}

fn changes(old: &Policy, new: &Policy) -> Vec<(String, Change, Change)> {
    let difference = diff(&Subject::new(old), &Subject::new(new), &mut Prover::default());
    difference.tools.iter().map(|tool| (tool.name.clone(), tool.change(), tool.limits.change)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// A policy does not differ from its JSON, its formatted text, the import of its JSON, or itself.
    #[test]
    fn a_policy_is_the_same_as_its_document(text in calls::policy()) {
        let found = policy_and_document(&text);
        prop_assume!(found.is_some());
        let (policy, document) = found.unwrap();
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("policy.pl", text.as_str()));
        let (file, _) = syntax::parse(id, sources.get(id));
        let formatted = format::format(sources.get(id), &file);
        let id = sources.add(Source::from_text("policy.json", canonical::write(&policy, Layout::Pretty)));
        let imported = import(id, sources.get(id)).0.expect("what the compiler writes can be imported");
        let (formatted, imported) = (policy_and_document(&formatted), policy_and_document(&imported));
        for other in [&document, &formatted.unwrap().0, &imported.unwrap().0, &policy.clone()] {
            for (name, change, limits) in changes(&policy, other) {
                prop_assert_eq!((change, limits), (Change::Same, Change::Same), "{} of\n{}", name, text);
            }
        }
    }

    /// The same for any `policy.json`.
    #[test]
    fn a_document_is_the_same_as_itself(policy in models::arbitrary_policy()) {
        for (name, change, limits) in changes(&policy, &policy.clone()) {
            prop_assert_eq!((change, limits), (Change::Same, Change::Same), "{}", name);
        }
    }

    /// Swapping the two policies turns wider into narrower.
    #[test]
    fn swapping_the_policies_reverses_the_difference(old in models::arbitrary_policy(), new in models::arbitrary_policy()) {
        let turned = |change| match change {
            Change::Wider => Change::Narrower,
            Change::Narrower => Change::Wider,
            Change::Same | Change::Both | Change::Unknown => change,
        };
        let there: Vec<_> =
            changes(&old, &new).into_iter().map(|(name, change, limits)| (name, turned(change), turned(limits))).collect();
        prop_assert_eq!(there, changes(&new, &old));
    }

    /// Every call of the grid that the policies decide differently belongs to a tool that is reported as changed in
    /// this direction, and every reported call is such a call.
    #[test]
    fn changes_agree_with_the_grid(old in tool(), new in tool()) {
        let (old, new) = (policy_of(old), policy_of(new));
        let difference = diff(&Subject::new(&old), &Subject::new(&new), &mut Prover::default());
        let tool = difference.tools.iter().find(|tool| tool.name == "t").unwrap();
        for args in all_calls() {
            match (model_allows(&old, "t", &args), model_allows(&new, "t", &args)) {
                (false, true) => prop_assert!(tool.change().is_wider(), "{}", args),
                (true, false) => prop_assert!(tool.change().is_narrower(), "{}", args),
                (true, true) | (false, false) => {}
            }
        }
    }
}

const CATALOG: &str = r#"[
  {"name": "create_refund", "inputSchema": {"type": "object", "required": ["charge", "amount"], "properties": {
    "charge": {"type": "string", "pattern": "^ch_[a-z0-9]{4,}$"},
    "amount": {"type": "integer", "minimum": 1, "maximum": 1000000},
    "currency": {"enum": ["usd", "eur", "gbp"]},
    "reason": {"type": ["string", "null"], "minLength": 5}}}},
  {"name": "ping", "inputSchema": {"type": "object"}}
]"#;

/// The call that breaks the only assert of a policy with a catalog, and whether the server accepts it.
fn broken_with_catalog(text: &str, only_accepted: bool) -> Option<(Json, Option<bool>)> {
    let mut sources = Sources::default();
    let id = sources.add(Source::from_text("tools.json", CATALOG));
    let catalog = catalog::read(id, sources.get(id)).unwrap();
    let compiled = judged(&format!("default deny\n{text}"), Job::COMPILE).1;
    let policy = compiled.policy.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics));
    let mut prover = if only_accepted { Prover::within(&catalog) } else { Prover::preferring(&catalog) };
    match asserts(&compiled.checked.unwrap().policy, &policy, &mut prover).remove(0) {
        Proof::Broken(broken) => Some((broken.call.args, broken.call.accepted)),
        Proof::Holds => None,
        Proof::Unknown(tool, why) => panic!("{tool}: {why}"),
    }
}

#[test]
fn witnesses_fit_the_schema_if_possible() {
    let rules = "tool create_refund: financial { deny if args.amount > 100_00 }\n";
    for (assert, expected) in [
        ("never create_refund if args.amount > 50_00", Some(json!({"amount": 5001, "charge": "ch_aaaa"}))),
        ("never create_refund if args.amount > 99_99.5", Some(json!({"amount": 10000, "charge": "ch_aaaa"}))),
        (
            "never create_refund if args.reason exists",
            Some(json!({"reason": "aaaaa", "charge": "ch_aaaa", "amount": 1})),
        ),
        (
            "never create_refund if args.currency != \"usd\"",
            Some(json!({"currency": "eur", "amount": 1, "charge": "ch_aaaa"})),
        ),
        ("never create_refund if args.amount > 100_00", None),
    ] {
        let found = broken_with_catalog(&format!("{rules}assert {assert}\n"), false);
        assert_eq!(found, expected.map(|args| (args, Some(true))), "{assert}");
    }
}

#[test]
fn calls_that_the_server_refuses_are_marked_or_left_out() {
    let rules = "tool create_refund: financial { deny if args.amount > 100_00 }\n";
    for (assert, expected) in [
        ("never create_refund if args.amount < 0", json!({"amount": -1})),
        ("never create_refund if args.amount == \"x\"", json!({"amount": "x"})),
        ("never create_refund if args.currency == \"yen\"", json!({"currency": "yen"})),
        ("never create_refund if args.charge missing", json!({})),
        ("never create_refund if args.amount > 5 and args.amount < 6", json!({"amount": 5.1})),
    ] {
        let text = format!("{rules}assert {assert}\n");
        assert_eq!(broken_with_catalog(&text, false), Some((expected, Some(false))), "{assert}");
        assert_eq!(broken_with_catalog(&text, true), None, "{assert}");
    }
    let open = "tool ping { require args.x exists }\nassert never ping if args.x == 5\n";
    assert_eq!(broken_with_catalog(open, true), Some((json!({"x": 5}), Some(true))));
}

/// A schema of an argument.
fn property() -> impl Strategy<Value = Json> {
    let of_list = json!({"type": "array", "items": {"type": "string"}});
    let object = json!({"type": "object", "required": ["b"], "properties": {
        "b": {"type": "integer", "multipleOf": 4}, "c": {"enum": ["a", 1]}}});
    let deep = json!({"type": "object", "required": ["c"], "properties": {
        "b": {"const": "a"}, "c": {"type": "object", "required": ["d"], "properties": {"d": {"type": "boolean"}}}}});
    prop::sample::select(vec![
        json!({"type": "integer", "multipleOf": 5, "minimum": 1}),
        json!({"type": "integer", "multipleOf": 6, "maximum": 100}),
        json!({"type": "number", "multipleOf": 0.5, "exclusiveMinimum": 1}),
        json!({"type": "string", "minLength": 3, "maxLength": 4}),
        json!({"type": "string", "format": "email", "pattern": "^[a-c]+$"}),
        json!({"const": 1}),
        json!({"const": "ab"}),
        json!({"enum": ["a", "1", 10, null]}),
        json!({"type": ["boolean", "null"]}),
        json!({"type": "array", "items": {"type": "integer"}}),
        json!({"anyOf": [{"type": "string", "maxLength": 1}, {"type": "integer", "multipleOf": 7}]}),
        of_list,
        object,
        deep,
    ])
}

/// A condition on the argument, or on a member of it.
fn of_property() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "args.a exists",
        "args.a missing",
        "args.a > 10",
        "args.a <= 7",
        "args.a == 30",
        "args.a != \"a\"",
        "args.a in [\"ab\", 1, true, 60]",
        "args.a not in [15, 5, \"aaa\"]",
        "args.a matches \"b\"",
        "args.a contains \"1\"",
        "args.a contains true",
        "args.a.b exists",
        "args.a.b > 5",
        "args.a.b == \"a\"",
        "args.a.c == \"1\"",
        "args.a.c.d != true",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// A validator accepts every call that is reported as accepted by the server.
    #[test]
    fn calls_that_the_server_accepts_meet_its_schema(
        property in property(),
        required in any::<bool>(),
        clauses in prop::collection::vec((any::<bool>(), of_property()), 1..4),
    ) {
        let required = if required { json!(["a", "z"]) } else { json!(["z"]) };
        let schema = json!({"type": "object", "required": required, "properties": {"a": property, "z": {"const": 7}}});
        let list = json!([{"name": "t", "inputSchema": schema}]).to_string();
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("tools.json", list));
        let catalog = catalog::read(id, sources.get(id)).unwrap();
        let clauses = clauses.iter().map(|(requires, condition)| match requires {
            true => format!("require {condition}\n"),
            false => format!("deny if {condition}\n"),
        });
        let found = policy_and_document(&format!("default deny\ntool t: write {{ {} }}\n", clauses.collect::<String>()));
        prop_assume!(found.is_some());
        let (policy, _) = found.unwrap();
        let subject = Subject::new(&policy);
        let is_valid = |args: &Json| jsonschema::is_valid(&schema, args);
        // Servers read some patterns, and the multiples of a fraction, differently.
        let is_read_in_two_ways = schema["properties"]["a"]["pattern"].is_string() || schema["properties"]["a"]["multipleOf"] == 0.5;
        match questions::callable(&mut Prover::preferring(&catalog), &subject, "t") {
            Answer::Some(call) => {
                let is_so = call.accepted.is_none_or(|accepted| accepted == is_valid(&call.args));
                prop_assert!(is_so, "{} of {}", call, schema);
                prop_assert!(call.accepted.is_some() || is_read_in_two_ways, "{} of {}", call, schema);
            }
            Answer::None => {}
            Answer::Unknown(why) => prop_assert!(false, "small conditions are answered: {why}"),
        }
        match questions::callable(&mut Prover::within(&catalog), &subject, "t") {
            Answer::Some(call) => prop_assert!(is_valid(&call.args), "{} of {}", call, schema),
            Answer::Unknown(why) => prop_assert!(is_read_in_two_ways, "small schemas are read: {why}"),
            Answer::None => {
                for value in accepted_grid() {
                    let args = match value {
                        Some(value) => json!({"a": value, "z": 7}),
                        None => json!({"z": 7}),
                    };
                    prop_assert!(!is_valid(&args) || !model_allows(&policy, "t", &args), "{} of {}", args, schema);
                }
            }
        }
    }
}

fn accepted_grid() -> Vec<Option<Json>> {
    let numbers = (-2..70).map(|number| json!(number)).chain([json!(1.5), json!(2.5)]);
    let texts = ["", "a", "b", "1", "ab", "abc", "aaa", "aab", "aaaa"].map(|text| json!(text));
    let lists = [json!([]), json!([1]), json!(["1"]), json!(["true", "b"])];
    let objects =
        [json!({"b": 4}), json!({"b": 8, "c": 1}), json!({"b": "a", "c": {"d": true}}), json!({"c": {"d": false}})];
    let others = [json!(null), json!(true), json!(false)];
    let all = numbers.chain(texts).chain(lists).chain(objects).chain(others);
    std::iter::once(None).chain(all.map(Some)).collect()
}

fn story(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/cases/analyze").join(name)).unwrap()
}

#[test]
fn a_difference_is_reported_with_a_call_for_each_direction() {
    let folder = folder(&[("old.pl", &story("old.pl")), ("new.pl", &story("new.pl"))]);
    let settings = snapshots("analyze");
    for format in ["pretty", "markdown", "json", "github"] {
        let run = jamb(folder.path(), &["diff", "old.pl", "new.pl", "--format", format]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
        settings.bind(|| insta::assert_snapshot!(format!("diff-{format}"), run.stdout));
    }
}

#[test]
fn only_the_requested_changes_fail() {
    let wide = b"default deny\nallow a, b: read\n";
    let narrow = b"default deny\nallow a: read\n";
    let policy = b"{\"version\": \"1\", \"default\": \"deny\", \"tools\": {\"a\": {}}}";
    let tools = b"[{\"name\": \"a\"}]";
    let folder = folder(&[
        ("wide.pl", wide),
        ("narrow.pl", narrow),
        ("p.json", policy),
        ("tools.json", tools),
        ("bad.pl", b"allow\n"),
    ]);
    for (arguments, code) in [
        (&["narrow.pl", "wide.pl"][..], 0),
        (&["narrow.pl", "wide.pl", "--fail-on", "widened"], 1),
        (&["narrow.pl", "wide.pl", "--fail-on", "narrowed"], 0),
        (&["wide.pl", "narrow.pl", "--fail-on", "narrowed"], 1),
        (&["wide.pl", "narrow.pl", "--fail-on", "changed"], 1),
        (&["narrow.pl", "p.json", "--fail-on", "changed"], 0),
        (&["narrow.pl", "wide.pl", "--fail-on", "changed", "--catalog", "tools.json"], 0),
        (&["narrow.pl", "wide.pl", "--catalog", "wide.pl"], 2),
        (&["narrow.pl", "nowhere.pl"], 2),
        (&["narrow.pl", "bad.pl"], 1),
        (&["narrow.pl", "wide.pl", "--format", "sarif"], 2),
    ] {
        let run = jamb(folder.path(), &[&["diff"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
}

/// For each entry of a tool, why it never decides a call, if so.
/// A change of the limits over all tools is a change under `default deny` too.
#[test]
fn limits_over_all_tools_are_compared() {
    let policy = |head: &str| format!("default deny\n{head}\nallow list_cards: read\nhide drop_card\n");
    let document = br#"{"version": "1", "default": "deny", "all_tools": {"limits": [
        {"counter": "x", "window": "hour", "max": 300, "scope": "grant"}]}, "tools": {"list_cards": {}}}"#;
    let folder = folder(&[
        ("none.pl", policy("").as_bytes()),
        ("hour.pl", policy("limit 300 per hour").as_bytes()),
        ("more.pl", policy("limit 30000 per hour").as_bytes()),
        ("minute.pl", policy("limit 300 per minute").as_bytes()),
        ("day.pl", policy("limit 1000 per day").as_bytes()),
        (
            "hidden.json",
            br#"{"version": "1", "default": "deny", "hide": ["*"], "tools": {"list_cards": {}}, "all_tools":
            {"limits": [{"counter": "x", "window": "hour", "max": 3, "scope": "grant"}]}}"#,
        ),
        ("open.json", br#"{"version": "1", "default": "deny", "hide": ["*"], "tools": {"list_cards": {}}}"#),
        ("hour.json", document),
    ]);
    for (old, new, expected) in [
        ("hour.pl", "none.pl", (true, false)),
        ("none.pl", "hour.pl", (false, true)),
        ("hour.pl", "more.pl", (true, false)),
        ("hour.pl", "minute.pl", (true, false)),
        ("hour.pl", "day.pl", (true, true)),
        ("hour.json", "none.pl", (true, false)),
        ("hour.json", "hour.pl", (false, false)),
        ("hour.pl", "hour.json", (false, false)),
        ("hidden.json", "open.json", (false, false)),
    ] {
        let run = jamb(folder.path(), &["diff", old, new, "--format", "json", "--fail-on", "changed"]);
        let said: Json = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{old} {new}: {}", run.stdout));
        assert!(said["wider"].is_boolean(), "{old} {new}: {said}");
        let found = (said["wider"].as_bool().unwrap(), said["narrower"].as_bool().unwrap());
        assert_eq!((found, run.code), (expected, i32::from(expected != (false, false))), "{old} {new}: {}", run.stderr);
        let run = jamb(folder.path(), &["diff", old, new, "--format", "github", "--fail-on", "changed"]);
        assert_eq!(run.stdout.contains("::error"), expected != (false, false), "{old} {new}: {}", run.stdout);
    }
}

#[test]
fn a_difference_is_among_the_calls_of_the_policies_own_catalogs() {
    let list = |properties: &str| {
        format!(
            r#"[{{"name": "t", "inputSchema": {{"type": "object", "required": ["a"], "properties": {properties}}}}}]"#
        )
    };
    let policy =
        |catalog: &str, clause: &str| format!("default deny\ncatalog \"{catalog}\"\ntool t: write {{ {clause} }}\n");
    let folder = folder(&[
        ("one.json", list(r#"{"a": {"enum": ["x", "y"]}}"#).as_bytes()),
        ("two.json", list(r#"{"a": {"enum": ["x", "z"]}}"#).as_bytes()),
        ("one.pl", policy("one.json", "require args.a == \"x\"").as_bytes()),
        ("open.pl", policy("one.json", "").as_bytes()),
        ("two.pl", policy("two.json", "").as_bytes()),
        (
            "p.json",
            br#"{"version": "1", "default": "deny", "tools": {"t": {"require": [
            {"conditions": [{"path": "args.a", "op": "in", "value": ["x", "y"]}], "on_deny": "m"}]}}}"#,
        ),
        ("allow.pl", b"default allow\ncatalog \"one.json\"\ntool t: write {}\n"),
    ]);
    for (old, new, change, allowed) in [
        // No call that the server accepts has another value.
        ("p.json", "open.pl", "same", Json::Null),
        ("open.pl", "p.json", "same", Json::Null),
        ("one.pl", "open.pl", "wider", json!({"tool": "t", "args": {"a": "y"}})),
        // What is allowed now is what the server accepts now.
        ("one.pl", "two.pl", "wider", json!({"tool": "t", "args": {"a": "z"}})),
    ] {
        let run = jamb(folder.path(), &["diff", old, new, "--format", "json"]);
        let said: Json = serde_json::from_str(&run.stdout).unwrap();
        let found = &said["tools"]["t"];
        assert_eq!((&found["change"], &found["now_allowed"]), (&json!(change), &allowed), "{old} {new}: {said}");
    }
    // A server may add tools, so a change of the default is one even if its catalog lists no other tool.
    for catalog in [&[][..], &["--catalog", "one.json"]] {
        let arguments = [&["diff", "open.pl", "allow.pl", "--fail-on", "widened"], catalog].concat();
        let run = jamb(folder.path(), &arguments);
        assert_eq!(run.code, 1, "{}", run.stdout);
    }
}

#[test]
fn an_assert_is_broken_by_a_call_that_the_server_accepts() {
    let tools = br#"[
        {"name": "a_list", "inputSchema": {"type": "object", "properties": {"space": {"type": "string"}}}},
        {"name": "b_get", "inputSchema": {"type": "object", "properties": {"kind": {"type": "string"}}}}]"#;
    let policy =
        b"default deny\ncatalog \"t.json\"\nallow a_list, b_get: read\nassert never every read if args.kind == \"x\"\n";
    let folder = folder(&[("t.json", tools), ("p.pl", policy)]);
    let run = jamb(folder.path(), &["check", "p.pl", "--format", "json"]);
    let said: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(said["diagnostics"][0]["witness"]["tool"], json!("b_get"), "{said}");
}

fn idle_of(text: &str) -> Vec<Option<questions::Idle>> {
    let (policy, _) = policy_and_document(text).unwrap();
    let (subject, mut prover) = (Subject::new(&policy), Prover::default());
    let ids: Vec<_> = questions::entries(&policy, "t").map(|(id, _)| id).collect();
    ids.into_iter().map(|id| questions::idle(&mut prover, &subject, "t", id)).collect()
}

#[test]
fn a_clause_that_never_decides_is_found_with_what_shadows_it() {
    use questions::{EntryId, Idle};
    let found = idle_of(
        r#"default deny
tool t(host: any, amount: any, note: any): write {
  require args.host matches r"^[a-z.]+$"
  deny if args.amount > 100
  deny if args.amount > 500
  deny if args.host contains "/"
  deny if args.amount <= 50 and args.note exists
  deny if args.amount <= 100 and args.amount > 50
  deny if args.amount exists and args.amount > 1 and args.note == "x"
  deny if args.amount > 5 and args.amount < 5
  deny if args.amount == 5 and args.amount.cents exists
}
"#,
    );
    let shadowed = |by| Some(Idle::Shadowed(by));
    let expected = [
        None,
        None,
        shadowed(EntryId::DenyIf(0)),
        shadowed(EntryId::Require(0)),
        None,
        None,
        Some(Idle::ShadowedTogether),
        Some(Idle::NeverDenies),
        Some(Idle::NeverDenies),
    ];
    assert_eq!(found, expected);
}

#[test]
fn requirements_that_contradict_each_other_are_found() {
    for (clauses, expected) in [
        ("require args.a > 5 require args.b exists require args.a < 5", Some(vec![0, 2])),
        ("require args.a matches \"^a\" require args.a in [\"b\", \"ca\"]", Some(vec![0, 1])),
        ("require args.a == 1 require args.a.b exists", Some(vec![0, 1])),
        ("require args.a > 5 and args.a <= 5 require args.b exists", Some(vec![0])),
        ("require args.a in [1, 2] require args.a in [2, 3] require args.a in [3, 1]", Some(vec![0, 1, 2])),
        ("require args.a contains \"5\" require args.a in [\"15\", \"6\"]", None),
    ] {
        let text = format!("default deny\ntool t(a: any, b: any): write {{ {clauses} }}\n");
        let Some((policy, _)) = policy_and_document(&text) else { panic!("{text}") };
        assert_eq!(questions::contradicting(&mut Prover::default(), &policy, "t"), expected, "{clauses}");
    }
}

#[test]
fn exploding_questions_end_within_seconds() {
    let ends = |old: &Policy, new: &Policy| {
        let start = std::time::Instant::now();
        let found = changes(old, new);
        assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
        found
    };
    let number = |number: i64| Operand::Value(Value::Number(Number::from(number)));
    let condition = |path: &str, op, value| Condition { place: None, path: Path::from_json(path).unwrap(), op, value };
    let entry = |conditions| Entry { conditions, ..Entry::default() };
    // The pigeonhole principle: each choice leaves all others open.
    let pigeons = (0..200_i64).map(|hole| {
        let paths = (0..5).map(|pigeon| condition(&format!("args.p{pigeon}"), Operator::Neq, number(hole)));
        entry(paths.collect())
    });
    let pigeons = policy_of(Tool { deny_if: pigeons.collect(), ..Tool::default() });
    let open = policy_of(Tool::default());
    assert!(ends(&pigeons, &open).iter().any(|(_, change, _)| change.is_wider()));
    // Paths of the maximum length, and a large list in every entry.
    let deep = condition(&format!("args{}", ".a".repeat(1_000)), Operator::Eq, number(1));
    let list = Operand::List((0..2_000).map(number).collect());
    let lists = (0..200).map(|_| entry(vec![condition("args.a", Operator::NotIn, list.clone()), deep.clone()]));
    let lists = policy_of(Tool { deny_if: lists.collect(), ..Tool::default() });
    ends(&lists, &open);
    // A hundred tools, each with a different expression that has to remember forty letters.
    let mut hard = Policy::default();
    for tool in 0..100 {
        let pattern = Operand::Value(Value::Text(format!("^[ab]*a[ab]{{{}}}$", 40 + tool)));
        let require = vec![entry(vec![condition("args.x", Operator::Regex, pattern)])];
        hard.tools.insert(format!("t{tool}"), Tool { require, ..Tool::default() });
    }
    assert!(ends(&hard, &open).iter().any(|(_, change, _)| *change == Change::Unknown));
}
