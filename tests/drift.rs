//! Drift: the effects of a server's new catalog on a policy, with calls that show them.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use jamb::catalog::{self, Catalog};
use jamb::document::{Document, Job, Workspace};
use jamb::drift::{self, Change, Compiled, EffectKind, Lists};
use jamb::model::Policy;
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources, Span};

use crate::support::judged::judged;
use crate::support::meaning::model_allows;
use crate::support::run::{folder, jamb, root};
use crate::support::said::snapshots;

const CASES: &str = "tests/cases/drift";

fn case(name: &str) -> Vec<u8> {
    std::fs::read(root().join(CASES).join(name)).unwrap()
}

#[test]
fn every_format_reports_drift() {
    let settings = snapshots("drift");
    for (name, arguments) in [
        ("pretty", &["policy.pl"][..]),
        ("open", &["open.json"]),
        ("json", &["policy.pl", "open.json", "--format", "json"]),
        ("github", &["policy.pl", "--format", "github"]),
        ("markdown", &["policy.pl", "--format", "markdown"]),
    ] {
        let arguments = [&["drift", "old.tools.json", "new.tools.json", "--policy"], arguments].concat();
        let run = jamb(&root().join(CASES), &arguments);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{}", run.stdout);
        settings.bind(|| insta::assert_snapshot!(name, run.stdout));
    }
}

