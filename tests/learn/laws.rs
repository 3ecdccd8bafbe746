//! Laws for every trace.

use std::fs;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::agreement::{assert_agrees, findings};
use super::shop::{assert_good, learn, line, shop};
use crate::support::run::{folder, jamb};

/// Arguments as an attacker may send them.
fn value() -> impl Strategy<Value = Json> {
    prop_oneof![
        prop::sample::select(vec![
            "red",
            "blue",
            "a\"b",
            "\\",
            "\n",
            "\u{202e}",
            "# }",
            "..",
            "/a/b",
            "x@y.example",
            "https://a.example/b",
            "http://a.example/b",
            "http://a.example",
            "a.example/b",
            "ws://b.example/",
            "é"
        ])
        .prop_map(|text| json!(text)),
        (-3_i64..3).prop_map(|number| json!(number)),
        prop::sample::select(vec![
            json!(1e300),
            json!(0.1),
            json!(true),
            json!(null),
            json!([]),
            json!(["a"]),
            json!({"a": 1})
        ]),
    ]
}

fn calls() -> impl Strategy<Value = Vec<(usize, usize, Json)>> {
    let arguments = prop::sample::select(vec![
        "id", "path", "url", "item", "count", "to", "bcc", "amount", "color", "command", "body",
    ]);
    let args = prop::collection::btree_map(arguments, value(), 0..5).prop_map(|args| json!(args));
    prop::collection::vec((0..4_usize, 0..13_usize, args), 1..30)
}

fn lines(calls: &[(usize, usize, Json)]) -> String {
    let tools = shop();
    let name = |tool: usize| tools["tools"][tool]["name"].as_str().unwrap().to_owned();
    let call = |(at, (grant, tool, args)): (usize, &(usize, usize, Json))| {
        format!("{}\n", line(at, &format!("g{grant}"), &name(*tool), args.clone()))
    };
    calls.iter().enumerate().map(call).collect()
}

/// The trace with calls that failed, have no time, or are of another tool.
fn with_others(trace: &str, odd: &[u8]) -> String {
    let mut lines: Vec<Json> = trace.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (line, odd) in lines.iter_mut().zip(odd) {
        match odd {
            0 => line["outcome"] = json!("error"),
            1 => line["outcome"] = json!("none"),
            2 => line["tool"] = json!("another_tool"),
            3 => line["expect"] = json!("deny"),
            4 | 5 => drop(line.as_object_mut().unwrap().remove("ts")),
            6 => drop(line.as_object_mut().unwrap().remove("args")),
            7 => line["ts"] = json!("2026-03-02T00:00:00Z"),
            _ => {}
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn each_policy_is_valid_and_refuses_what_is_said(calls in calls(), odd in prop::collection::vec(0..20_u8, 30)) {
        let (tools, trace) = (shop().to_string(), with_others(&lines(&calls), &odd));
        let folder = folder(&[("shop.tools.json", tools.as_bytes()), ("t.jsonl", trace.as_bytes())]);
        let learned = jamb(folder.path(), &["learn", "shop.tools.json", "--trace", "t.jsonl", "-o", "p.pl"]);
        if learned.code == 3 {
            return Ok(());
        }
        prop_assert_eq!(learned.code, 0, "{}", learned.stderr);
        let policy = fs::read_to_string(folder.path().join("p.pl")).unwrap();
        assert_good(&shop(), &policy);
        assert_eq!(findings(folder.path(), "p.pl"), Vec::<Json>::new(), "{policy}");
        assert_agrees(folder.path(), "p.pl", &[]);
    }

    #[test]
    fn without_surprise_no_clause_refuses_a_call(calls in calls()) {
        let is_list = |args: &Json| args.as_object().unwrap().values().any(|value| value.is_array() || value.is_object());
        let calls: Vec<_> = calls.into_iter().filter(|(_, _, args)| !is_list(args)).collect();
        let run = learn(&lines(&calls), &["--surprise", "0", "--format", "json"]);
        let said: Json = serde_json::from_str(&run.stdout).unwrap_or_default();
        for rule in said["replay"]["rules"].as_array().into_iter().flatten() {
            prop_assert!(rule["tool"].is_string(), "{rule}: {}", lines(&calls));
        }
        for tool in said["tools"].as_array().into_iter().flatten().filter(|tool| tool["allowed"] == true) {
            for clause in tool["clauses"].as_array().unwrap() {
                prop_assert_eq!(&clause["refused"], 0, "{}", clause);
            }
        }
    }

    #[test]
    fn the_order_of_calls_makes_no_difference(calls in calls(), seed in any::<u64>()) {
        let lines: Vec<String> = lines(&calls).lines().map(str::to_owned).collect();
        let mut shuffled = lines.clone();
        // Calls keep their times, so that limits are the same.
        let length = shuffled.len() as u64;
        for at in 0..lines.len() {
            shuffled.swap(at, (seed.wrapping_mul(at as u64 + 7) % length) as usize);
        }
        let run = |lines: &[String]| learn(&(lines.join("\n") + "\n"), &[]).stdout;
        prop_assert_eq!(run(&lines), run(&shuffled));
    }
}
