//! Clauses about the links in messages.

use serde_json::{Value as Json, json};

use super::shop::{GRANTS, by, clauses, policy, shop, text, tool, trace};
use crate::support::run::{folder, jamb};

#[test]
fn a_message_that_may_be_left_out_gets_a_clause_about_its_links() {
    let tools = json!({"tools": [tool("post_message", &[("channel", text()), ("text?", text())])]});
    let calls = |is_left_out: bool| {
        let mut calls = Vec::new();
        for text in ["See https://docs.acme.example/1.", "docs.acme.example", "Hello."] {
            calls.extend(by(&GRANTS, &[("post_message", json!({"channel": "ops", "text": text}))]));
        }
        if is_left_out {
            calls.extend(by(&GRANTS, &[("post_message", json!({"channel": "ops"}))]));
        }
        trace(&calls)
    };
    for (is_left_out, lines) in [(false, 4), (true, 1)] {
        let trace = calls(is_left_out);
        let tools = tools.to_string();
        let folder = folder(&[("t.json", tools.as_bytes()), ("c.jsonl", trace.as_bytes())]);
        let run = jamb(folder.path(), &["learn", "t.json", "--trace", "c.jsonl"]);
        assert_eq!((run.code, clauses(&run.stdout, "post_message").len()), (0, lines), "{}{}", run.stdout, run.stderr);
    }
}

#[test]
fn full_stops_and_names_of_files_are_no_links() {
    let bodies = |bodies: &[&str]| {
        let calls: Vec<_> =
            bodies.iter().map(|body| ("send_mail", json!({"to": "lee@acme.example", "body": body}))).collect();
        policy(&trace(&by(&GRANTS, &calls)), &[])
    };
    let chinese = "\u{8bf7}\u{770b}\u{3002}\u{7136}\u{540e}\u{3002}";
    for (texts, evidence) in [
        (&[chinese, "Done."][..], "no link in any text"),
        (&[chinese, "See docs/a.html and b.pdf."], "no link in any text, and names of `.html` and `.pdf` files"),
        (&["https://acme.example/v1.x/a.php?b."], "links only to `acme.example`"),
        (&["https://acme.example/a.html", "b.html"], "links only to `acme.example`, and names of `.html` files"),
    ] {
        let policy = bodies(texts);
        assert!(policy.contains(&format!("grants, {evidence}\n")), "{evidence}: {policy}");
        let rest = trace(&by(
            &GRANTS[..1],
            &texts
                .iter()
                .map(|body| ("send_mail", json!({"to": "lee@acme.example", "body": body})))
                .collect::<Vec<_>>(),
        ));
        let evil = [
            "\u{4f8b}\u{5b50}\u{3002}\u{516c}\u{53f8}",
            "evil.test",
            "a.html.evil.test",
            "http://evil",
            "evil\u{3002}test",
        ];
        let evil: Vec<_> =
            evil.iter().map(|body| ("send_mail", json!({"to": "lee@acme.example", "body": body}))).collect();
        assert_eq!((denied(&policy, &rest), denied(&policy, &trace(&by(&GRANTS[..1], &evil)))), (0, 5), "{policy}");
    }
}

/// How many calls the clauses of the policy deny.
fn denied(policy: &str, trace: &str) -> u64 {
    let (tools, policy) = (shop().to_string(), policy.replace("limit 2 per minute", "limit 99 per minute"));
    let files = [("shop.tools.json", tools.as_bytes()), ("p.pl", policy.as_bytes()), ("t.jsonl", trace.as_bytes())];
    let folder = folder(&files);
    let run = jamb(folder.path(), &["simulate", "p.pl", "--trace", "t.jsonl", "--format", "json"]);
    let said: Json = serde_json::from_str(&run.stdout).unwrap();
    said["summary"]["denied"].as_u64().unwrap()
}
