//! What becomes of tools and of their arguments.

use std::fs;

use serde_json::{Value as Json, json};

use super::shop::{
    GRANTS, assert_good, by, clauses, is_allowed, number, policy, shop, text, tool, trace, uncommented, work,
};
use crate::support::markdown::{assert_shown, fences};
use crate::support::run::{folder, jamb, root};
use crate::support::said::snapshots;

#[test]
fn a_shop() {
    let trace = trace(&by(&GRANTS, &work()));
    let folder = folder(&[("shop.tools.json", shop().to_string().as_bytes()), ("t.jsonl", trace.as_bytes())]);
    let run = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "t.jsonl", "-o", "shop.pl"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let text = fs::read_to_string(folder.path().join("shop.pl")).unwrap();
    assert_good(&shop(), &text);
    snapshots("learn").bind(|| insta::assert_snapshot!("shop", format!("{text}-----\n{}", run.stderr)));
    let json = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "t.jsonl", "--format", "json"]);
    let said: Json = serde_json::from_str(&json.stdout).unwrap();
    snapshots("learn").bind(|| insta::assert_snapshot!("shop.json", serde_json::to_string_pretty(&said).unwrap()));
}

#[test]
fn the_page_shows_what_is_written() {
    let page = fs::read_to_string(root().join("docs/learn.md")).unwrap();
    let fences = fences(&page);
    let named = |name: &str| fences.iter().find(|fence| fence.name.as_deref() == Some(name)).unwrap();
    let (tools, calls) = (named("shop.tools.json"), named("calls.jsonl"));
    let folder = folder(&[("shop.tools.json", tools.text.as_bytes()), ("calls.jsonl", calls.text.as_bytes())]);
    let run = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "calls.jsonl"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_shown("docs/learn.md", &page, &[(named("policy.pl"), run.stdout)]);
}

#[test]
fn values_become_clauses() {
    let policy = policy(&trace(&by(&GRANTS, &work())), &[]);
    let of = |tool: &str| clauses(&policy, tool);
    assert_eq!(of("read_file"), ["require args.path under \"/srv/shop\""]);
    assert_eq!(of("fetch_page"), ["require args.url on \"docs.acme.example\""]);
    assert_eq!(
        of("update_stock"),
        [
            "require args.item in [\"cup\", \"hat\"]",
            "require args.warehouse == \"north\"",
            "require args.count >= 5 and args.count <= 120"
        ]
    );
    assert_eq!(of("create_label"), ["require args.color == \"red\""], "a title and a date are new in every call");
    assert_eq!(of("run_command"), ["require args.command == \"make test\""]);
    let mail = of("send_mail");
    assert_eq!(mail[..2], ["require args.to at \"acme.example\"", "require args.bcc missing"]);
    assert!(mail[2].starts_with("require args.body matches") && mail.len() == 4, "{mail:?}");
    assert!(mail[3].starts_with("deny if args.body matches"), "{mail:?}");
}

#[test]
fn what_was_not_called_is_not_allowed() {
    let trace = trace(&by(&GRANTS, &[("create_label", json!({"color": "red", "title": "x"}))]));
    let usual = policy(&trace, &[]);
    for (tool, is_it) in [("get_order", true), ("create_label", true), ("update_stock", false), ("delete_order", false)]
    {
        assert_eq!(is_allowed(&usual, tool), is_it, "{tool}: {usual}");
    }
    assert!(usual.contains("\n# tool update_stock: write { limit 30 per minute }\n"), "{usual}");
    let strict = policy(&trace, &["--strict"]);
    assert!(!is_allowed(&strict, "get_order") && strict.contains("\n# allow get_order: read\n"), "{strict}");
    assert!(is_allowed(&uncommented(&strict), "get_order") && is_allowed(&uncommented(&strict), "update_stock"));
}

#[test]
fn a_payee_matters_and_a_customer_does_not() {
    let tools = json!({"tools": [
        tool("create_charge", &[("customer", text()), ("amount", number()), ("currency", text())]),
        tool("send_payment", &[("iban", text()), ("amount", number())]),
    ]});
    let mut calls = Vec::new();
    for (at, grant) in ["ann", "ben", "kim", "lee"].iter().enumerate() {
        let amount = 10 + at % 2;
        calls.push((
            *grant,
            "create_charge",
            json!({"customer": format!("c{at}"), "amount": amount, "currency": "eur"}),
        ));
        calls.push((*grant, "send_payment", json!({"iban": format!("DE{at}"), "amount": amount})));
    }
    let folder = folder(&[("t.json", tools.to_string().as_bytes()), ("t.jsonl", trace(&calls).as_bytes())]);
    let policy = jamb(folder.path(), &["learn", "t.json", "--trace", "t.jsonl"]).stdout;
    let charge = clauses(&policy, "create_charge");
    assert_eq!(charge, ["require args.amount >= 10 and args.amount <= 11", "require args.currency == \"eur\""]);
    assert!(!is_allowed(&policy, "send_payment") && policy.contains("in 4 of 4 calls, `iban` had a value"), "{policy}");
}

