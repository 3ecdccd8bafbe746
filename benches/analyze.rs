//! How long questions about all calls take: the difference of two policies and the questions of the linter, for 10, 100
//! and 1,000 tools of ten clauses each (linear growth is ten); a pull request of ordinary size; the regular expressions
//! of the examples; and questions that would take forever, which have to end within seconds.

// A benchmark that can't go on should panic.
#![allow(clippy::panic, clippy::expect_used, clippy::indexing_slicing)]

#[path = "parts/selected.rs"]
mod selected;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use jamb::analyze::diff::{Difference, diff};
use jamb::analyze::{Answer, Prover, Subject, questions};
use jamb::document::{Document, Job, Judgement, Workspace};
use jamb::file_system::RealDisk;
use jamb::model::{self, Condition, Entry, Operand, Policy, Tool};
use jamb::mutants::{Budget, Recorded, Watched, mutants};
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};
use jamb::vocab::{self, Number, Operator, Value};

fn main() {
    if !selected::is_selected("analyze") {
        return;
    }
    grown("diff", |tools| {
        let (old, new) = (compiled(&generated(tools, 100)), compiled(&generated(tools, 101)));
        Box::new(move || {
            let difference = differ(&old, &new);
            assert!(difference.is_narrower() || difference.is_wider());
        })
    });
    grown("questions", |tools| {
        let policy = compiled(&generated(tools, 100));
        Box::new(move || asked(&policy))
    });
    pull_request();
    expressions();
    what_explodes();
    mutants_of_an_example();
}

/// Times for three sizes, and the ratio of each to the previous one.
fn grown(name: &str, make: impl Fn(usize) -> Box<dyn FnMut()>) {
    let mut before: Option<Duration> = None;
    for tools in [10, 100, 1_000] {
        let mut run = make(tools);
        let time = median(&mut run);
        let ratio = before.map_or_else(String::new, |before| {
            format!("  {:.1} times the size before", time.as_secs_f64() / before.as_secs_f64())
        });
        println!("{name:<12}{tools:>6} tools, {:>6} clauses: {time:>10.2?}{ratio}", tools * 10);
        before = Some(time);
    }
}

fn median(run: &mut dyn FnMut()) -> Duration {
    run();
    let mut times: Vec<_> = (0..5).map(|_| once(run)).collect();
    times.sort_unstable();
    times[2]
}

fn once(run: &mut dyn FnMut()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// Tools with ten clauses each; every seventh tool has a different cap.
fn generated(tools: usize, cap: usize) -> String {
    let mut policy = "default deny\n".to_owned();
    for tool in 0..tools {
        let cap = if tool % 7 == 0 { cap } else { 100 };
        let _ = writeln!(policy, "tool refund_{tool}: financial {{");
        policy.push_str("  require args.reason exists because \"Say why.\"\n");
        policy.push_str("  require args.currency in [\"usd\", \"eur\", \"gbp\"]\n");
        let _ = writeln!(policy, "  require args.reason matches r\"^[a-z ]{{1,{}}}$\"", tool % 40 + 1);
        let _ = writeln!(policy, "  require args.meta.ticket matches r\"^(SUP|OPS)-[0-9]{{1,{}}}$\"", tool % 8 + 1);
        let _ = writeln!(policy, "  deny if args.amount > {cap} or args.amount <= 0");
        let _ = writeln!(policy, "  deny if args.currency == \"gbp\" and args.amount > {}", tool % 50 + 1);
        policy.push_str("  deny if args.note contains \"!\" or args.note matches r\"(?i)urgent|now\"\n");
        policy.push_str("  deny if args.path contains \"..\" or args.path matches r\"^/\"\n");
        policy.push_str("  deny if args.meta.tags contains \"fraud\" and not (args.meta.approved == true)\n");
        let _ = writeln!(policy, "  limit {} per minute\n}}", tool % 60 + 1);
    }
    policy
}

fn compiled(text: &str) -> Policy {
    let document = Document::new(Source::from_text("policy.pl", text));
    let workspace = Workspace::new(MemoryDisk::default());
    let compiled = workspace.judge(&mut Sources::default(), &document, Job::COMPILE);
    compiled.policy.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics.first()))
}

fn differ(old: &Policy, new: &Policy) -> Difference {
    diff(&Subject::new(old), &Subject::new(new), &mut Prover::default())
}

/// The questions that the linter asks about each tool.
fn asked(policy: &Policy) {
    let (subject, mut prover) = (Subject::new(policy), Prover::default());
    for tool in policy.tools.keys() {
        assert!(matches!(questions::callable(&mut prover, &subject, tool), Answer::Some(_)));
        let entries: Vec<_> = questions::entries(policy, tool).map(|(id, _)| id).collect();
        for entry in entries {
            assert_eq!(questions::idle(&mut prover, &subject, tool, entry), None);
        }
        assert_eq!(questions::contradicting(&mut prover, policy, tool), None);
    }
}

