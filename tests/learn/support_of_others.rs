//! When a clause is written: if the other grants support it.

use serde_json::json;

use super::shop::{GRANTS, by, clauses, is_allowed, learn, policy, shop, trace};
use crate::support::run::{folder, jamb};

#[test]
fn what_one_grant_alone_did_is_listed_and_not_taken() {
    let mut calls = Vec::new();
    for _ in 0..40 {
        calls.extend(by(&["ann", "ben"], &[("create_label", json!({"color": "red", "title": "x"}))]));
    }
    calls.push(("ann", "create_label", json!({"color": "black", "title": "x"})));
    calls.push(("ann", "update_stock", json!({"item": "cup", "warehouse": "north", "count": 5})));
    let policy = policy(&trace(&calls), &[]);
    assert_eq!(clauses(&policy, "create_label"), ["require args.color == \"red\""]);
    assert!(policy.contains("used by one grant alone, and not taken: `black` (1 call)"), "{policy}");
    assert!(
        !is_allowed(&policy, "update_stock") && policy.contains("# Not allowed: one grant alone called it"),
        "{policy}"
    );
    let run = learn(&trace(&calls), &[]);
    assert!(run.stderr.contains("would have refused 2 of the 82 calls:"), "{}", run.stderr);
    assert!(run.stderr.contains("/tools/create_label/require/args.color-eq"), "{}", run.stderr);
}

#[test]
fn a_clause_that_would_surprise_another_grant_is_not_written() {
    let colors = |surprises: usize| {
        let mut calls = Vec::new();
        for at in 0..50 {
            calls.push((GRANTS[at % 3], "create_label", json!({"color": "red", "title": "x"})));
        }
        for at in 0..surprises {
            calls.push((GRANTS[at % 3], "create_label", json!({"color": format!("color {at}"), "title": "x"})));
        }
        trace(&calls)
    };
    assert_eq!(clauses(&policy(&colors(1), &[]), "create_label"), ["require args.color == \"red\""]);
    let surprised = policy(&colors(2), &[]);
    assert_eq!(clauses(&surprised, "create_label"), [""; 0]);
    assert!(surprised.contains(
        "# 52 calls of 3 grants, but no clause: in 2 of 52 calls, `color` had a value that no other grant used"
    ));
    assert_eq!(clauses(&policy(&colors(2), &["--surprise", "5%"]), "create_label"), ["require args.color == \"red\""]);
    assert_eq!(clauses(&policy(&colors(1), &["--surprise", "0"]), "create_label"), [""; 0]);
    for wrong in ["-1", "101", "x", "NaN"] {
        assert_eq!(learn(&colors(0), &[&format!("--surprise={wrong}")]).code, 2, "{wrong}");
    }
}

#[test]
fn sessions_take_the_place_of_grants() {
    let calls = |sessions: &[&str]| -> String {
        let call = |session: &&str| json!({"session": session, "tool": "create_label", "args": {"color": "red", "title": "x"}});
        sessions.iter().map(|session| format!("{}\n", call(session))).collect()
    };
    let two = policy(&calls(&["s1", "s2"]), &[]);
    assert_eq!(clauses(&two, "create_label"), ["require args.color == \"red\""]);
    assert!(two.contains("2 calls of 2 sessions") && two.contains("limit 30 per minute"), "{two}");
    // Without times, a limit may refuse calls or not.
    let often = learn(&calls(&["s1", "s2"].repeat(40)), &[]);
    let says = "80 calls can't be decided: without times, they may be more than the limits allow";
    assert!(often.stderr.contains("would have refused none of the 80 calls\n"), "{}", often.stderr);
    assert!(often.stderr.contains(says), "{}", often.stderr);
    let one = policy(&calls(&["s1", "s1"]), &[]);
    assert!(!is_allowed(&one, "create_label") && one.contains("All calls are of one grant and one session"), "{one}");
    assert!(is_allowed(&one, "get_order"));
}

#[test]
fn conversations_and_files_take_the_place_of_sessions() {
    let chat = |id: usize| {
        let arguments = json!({"color": "red", "title": "x"}).to_string();
        json!({"messages": [{"role": "assistant", "tool_calls": [
            {"id": format!("c{id}"), "type": "function", "function": {"name": "create_label", "arguments": arguments}}]}]})
    };
    let both = learn(&format!("{}\n{}\n", chat(1), chat(2)), &[]);
    assert_eq!(clauses(&both.stdout, "create_label"), ["require args.color == \"red\""], "{}", both.stderr);
    // A list of conversations on one line, as benchmarks write it; one that goes on is still one.
    let listed = learn(&format!("{}\n", json!([chat(1), chat(2)])), &[]);
    assert_eq!(clauses(&listed.stdout, "create_label"), ["require args.color == \"red\""], "{}", listed.stderr);
    let one = learn(&format!("{}\n", chat(1)), &[]);
    assert!(one.code == 0 && !is_allowed(&one.stdout, "create_label"), "{}", one.stdout);
    let call = b"{\"tool\": \"create_label\", \"args\": {\"color\": \"red\", \"title\": \"x\"}}\n";
    let tools = shop().to_string();
    let folder = folder(&[("shop.tools.json", tools.as_bytes()), ("t/1.jsonl", call), ("t/2.jsonl", call)]);
    let run = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "t"]);
    assert_eq!(clauses(&run.stdout, "create_label"), ["require args.color == \"red\""], "{}", run.stderr);
}

#[test]
fn a_required_argument_that_is_null_is_a_surprise() {
    let mut calls = by(&GRANTS, &[("create_label", json!({"color": "red", "title": "x"}))]);
    calls.extend(by(&GRANTS, &[("create_label", json!({"color": null, "title": "x"}))]));
    let surprised = policy(&trace(&calls), &[]);
    assert_eq!(clauses(&surprised, "create_label"), [""; 0]);
    let why = "# 3 calls of 3 grants, but no clause: a clause would refuse 3 of 6 calls, in some of which `color` was `null` or missing";
    assert!(surprised.contains(why), "{surprised}");
    let taken = policy(&trace(&calls), &["--surprise", "60"]);
    assert_eq!(clauses(&taken, "create_label"), ["require args.color == \"red\""]);
    assert!(taken.contains("# 6 calls of 3 grants, 1 value; the clause refuses 3 of them"), "{taken}");
}
