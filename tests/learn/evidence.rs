//! What comments say: the calls behind a clause, and why there is none.

use serde_json::{Value as Json, json};

use super::shop::{GRANTS, by, clauses, is_allowed, learn, policy, shop, trace, uncommented, work};

#[test]
fn the_reason_for_a_missing_clause_is_true() {
    for (value, why) in [
        (json!(" "), "in 3 of 3 calls, `color` had a value that is blank"),
        (json!("x".repeat(130)), "in 3 of 3 calls, `color` had a value that is too long"),
        (json!(["red"]), "`color` is a list"),
        (json!({"r": 1}), "`color` is an object"),
    ] {
        let policy = policy(&trace(&by(&GRANTS, &[("create_label", json!({"color": value, "title": "x"}))])), &[]);
        assert!(policy.contains(why), "{policy}");
    }
    let refunds = [("refund_order", json!({"order_id": "o-1", "amount": 5, "currency": "yen"}))];
    let refunds = policy(&trace(&by(&GRANTS, &refunds)), &[]);
    assert!(refunds.contains("`currency` had a value that the server's schema does not allow"), "{refunds}");
}

#[test]
fn each_argument_has_a_clause_or_the_reason_for_none() {
    let calls =
        [work(), vec![("update_stock", json!({"item": "cup", "warehouse": "north", "count": 5, "urgent": true}))]];
    let calls = [by(&GRANTS, &calls.concat()), by(&GRANTS[..1], &[("archive_order", json!({"id": "o-3"}))])].concat();
    let (trace, policy) = (trace(&calls), policy(&trace(&calls), &[]));
    for comment in [
        "# `get_order`: 3 calls of 3 grants; no clause: `id` names one thing, and the next call is about another\n",
        "# no clause: `title` is a text that is new in each call; `due_date` was never given\n",
        "# 3 calls of 3 grants, 1 value\n  require args.urgent missing or args.urgent == true\n",
        "# 9 calls of 3 grants, at most 1 by one grant in a minute\n",
    ] {
        assert!(policy.contains(comment), "{comment}: {policy}");
    }
    let said: Json = serde_json::from_str(&learn(&trace, &["--format", "json"]).stdout).unwrap();
    let tools = shop();
    for (tool, listed) in said["tools"].as_array().unwrap().iter().zip(tools["tools"].as_array().unwrap()) {
        let arguments = listed["inputSchema"]["properties"].as_object().unwrap().keys();
        let named = |list: &str, argument: &str| {
            let path = format!("args.{argument}");
            tool[list].as_array().unwrap().iter().any(|it| it["argument"] == path)
        };
        for argument in arguments.filter(|_| tool["calls"] != 0) {
            assert!(named("clauses", argument) || named("open", argument), "{argument}: {tool:#}");
        }
    }
}

#[test]
fn a_tool_that_one_grant_alone_called_has_its_clauses_in_the_comment() {
    let calls = [
        ("update_stock", json!({"item": "cup", "warehouse": "north", "count": 5})),
        ("update_stock", json!({"item": "hat", "warehouse": "north", "count": 9})),
    ];
    let calls = [by(&GRANTS, &[("get_order", json!({"id": "o-1"}))]), by(&GRANTS[..1], &calls)].concat();
    let policy = policy(&trace(&calls), &[]);
    assert!(!is_allowed(&policy, "update_stock"), "{policy}");
    assert_eq!(
        clauses(&uncommented(&policy), "update_stock"),
        [
            "require args.item in [\"cup\", \"hat\"]",
            "require args.warehouse == \"north\"",
            "require args.count >= 5 and args.count <= 9"
        ]
    );
}

#[test]
fn what_no_two_grants_did_is_offered_in_the_comment() {
    let payments: Vec<_> =
        GRANTS.iter().map(|grant| (*grant, "run_command", json!({"command": format!("make {grant}")}))).collect();
    let policy = policy(&trace(&payments), &[]);
    let comment = "#   # 3 calls of 3 grants, 3 values; not supported by a second grant\n\
                   #   require args.command in [\"make ann\", \"make ben\", \"make kim\"]\n";
    assert!(!is_allowed(&policy, "run_command") && policy.contains(comment), "{policy}");
}