#[test]
fn a_dangerous_tool_needs_the_clause_that_matters() {
    let policy_of = |calls: &[(&'static str, Json)]| policy(&trace(&by(&GRANTS, calls)), &[]);
    let refused = |calls: &[(&'static str, Json)], why: &str| {
        let policy = policy_of(calls);
        let tool = calls[0].0;
        assert!(!is_allowed(&policy, tool) && policy.contains(why), "{tool}: {why}\n{policy}");
        assert!(is_allowed(&uncommented(&policy), tool), "{policy}");
    };
    // A list of recipients can't be restricted.
    refused(
        &[("invite_people", json!({"participants": ["lee@acme.example"], "title": "Review"}))],
        "`participants` is a list, and a clause can't restrict every element of a list",
    );
    refused(&[("set_password", json!({"password": "correct horse"}))], "`password` is a secret");
    // What can be left out is allowed without it, if several grants left it out.
    let guests = ("create_event", json!({"title": "Lunch", "participants": ["lee@acme.example"]}));
    refused(std::slice::from_ref(&guests), "`participants` is a list");
    let events = policy_of(&[guests, ("create_event", json!({"title": "Focus"}))]);
    assert!(clauses(&events, "create_event").contains(&"require args.participants missing".to_owned()), "{events}");
    // The commands of each grant are its own.
    let commands: Vec<_> =
        GRANTS.iter().map(|grant| (*grant, "run_command", json!({"command": format!("make {grant}")}))).collect();
    let policy = policy(&trace(&commands), &[]);
    assert!(
        !is_allowed(&policy, "run_command")
            && policy.contains("in 3 of 3 calls, `command` had a value that no other grant used"),
        "{policy}"
    );
    assert!(!policy_of(&[("set_password", json!({"password": "correct horse"}))]).contains("correct horse"));
    // The id matters where something is deleted, and does not where something is only archived.
    assert_eq!(
        clauses(&policy_of(&[("delete_order", json!({"id": "o-7"}))]), "delete_order"),
        ["require args.id == \"o-7\""]
    );
    let archived = policy_of(&[("archive_order", json!({"id": "o-7"}))]);
    assert!(is_allowed(&archived, "archive_order") && clauses(&archived, "archive_order").is_empty(), "{archived}");
}

#[test]
fn secrets_long_lists_and_odd_values_are_never_written() {
    let key = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
    let many: Vec<(&str, Json)> =
        (0..21).map(|at| ("send_mail", json!({"to": format!("person{at}@host{at}.example"), "body": "Hi"}))).collect();
    let people = policy(&trace(&by(&GRANTS, &many)), &[]);
    assert!(!is_allowed(&people, "send_mail") && !people.contains("person7"), "{people}");
    for odd in [key, "a\u{202e}b", "a\u{0}b", "p\u{430}ypal", &"x".repeat(200), " ", "line\nbreak"] {
        let policy = policy(&trace(&by(&GRANTS, &[("create_label", json!({"color": odd, "title": "x"}))])), &[]);
        let applied: Vec<String> = clauses(&policy, "create_label");
        assert!(applied.is_empty(), "{odd:?}: {applied:?}");
        assert!(!policy.contains(key) && !policy.contains('\u{202e}') && !policy.contains('\0'));
    }
    for secret in ["Authorization: Bearer 0a1b2c3d4e5f", "https://x.test/?token=0a1b2c", "https://a:hunter2@x.test/"] {
        for grants in [&GRANTS[..], &GRANTS[..1]] {
            let mut calls = by(&GRANTS, &[("create_label", json!({"color": "red", "title": "x"}))]);
            calls.extend(by(grants, &[("create_label", json!({"color": secret, "title": "x"}))]));
            let policy = policy(&trace(&calls), &["--surprise", "90"]);
            assert!(!policy.contains("0a1b2c") && !policy.contains("hunter2"), "{policy}");
            assert!(!is_allowed(&policy, "create_label"), "{policy}");
            assert!(policy.contains("`color` had a value that looks like a password, key or token"), "{policy}");
        }
    }
    for public in ["lee@gmail.com", "kim@outlook.com"] {
        let calls = [
            ("send_mail", json!({"to": public, "body": "Hi"})),
            ("send_mail", json!({"to": format!("x.{public}"), "body": "Hi"})),
        ];
        let policy = policy(&trace(&by(&GRANTS, &calls)), &[]);
        assert!(clauses(&policy, "send_mail")[0].starts_with("require args.to in ["), "{policy}");
    }
}

#[test]
fn limits_come_from_the_busiest_window() {
    let call = |second: usize, grant: &str| {
        let (hour, minute) = (second / 3600, second / 60 % 60);
        let ts = format!("2026-03-02T{hour:02}:{minute:02}:{:02}Z", second % 60);
        format!(
            "{}\n",
            json!({"ts": ts, "grant": grant, "tool": "create_label", "args": {"color": "red", "title": "x"}})
        )
    };
    let mut trace = String::new();
    for second in [0, 1, 2, 3, 600, 601, 7200] {
        trace += &call(second, "ann");
        trace += &call(second, "ben");
    }
    let policy = policy(&trace, &[]);
    assert!(
        policy.contains("# 14 calls of 2 grants, at most 4 by one grant in a minute\n  limit 5 per minute"),
        "{policy}"
    );
    assert!(
        policy.contains("# 14 calls of 2 grants, at most 6 by one grant in an hour\n  limit 10 per hour"),
        "{policy}"
    );
}