fn example(name: &str) -> (Sources, Judgement) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name).join("policy.pl");
    let workspace = Workspace::new(RealDisk);
    let document = workspace.open(&path, &path.to_string_lossy()).expect("an example");
    let mut sources = Sources::default();
    let compiled = workspace.judge(&mut sources, &document, Job::COMPILE);
    (sources, compiled)
}

/// The largest example, with two of its clauses changed.
fn pull_request() {
    let old = example("github").1.policy.expect("a valid policy");
    let mut new = old.clone();
    for tool in new.tools.values_mut().filter(|tool| tool.require.len() > 1).take(2) {
        tool.require.pop();
    }
    let time = median(&mut || assert!(differ(&old, &new).is_wider()));
    println!("diff        {} tools of an example, two changed: {time:>10.2?}", old.tools.len());
}

/// Each regular expression of the examples, together with steps up, separators and other expressions.
fn expressions() {
    let mut patterns = BTreeSet::new();
    for name in ["filesystem", "github", "mitmproxy", "payments", "workplace/banking", "workplace/slack"] {
        let policy = example(name).1.policy.expect("a valid policy");
        let entries = policy.tools.values().flat_map(|tool| tool.require.iter().chain(&tool.deny_if));
        let conditions = entries.flat_map(|entry| &entry.conditions).filter(|it| it.op == Operator::Regex);
        patterns.extend(conditions.filter_map(|condition| match &condition.value {
            Operand::Value(Value::Text(pattern)) => Some(pattern.clone()),
            Operand::Value(_) | Operand::Null | Operand::List(_) => None,
        }));
    }
    let beside = [r"\.\.", r"[;&|`\n]|\$\(", r"(?i)https?://[^/]*evil", "^.{40,}$"];
    let mut worst = (Duration::ZERO, String::new());
    let mut all = Duration::ZERO;
    for pattern in &patterns {
        for other in beside {
            let inside = policy_of(vec![entry(vec![matches(pattern), matches(other)])], Vec::new());
            let outside = policy_of(vec![entry(vec![matches(other)])], vec![entry(vec![matches(pattern)])]);
            for policy in [inside, outside] {
                let time = once(&mut || {
                    let answer = questions::callable(&mut Prover::default(), &Subject::new(&policy), "t");
                    assert!(!matches!(answer, Answer::Unknown(_)), "{pattern} {other}");
                });
                all += time;
                worst = worst.max((time, pattern.clone()));
            }
        }
    }
    let count = patterns.len() * beside.len() * 2;
    println!("expressions of the examples, {count} questions: {all:>10.2?}, the slowest {:.2?}: {}", worst.0, worst.1);
}

fn what_explodes() {
    let number = |number: i64| Operand::Value(Value::Number(Number::from(number)));
    let remembers = policy_of(vec![entry(vec![matches("^[ab]*a[ab]{40}$")])], Vec::new());
    let pigeons = (0..4_i64).flat_map(|hole| {
        let pair = move |one: usize, other: usize| {
            let at = |pigeon: usize| condition(&format!("args.p{pigeon}"), Operator::Eq, number(hole));
            entry(vec![at(one), at(other)])
        };
        (0..12).flat_map(move |one| (one + 1..12).map(move |other| pair(one, other)))
    });
    let holes = Operand::List((0..4).map(number).collect());
    let placed = (0..12).map(|pigeon| entry(vec![condition(&format!("args.p{pigeon}"), Operator::In, holes.clone())]));
    let pigeons = policy_of(placed.collect(), pigeons.collect());
    for (name, policy) in [("an expression that remembers", &remembers), ("twelve pigeons, four holes", &pigeons)] {
        let mut found = String::new();
        let time = once(&mut || {
            found = match questions::callable(&mut Prover::default(), &Subject::new(policy), "t") {
                Answer::Some(call) => call.to_string(),
                Answer::None => "none".to_owned(),
                Answer::Unknown(why) => format!("unknown, because {why}"),
            };
        });
        println!("{name}: {time:>10.2?}, {found}");
    }
}

fn mutants_of_an_example() {
    let (sources, Judgement { policy, checked, .. }) = example("payments");
    let checked = checked.expect("a checked policy");
    let policy = policy.expect("a valid policy");
    let watched = Watched::new(&checked, &policy, &sources);
    let mut count = 0;
    let time = median(&mut || count = mutants(&watched, &Recorded::default(), &mut Budget::default()).len());
    println!("mutants of an example, {count}: {time:>10.2?}");
}

fn policy_of(require: Vec<Entry>, deny_if: Vec<Entry>) -> Policy {
    let tool = Tool { require, deny_if, ..Tool::default() };
    Policy { tools: [("t".to_owned(), tool)].into(), ..model::Policy::default() }
}

fn entry(conditions: Vec<Condition>) -> Entry {
    Entry { conditions, ..Entry::default() }
}

fn matches(pattern: &str) -> Condition {
    condition("args.x", Operator::Regex, Operand::Value(Value::Text(pattern.to_owned())))
}

fn condition(path: &str, op: Operator, value: Operand) -> Condition {
    let path = vocab::Path::from_json(path).expect("a path");
    Condition { place: None, path, op, value }
}