#[test]
fn exit_codes_of_drift() {
    let old = br#"[{"name": "a"}, {"name": "b", "inputSchema": {"type": "object", "properties": {"x": {"type": "string"}}}}]"#;
    let new = br#"[{"name": "a"}, {"name": "b", "inputSchema": {"type": "object", "properties": {"x": {"type": "string"}, "y": {"type": "string"}}}}, {"name": "c"}]"#;
    let folder = folder(&[
        ("old.json", old),
        ("new.json", new),
        ("none.json", b"[]"),
        ("a.pl", b"default deny\ncatalog \"old.json\"\nallow a: read\n"),
        ("b.pl", b"default deny\ncatalog \"old.json\"\nallow b: read\n"),
        ("guarded.pl", b"default deny\ncatalog \"old.json\"\ntool b: read { deny if args.x == \"a\" }\n"),
        ("every.pl", b"default deny\ncatalog \"old.json\"\nallow *: read\n"),
        ("closed.pl", b"default deny\ncatalog \"old.json\"\ntool b: read { require args.y missing }\n"),
        ("alone.pl", b"default allow\nhide b\n"),
        ("wrong.pl", b"default deny\nalow a\n"),
    ]);
    for (arguments, code) in [
        (&["old.json", "new.json", "--policy", "a.pl"][..], 0),
        (&["old.json", "new.json", "--policy", "b.pl"], 0),
        (&["old.json", "new.json", "--policy", "guarded.pl"], 1),
        (&["old.json", "old.json", "--policy", "b.pl"], 0),
        (&["new.json", "old.json", "--policy", "a.pl"], 0),
        (&["old.json", "new.json", "--policy", "every.pl"], 1),
        (&["old.json", "new.json", "--policy", "alone.pl"], 1),
        (&["old.json", "new.json", "--policy", "a.pl", "guarded.pl"], 1),
        (&["old.json", "new.json", "--policy", "closed.pl"], 1),
        (&["old.json", "new.json", "--policy", "wrong.pl"], 1),
        (&["none.json", "none.json", "--policy", "alone.pl"], 3),
        (&["old.json", "nowhere.json", "--policy", "a.pl"], 2),
        (&["old.json", "a.pl", "--policy", "a.pl"], 2),
        (&["old.json", "new.json", "--policy", "nowhere.pl"], 2),
        (&["old.json", "new.json"], 2),
        (&["old.json", "new.json", "--policy", "a.pl", "--format", "junit"], 2),
    ] {
        let run = jamb(folder.path(), &[&["drift"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_tool_that_is_gone_is_missing_from_the_new_list() {
    let folder = folder(&[
        ("spring.json", br#"[{"name": "list_cards"}, {"name": "drop_card"}]"#),
        ("autumn.json", br#"[{"name": "list_cards"}]"#),
        ("p.pl", b"default deny\ncatalog \"spring.json\"\nallow list_cards: read\nrate drop_card: destructive\n"),
    ]);
    let run = jamb(folder.path(), &["drift", "spring.json", "autumn.json", "--policy", "p.pl"]);
    assert!(run.stdout.contains("not in `autumn.json`"), "{}", run.stdout);
    assert!(!run.stdout.contains("not in `spring.json`"), "{}", run.stdout);
    let broken = jamb(folder.path(), &["drift", "autumn.json", "spring.json", "--policy", "p.pl"]);
    assert!(broken.stdout.contains("not in `autumn.json`"), "{}", broken.stdout);
}

#[test]
fn an_optional_argument_of_an_unrestricted_tool_is_a_note() {
    let schema = |properties: &str| {
        format!(r#"[{{"name": "a", "inputSchema": {{"type": "object", "properties": {{{properties}}}}}}}]"#)
    };
    let (old, new) = (schema(r#""x": {"enum": ["r"]}"#), schema(r#""x": {"enum": ["r"]}, "y": {"type": "string"}"#));
    let other = schema(r#""x": {"enum": ["r", "w"]}"#);
    let policy = b"default deny\ncatalog \"old.json\"\nallow a: read\n";
    let files = [("old.json", old.as_bytes()), ("new.json", new.as_bytes()), ("other.json", other.as_bytes())];
    let folder = folder(&[&files[..], &[("p.pl", policy)]].concat());
    let run = jamb(folder.path(), &["drift", "old.json", "new.json", "--policy", "p.pl"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.contains("note[drifted-tool]: `a` now takes `y`"), "{}", run.stdout);
    let run = jamb(folder.path(), &["drift", "old.json", "other.json", "--policy", "p.pl"]);
    assert_eq!(run.code, 1, "other values of an argument may do something else: {}", run.stdout);
}

#[test]
fn tools_that_matter_come_first_and_refused_ones_share_a_row() {
    let tool = |name: &str| format!(r#"{{"name": "{name}"}}"#);
    let new: Vec<_> = (0..65)
        .map(|number| tool(&format!("admin_{number}")))
        .chain([tool("get_x"), tool("get_y"), tool("a")])
        .collect();
    let folder = folder(&[
        ("old.json", br#"[{"name": "a"}, {"name": "b"}, {"name": "get_y"}]"#),
        ("new.json", format!("[{}]", new.join(", ")).as_bytes()),
        ("p.pl", b"default deny\ncatalog \"old.json\"\nallow a, get_*: read\nallow b: read\n"),
    ]);
    let run = jamb(folder.path(), &["drift", "old.json", "new.json", "--policy", "p.pl"]);
    let lines: Vec<_> = run.stdout.lines().take(8).map(str::trim).collect();
    let rows: Vec<_> = lines.iter().filter(|line| line.contains("added") || line.contains("gone")).skip(1).collect();
    assert_eq!(rows.len(), 3, "{}", run.stdout);
    assert!(rows[0].starts_with("get_x") && rows[1].starts_with("b "), "{}", run.stdout);
    assert!(rows[2].starts_with("65 tools   added    no policy allows them: admin_0"), "{}", run.stdout);
}

#[test]
fn escapes_in_a_catalog_do_not_reach_the_terminal() {
    let list =
        r#"[{"name": "\u001b[2J", "inputSchema": {"type": "object", "properties": {"\u009b": {"enum": ["\u202e"]}}}}]"#;
    let folder = folder(&[("old.json", b"[]"), ("new.json", list.as_bytes()), ("p.pl", b"default allow\n")]);
    for format in ["pretty", "json", "github", "markdown"] {
        let run = jamb(folder.path(), &["drift", "old.json", "new.json", "--policy", "p.pl", "--format", format]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(!run.stdout.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{format}: {:?}", run.stdout);
    }
}

/// The effects of a change of one tool's arguments, with the calls that show them.
fn said(old: Json, new: Json, clauses: &str) -> Vec<(EffectKind, Option<Json>)> {
    let list = |properties: &Json| {
        let tool = json!([{"name": "t", "inputSchema": properties}]);
        tool.to_string()
    };
    let mut sources = Sources::default();
    let (old, new) = (read(&list(&old), &mut sources), read(&list(&new), &mut sources));
    let policy = format!("default deny\ncatalog \"x.json\"\ntool t: write {{ {clauses} }}\n");
    let document = Document::new(Source::from_text("policy.pl", policy));
    let lists = Lists { old: &old, new: &new };
    let (main, compiled) = Workspace::new(MemoryDisk::default()).drifted(&mut sources, &document, lists);
    let compiled = compiled.unwrap();
    let effects = drift::effects(&drift::lists(&old, &new), &compiled, lists, Span::at(0).of(main));
    effects.into_iter().map(|effect| (effect.kind, effect.witness.map(|call| call.args))).collect()
}

fn read(text: &str, sources: &mut Sources) -> Catalog {
    let id = sources.add(Source::from_text("list.json", text));
    catalog::read(id, sources.get(id)).unwrap()
}

#[test]
fn each_change_of_an_argument_is_reported() {
    use EffectKind::{Accepted, Dead};
    let of = |ty: Json| json!({"type": "object", "required": ["x"], "properties": {"x": ty}});
    let with = |ty: Json, more: Json| {
        let mut schema = of(ty);
        schema["properties"].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    let whole = json!({"type": "integer", "minimum": 1});
    for (old, new, clauses, expected) in [
        (of(whole.clone()), of(whole.clone()), "", vec![]),
        (of(whole.clone()), of(json!({"type": "integer", "minimum": 0})), "", vec![(Accepted, json!({"x": 0}))]),
        (of(json!({"type": "integer", "minimum": 0})), of(whole.clone()), "", vec![]),
        (of(json!({"enum": ["a"]})), of(json!({"enum": ["a", "b"]})), "", vec![(Accepted, json!({"x": "b"}))]),
        (of(json!({"enum": ["a"]})), of(json!({"type": "string"})), "", vec![(Accepted, json!({"x": "b"}))]),
        (
            of(json!({"type": "string", "maxLength": 2})),
            of(json!({"type": "string", "maxLength": 3})),
            "",
            vec![(Accepted, json!({"x": "aaa"}))],
        ),
        (
            of(json!({"type": "string", "pattern": "^a+$"})),
            of(json!({"type": "string", "pattern": "^[ab]+$"})),
            "",
            vec![(Accepted, json!({"x": "b"}))],
        ),
        (
            of(json!({"type": "integer", "multipleOf": 10})),
            of(json!({"type": "integer", "multipleOf": 5})),
            "",
            vec![(Accepted, json!({"x": 5}))],
        ),
        (of(json!({"type": "integer"})), of(json!({"type": "number"})), "", vec![(Accepted, json!({"x": 0.1}))]),
        (
            of(json!({"type": "integer"})),
            of(json!({"type": "string"})),
            "deny if args.x > 5",
            vec![(Accepted, json!({"x": "a"})), (Dead, json!({"x": 6}))],
        ),
        (
            of(whole.clone()),
            json!({"type": "object", "properties": {"x": whole}}),
            "deny if args.x > 5",
            vec![(Accepted, json!({}))],
        ),
        (of(whole.clone()), json!({"type": "object", "properties": {"x": whole}}), "require args.x exists", vec![]),
        (
            of(whole.clone()),
            with(whole.clone(), json!({"y": {"type": "boolean"}})),
            "deny if args.x > 5",
            vec![(Accepted, json!({"y": true, "x": 1}))],
        ),
        (
            with(whole.clone(), json!({"y": {"type": "boolean"}})),
            of(whole.clone()),
            "deny if args.y == true",
            vec![(Dead, json!({"y": true, "x": 1}))],
        ),
    ] {
        let said = said(old.clone(), new.clone(), clauses);
        let expected: Vec<_> = expected.into_iter().map(|(kind, args)| (kind, Some(args))).collect();
        assert_eq!(said, expected, "{old} {new} {clauses}");
    }
}

#[test]
fn changes_of_lists_and_of_what_goes_together_are_reported() {
    use EffectKind::Accepted;
    let of = |ty: Json| json!({"type": "object", "required": ["x"], "properties": {"x": ty}});
    let list = |more: Json| {
        let mut list = json!({"type": "array", "items": {"type": "string"}});
        list.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        of(list)
    };
    let both = |more: Json| {
        let mut schema = json!({"type": "object", "properties": {"x": {"type": "string"}, "y": {"type": "string"}}});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    let either = json!({"anyOf": [{"required": ["x"]}, {"required": ["y"]}]});
    for (old, new, expected) in [
        (list(json!({"minItems": 1})), list(json!({})), vec![json!({"x": []})]),
        (list(json!({})), list(json!({"minItems": 1})), vec![]),
        (list(json!({"maxItems": 1})), list(json!({"maxItems": 2})), vec![json!({"x": ["a", "a"]})]),
        (list(json!({"maxItems": 2})), list(json!({"maxItems": 1})), vec![]),
        (list(json!({"uniqueItems": true})), list(json!({})), vec![json!({"x": ["a", "a"]})]),
        (
            list(json!({"items": {"enum": ["a"]}})),
            list(json!({"items": {"enum": ["a", "b"]}})),
            vec![json!({"x": ["b"]})],
        ),
        (list(json!({})), list(json!({"items": {"type": "integer"}})), vec![json!({"x": [1]})]),
        (list(json!({"description": "a"})), list(json!({"description": "b"})), vec![]),
        (both(either.clone()), both(json!({})), vec![json!({})]),
        (both(json!({})), both(either), vec![]),
        (both(json!({"dependentRequired": {"x": ["y"]}})), both(json!({})), vec![json!({"x": "a"})]),
        (both(json!({"maxProperties": 1})), both(json!({"maxProperties": 2})), vec![json!({"x": "a", "y": "a"})]),
        (both(json!({"not": {"required": ["x"]}})), both(json!({})), vec![json!({"x": "a"})]),
    ] {
        let said = said(old.clone(), new.clone(), "");
        let expected: Vec<_> = expected.into_iter().map(|args| (Accepted, Some(args))).collect();
        assert_eq!(said, expected, "{old} {new}");
    }
}

#[test]
fn a_renamed_tool_is_recognized_by_its_description_or_its_name() {
    let changes = |old: &str, new: &str| -> Vec<(String, Change)> {
        let mut sources = Sources::default();
        let (old, new) = (read(old, &mut sources), read(new, &mut sources));
        drift::lists(&old, &new).into_iter().map(|tool| (tool.name, tool.change)).collect()
    };
    let renamed = |was: &str| Change::Renamed(was.to_owned());
    for (old, new, expected) in [
        (r#"[{"name": "a_b"}]"#, r#"[{"name": "a-b"}]"#, vec![("a-b", renamed("a_b"))]),
        (
            r#"[{"name": "remove", "description": "Takes it away."}]"#,
            r#"[{"name": "delete", "description": "Takes it away."}]"#,
            vec![("delete", renamed("remove"))],
        ),
        (
            r#"[{"name": "list_item", "inputSchema": {"properties": {"x": {}}}}]"#,
            r#"[{"name": "list_items", "inputSchema": {"properties": {"y": {}}}}]"#,
            vec![("list_items", Change::Added), ("list_item", Change::Gone)],
        ),
        (r#"[{"name": "a"}]"#, r#"[{"name": "zebra"}]"#, vec![("zebra", Change::Added), ("a", Change::Gone)]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|(name, change)| (name.to_owned(), change)).collect();
        assert_eq!(changes(old, new), expected, "{old} {new}");
    }
}

/// The schema of an argument, and whether it accepts a value.
fn schemas() -> impl Strategy<Value = (Json, fn(&Json) -> bool)> {
    type Schema = (Json, fn(&Json) -> bool);
    let all: Vec<Schema> = vec![
        (json!({"type": "integer", "minimum": 1, "maximum": 5}), |it| {
            it.as_i64().is_some_and(|it| (1..=5).contains(&it))
        }),
        (json!({"type": "integer", "minimum": 0}), |it| it.as_i64().is_some_and(|it| it >= 0)),
        (json!({"type": "number", "exclusiveMaximum": 3}), |it| it.as_f64().is_some_and(|it| it < 3.0)),
        (json!({"type": "integer", "multipleOf": 3}), |it| it.as_i64().is_some_and(|it| it % 3 == 0)),
        (json!({"enum": ["a", "b"]}), |it| it == "a" || it == "b"),
        (json!({"enum": ["b", 2]}), |it| it == "b" || it == 2),
        (json!({"type": "string", "minLength": 2}), |it| it.as_str().is_some_and(|it| it.len() >= 2)),
        (json!({"type": "string", "pattern": "^a"}), |it| it.as_str().is_some_and(|it| it.starts_with('a'))),
        (json!({"type": ["boolean", "null"]}), |it| it.is_boolean() || it.is_null()),
        (json!({"type": "array", "items": {"type": "string"}}), |it| {
            it.as_array().is_some_and(|it| it.iter().all(Json::is_string))
        }),
    ];
    prop::sample::select(all)
}

fn clause() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "args.x exists",
        "args.x == 2",
        "args.x != 3",
        "args.x > 2",
        "args.x <= 0",
        "args.x in [\"a\", 1]",
        "args.x matches \"^.b\"",
        "args.x contains \"b\"",
        "args.x missing",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// Drift reports that more is allowed if and only if the grid has a value that the new schema accepts, the old one
    /// does not, and the policy allows; and it shows such a value.
    #[test]
    fn newly_allowed_calls_agree_with_the_grid(old in schemas(), new in schemas(), requires in clause(), denies in clause()) {
        let list = |ty: &Json| {
            json!([{"name": "t", "inputSchema": {"type": "object", "required": ["x"], "properties": {"x": ty}}}]).to_string()
        };
        let mut sources = Sources::default();
        let lists = (read(&list(&old.0), &mut sources), read(&list(&new.0), &mut sources));
        let lists = Lists { old: &lists.0, new: &lists.1 };
        let policy = parsed(requires, denies);
        let compiled = Compiled { old: policy.clone(), new: policy.clone(), broken: Vec::new(), checked: None };
        let drifted = drift::lists(lists.old, lists.new);
        let effects = drift::effects(&drifted, &compiled, lists, Span::at(0).of(lists.old.source));
        let is_new = |value: &Json| new.1(value) && !old.1(value) && model_allows(&policy, "t", &json!({"x": value}));
        let wider = effects.iter().find(|effect| effect.is_wider);
        match wider.map(|effect| effect.witness.as_ref()) {
            Some(Some(call)) => prop_assert!(is_new(&call.args["x"]), "{} is no such call", call),
            Some(None) => {}
            None => {
                let found = grid().into_iter().find(|value| is_new(value));
                prop_assert!(found.is_none(), "{:?} gets through: {} {} {requires} / {denies}", found, old.0, new.0);
            }
        }
    }
}

fn parsed(requires: &str, denies: &str) -> Policy {
    let clause = |word: &str, condition: &str| {
        if condition.is_empty() { String::new() } else { format!("{word} {condition}\n") }
    };
    let text = format!("default deny\ntool t {{ {}{} }}\n", clause("require", requires), clause("deny if", denies));
    // If the types of two clauses contradict each other, the first one stays.
    judged(&text, Job::COMPILE).1.policy.unwrap_or_else(|| parsed(requires, ""))
}

fn grid() -> Vec<Json> {
    let numbers = (-3..9).map(|number| json!(number)).chain([json!(2.5), json!(0.5)]);
    let texts = ["", "a", "b", "ab", "ba", "abc", "1", "2"].map(|text| json!(text));
    let others = [json!(null), json!(true), json!(false), json!([]), json!(["b"]), json!([1])];
    numbers.chain(texts).chain(others).collect()
}

#[test]
fn a_policy_compiles_with_removed_and_added_tools() {
    let text = String::from_utf8(case("policy.pl")).unwrap();
    let mut sources = Sources::default();
    let old = read(&String::from_utf8(case("old.tools.json")).unwrap(), &mut sources);
    let new = read(&String::from_utf8(case("new.tools.json")).unwrap(), &mut sources);
    let main = sources.add(Source::from_text("policy.pl", text));
    let lists = Lists { old: &old, new: &new };
    let compiled = drift::compiled(&mut sources, &MemoryDisk::default(), main, lists).unwrap();
    assert!(compiled.old.tools.contains_key("send_receipt") && !compiled.old.tools.contains_key("get_api_keys"));
    assert!(compiled.new.tools.contains_key("send_receipt") && compiled.new.tools.contains_key("get_api_keys"));
    assert_eq!(compiled.broken.len(), 3, "{:?}", compiled.broken);
}

#[test]
fn a_guard_that_no_longer_reaches_a_tool_is_reported() {
    let list = |argument: &str| {
        format!(
            r#"[{{"name": "get", "inputSchema": {{"type": "object", "properties": {{"{argument}": {{"type": "string"}}}}}}}},
             {{"name": "put", "inputSchema": {{"type": "object", "properties": {{"namespace": {{"type": "string"}}}}}}}}]"#
        )
    };
    let policy = "default deny\ncatalog \"old.json\"\ninclude \"part.pl\"\nallow get, put: read\n";
    let part = "guard * {\n  require args.namespace == \"shop\" because \"Ours.\"\n  limit 60 per minute\n}\n";
    let folder = folder(&[
        ("old.json", list("namespace").as_bytes()),
        ("new.json", list("ns").as_bytes()),
        ("p.pl", policy.as_bytes()),
        ("part.pl", part.as_bytes()),
    ]);
    let run = jamb(folder.path(), &["drift", "old.json", "new.json", "--policy", "p.pl", "--format", "json"]);
    let message = "with the new list: the guard's clause does not reach `get` any more";
    assert!(run.stdout.contains(message), "{}{}", run.stdout, run.stderr);
    let run = jamb(folder.path(), &["drift", "old.json", "old.json", "--policy", "p.pl", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}
