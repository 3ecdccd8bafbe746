//! How fast `jamb lint` is on a thousand policies, each with its own catalog, on one and on two threads, and how much
//! longer it takes than `jamb check` for one ordinary file. Both are measured as processes.

// A benchmark that can't go on should panic.
#![allow(clippy::panic, clippy::expect_used, clippy::indexing_slicing)]

#[path = "parts/race.rs"]
mod race;
#[path = "parts/selected.rs"]
mod selected;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use race::{Clock, Race};

const POLICIES: usize = 1_000;
const ONE: &str = "1,000 policies with catalogs, one thread";
const TWO: &str = "1,000 policies with catalogs, two threads";
const LINT: &str = "one policy of 40 clauses, jamb lint";
const CHECK: &str = "one policy of 40 clauses, jamb check";

fn main() {
    if !selected::is_selected("lint") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for index in 0..POLICIES {
        write(&folder.path().join(format!("{index:04}")), index);
    }
    let all = folder.path();
    let single = folder.path().join("0000");
    let mut race = Race::default();
    race.enter(ONE, || jamb(all, &["lint", ".", "--threads", "1"]));
    race.enter(TWO, || jamb(all, &["lint", ".", "--threads", "2"]));
    race.enter(LINT, || jamb(&single, &["lint", "policy.pl"]));
    race.enter(CHECK, || jamb(&single, &["check", "policy.pl"]));
    let medians = race.run(Clock::Wall);
    medians.print_milliseconds();
    println!();
    println!("{:<46}{:>12}{:>12}", "", "goal", "figure");
    let threads = medians.ratio(ONE, TWO);
    race::print_goal("speed of two threads, relative to one", ">= 1.7", &format!("{threads:.2}"), threads >= 1.7);
    let more = medians.milliseconds(LINT) - medians.milliseconds(CHECK);
    race::print_goal("extra time over check, for one policy", "< 5 ms", &format!("{more:.1} ms"), more < 5.0);
}

fn jamb(folder: &Path, arguments: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_jamb"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("jamb");
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
}

/// A policy of ten tools with four clauses each, and its catalog.
fn write(folder: &Path, seed: usize) {
    fs::create_dir_all(folder).expect("a folder");
    let mut policy = "default deny\ncatalog \"tools.json\"\n\n".to_owned();
    let mut tools = Vec::new();
    for tool in 0..10 {
        let name = format!("update_order_{tool}");
        let _ = writeln!(policy, "tool {name}: write {{");
        let _ = writeln!(
            policy,
            "  require args.state in [\"open\", \"closed\", \"s{seed}\"] because \"A state, please.\""
        );
        let _ = writeln!(policy, "  require args.reason matches \"^[a-z ]{{3,{}}}$\" because \"Say why.\"", 20 + tool);
        let _ =
            writeln!(policy, "  deny if args.amount > {} or args.amount < 0 because \"Too much.\"", 100 * (tool + 1));
        let _ = writeln!(policy, "  limit {} per minute\n}}\n", 5 + tool);
        tools.push(format!(
            r#"{{"name": "{name}", "description": "Changes an order.", "inputSchema": {{"type": "object",
            "required": ["state", "reason", "amount"], "properties": {{"state": {{"type": "string"}},
            "reason": {{"type": "string"}}, "amount": {{"type": "number"}}, "note": {{"type": "string"}}}}}}}}"#
        ));
    }
    fs::write(folder.join("policy.pl"), policy).expect("a policy");
    fs::write(folder.join("tools.json"), format!("{{\"tools\": [{}]}}", tools.join(",\n"))).expect("a catalog");
}
