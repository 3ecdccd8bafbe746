//! The sentences of each form of a clause.

use serde_json::{Value as Json, json};

use jamb::describe::{self, Sentence};
use jamb::document::Job;

use super::claims::{claim, holds, of_tool, subject};
use crate::support::english::Claim;
use crate::support::judged::judged;
use crate::support::said::snapshots;

#[test]
fn each_form_of_a_condition_is_said() {
    let mut out = String::new();
    for clause in CLAUSES {
        let (_, judgement) = judged(&policy_with(clause), Job::DESCRIBE);
        assert!(judgement.policy.is_some(), "{clause}: {:?}", judgement.diagnostics);
        let texts: Vec<_> = of_tool(&judgement, "t").iter().map(Sentence::text).collect();
        out += &format!("{clause}\n    {}\n", texts.join("\n    "));
    }
    snapshots("describe").bind(|| insta::assert_snapshot!("conditions", out));
}

pub fn policy_with(clause: &str) -> String {
    let signature = "n?: number, m?: number, s?: string, u?: string, b?: boolean, l?: [string], o?: any";
    format!("default deny\ntool t({signature}) {{\n  {clause}\n}}\n")
}

const CLAUSES: &[&str] = &[
    "require args.s == \"usd\"",
    "require args.s in [\"usd\", \"eur\", \" x\", \"a`b\"] because \"No `ticks` \\\"here\\\".\"",
    "require args.n == 5",
    "require args.b == true",
    "deny if args.s == \"usd\"",
    "deny if args.s != \"usd\"",
    "deny if args.s not in [\"usd\", \"eur\", \"chf\"]",
    "deny if args.s exists and args.s != \"usd\"",
    "deny if args.s exists and args.s not in [\"usd\", \"eur\"]",
    "require args.s != \"usd\"",
    "require args.n > 0 and args.n <= 100",
    "require args.n < 0 or args.n >= 100",
    "deny if args.n > 100",
    "deny if args.n < 0 or args.n > 100",
    "deny if args.n >= 0 and args.n < 100",
    "require args.o.deep.\"odd name\" exists",
    "deny if args.s exists",
    "deny if args.s exists or args.u exists or args.b exists",
    "require args.s missing",
    "require args.l contains \"x\"",
    "deny if args.o contains 5",
    "require args.s matches r\"^SUP-[0-9]{1,8}$\"",
    "require args.s matches \"^(usd|eur)$\"",
    "require args.s matches \"^(5|6)$\"",
    "deny if args.s matches r\"(?i)secret\"",
    "require args.s matches \"\"",
    "require args.s under \"/srv/docs\"",
    "require args.s under [\"/srv/docs\", \"/tmp\"]",
    "require args.s under \".\"",
    "require args.s under \"/\"",
    "require args.s under [\"/srv/docs\", \".\"]",
    "require args.s under [\"/\", \".\"]",
    "deny if args.s under [\"/srv/docs\", \"/tmp\", \".\"]",
    "require args.s missing or not (args.s under [\"/srv\", \".\"])",
    "require args.s on [\"http://*.example.com:8080/a\", \"docs.example.com\"]",
    "require args.s on [\"example.com\", \"*.example.com\"]",
    "require args.s at \"*.acme.example\"",
    "require args.s matches r\"^a.*b$\"",
    "require args.s matches r\"^(?:a+|b+)$\"",
    "require args.s matches r\"^a+|b+$\"",
    "require args.s on \"docs.example.com\"",
    "require args.s on [\"https://code.example/acme\", \"http://localhost:3000\"]",
    "require args.s on \"*.example.com\"",
    "require args.s at [\"acme.example\", \"*.acme.example\"]",
    "require args.s starts with \"draft-\"",
    "deny if args.s ends with [\".exe\", \".sh\"]",
    "deny if not (args.s starts with \"draft-\")",
    "require args.s missing or args.s on \"docs.example.com\"",
    "require not (args.n > 5)",
    "require args.n missing or args.n <= 5",
    "require args.s != \"usd\" or args.n <= 5",
    "deny if args.s == \"a\" and args.n > 5 or args.b == true",
    "require args.s == \"a\" and (args.n > 5 or args.b == true)",
    "deny if (args.s == \"a\" or args.u == \"b\") and (args.n > 5 or args.b == true) and args.m == 1",
    "deny if args.s in [\"a\", \"b\"] and args.u in [\"c\", \"d\"] and args.n == 1",
    "deny if args.s in [\"a\", \"b\"] or args.u in [\"c\", \"d\"] or args.n == 1",
    "deny if args.b == true and (args.s == \"a\" or args.n == 1 and args.m == 2)",
    "deny if args.s exists or args.s == \"a\" and args.n exists",
    "deny if (args.s == \"a\" or args.u in [\"b\", \"c\"] or args.n == 1) and (args.m == 1 or args.b == true)",
    "deny if args.s == \"a\" and not (args.u != \"b\" and args.n == 1)",
    "deny if args.s == \"a\" and args.u exists and args.u not in [\"b\", \"c\", \"d\"]",
    "require args.s matches \"a\\nb\"",
    "deny",
    "deny because \"Ask a person.\"",
    "require args.n <= 5 because \"Less.\"\n  deny because \"Ask a person.\"\n  deny if args.s exists",
    "require args.n <= 5\n  deny if args.s exists because \"No.\"\n  deny because \"Ask a person.\"\n  limit 1 per day",
    "limit 1 per minute\n  limit 5 per hour\n  limit 9 per day",
    "require args.s in [\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l\",\"m\"]",
];

#[test]
fn folders_and_sites_are_read_as_they_are_meant() {
    let values =
        ["/", "/a", "/a/../b", "a/b", ".", "/b", "https://a.example/x", "https://b.a.example/x", "x@a.example"];
    let values = values.map(|value| json!({"s": value})).into_iter().chain([json!({}), json!({"s": null})]);
    let values: Vec<Json> = values.chain([json!({"s": "x@b.a.example"})]).collect();
    for condition in [
        "under [\"/a\", \".\"]",
        "under [\"/\", \".\"]",
        "under [\"/a\", \"/b\", \"/\", \".\"]",
        "on \"*.a.example\"",
        "on [\"*.a.example\", \"c.example\"]",
        "on [\"a.example\", \"*.a.example\"]",
        "at [\"*.a.example\", \"c.example\"]",
    ] {
        for clause in [
            format!("require args.s {condition}"),
            format!("require args.s {condition} or args.n == 1"),
            format!("deny if args.n == 1 and args.s {condition}"),
            format!("deny if args.u == \"x\" or not (args.s {condition})"),
        ] {
            let (_, judgement) = judged(&policy_with(&clause), Job::DESCRIBE);
            let sentences = of_tool(&judgement, "t");
            assert_eq!(sentences.len(), 1, "{clause}");
            let (text, condition) = claim(&sentences[0].fact).unwrap();
            for args in &values {
                assert_eq!(Claim::read(&text).holds(args), holds(condition, args), "{text} {args}");
            }
        }
    }
}

#[test]
fn one_line_says_what_a_tool_may_do() {
    let text = "default deny\nhide h\ndeny d\nallow a\ntool t(n?: number, s?: string, u?: string) {\n  \
        require args.n <= 5 because \"Less.\"\n  require args.s exists\n  deny if args.u exists\n  limit 5 per minute\n}\n\
        tool v { limit 1 per hour }\ntool w(s?: string) { deny if args.s exists  limit 2 per hour as c }\n\
        tool x { limit 2 per hour as c }\n";
    let (_, judgement) = judged(text, Job::DESCRIBE);
    let line = |tool: &str| describe::in_one_sentence(subject(&judgement), tool).text();
    let lines = ["a", "d", "h", "t", "v", "w", "x", "z"].map(|tool| format!("{tool}: {}\n", line(tool))).concat();
    snapshots("describe").bind(|| insta::assert_snapshot!("in_one_sentence", lines));
    assert!(describe::in_one_sentence(subject(&judgement), "t").in_backticks().contains("only if `s` is given"));
}
