//! How fast `jamb simulate` replays a trace, compared with its goals. Everything that is compared is measured in the same
//! run, in turns, five times; a figure is a median, or a ratio of two medians.
//!
//! ```text
//! cargo bench -- simulate             takes a minute: a million calls
//! cargo bench -- simulate --long      also measures the memory for 10 and 30 million lines from a pipe
//! cargo bench -- simulate --core      measures CPU time, for a busy machine; one thread only
//! RUSTFLAGS="--cfg sonic_rs -C target-cpu=native" cargo bench -- simulate
//!                                     also sonic-rs, which chooses its instructions at compile time
//! cargo bench --bench simulate -- --write FOLDER [--tools N] [--grants N] [--calls N]
//!                                     writes the policy and the trace, and does nothing else
//! ```

// A benchmark that can't go on should panic.
#![allow(clippy::panic, clippy::expect_used, clippy::indexing_slicing)]

#[path = "parts/generated.rs"]
mod generated;
#[path = "parts/kinds.rs"]
mod kinds;
#[path = "parts/lines.rs"]
mod lines;
#[path = "parts/memory.rs"]
mod memory;
#[path = "parts/race.rs"]
mod race;
#[path = "parts/selected.rs"]
mod selected;
#[path = "parts/subject.rs"]
mod subject;

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use generated::Shape;
use jamb::model::canonical::{self, Layout};
use race::{Clock, Medians, Race, print_goal};
use subject::Subject;

const LINES: &str = "reading and splitting lines";
const SERDE_JSON: &str = "serde_json, each line into a Value";
#[cfg(sonic_rs)]
const SONIC_RS: &str = "sonic-rs, each line into a Value";
const ONE: &str = "simulate, one thread";
const TWO: &str = "simulate, two threads";
const BESIDE: &str = "two replays beside each other, both";
const MANY_TOOLS: &str = "simulate, one thread, 4,000 tools";
const JSONL: &str = "simulate, one thread, --format jsonl";

/// The memory that no trace may exceed, in KiB.
const MOST_KIB: u64 = 64 * 1024;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    let number = |name: &str, default: u64| value(name).map_or(default, |text| text.parse().expect("a number"));
    let shape = Shape {
        tools: number("--tools", 40) as usize,
        grants: number("--grants", 200) as usize,
        calls: number("--calls", 1_000_000),
    };
    if let Some(folder) = value("--write") {
        write(shape, Path::new(folder));
    } else if selected::is_selected("simulate") {
        let clock = if has("--core") { Clock::Core } else { Clock::Wall };
        speed(shape, clock);
        println!();
        memory_used(shape, has("--long"));
    }
}

/// Writes `policy.pl`, `policy.json` and `trace.jsonl`.
fn write(shape: Shape, folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    write_policy(shape, folder);
    write_trace(shape, &folder.join("trace.jsonl"));
}

fn write_policy(shape: Shape, folder: &Path) {
    let policy = generated::policy(shape);
    let model = subject::compiled(&policy).0;
    fs::write(folder.join("policy.pl"), policy).expect("policy.pl");
    fs::write(folder.join("policy.json"), canonical::write(&model, Layout::Pretty)).expect("policy.json");
}

fn write_trace(shape: Shape, path: &Path) {
    let trace = File::create(path).expect("a file for the trace");
    generated::write_trace(shape, &mut BufWriter::with_capacity(1 << 20, trace)).expect("a trace");
}

fn speed(shape: Shape, clock: Clock) {
    let folder = tempfile::tempdir().expect("a folder");
    let (trace, long_list) = (folder.path().join("trace.jsonl"), folder.path().join("many-tools.jsonl"));
    let many = Shape { tools: 100 * shape.tools, ..shape };
    write_trace(shape, &trace);
    write_trace(many, &long_list);
    let subject = Subject::new(&generated::policy(shape));
    let of_many = Subject::new(&generated::policy(many));
    let decisions = folder.path().join("decisions.jsonl");

    let decided = subject.replay_file(&trace, 2, None).summary.decided;
    println!(
        "{} calls, {} of them denied; {} tools, {} grants",
        decided.calls(),
        decided.denied,
        shape.tools,
        shape.grants
    );
    let mut race = Race::default();
    race.enter(LINES, || lines::split(&trace));
    race.enter(SERDE_JSON, || lines::serde_json(&trace));
    #[cfg(sonic_rs)]
    race.enter(SONIC_RS, || lines::sonic_rs(&trace));
    race.enter(ONE, || drop(subject.replay_file(&trace, 1, None)));
    if clock == Clock::Wall {
        race.enter(TWO, || drop(subject.replay_file(&trace, 2, None)));
        // They share nothing but the machine, so their speed is the most that two threads can reach.
        race.enter(BESIDE, || {
            std::thread::scope(|scope| {
                scope.spawn(|| subject.replay_file(&trace, 1, None));
                subject.replay_file(&trace, 1, None);
            });
        });
    }
    race.enter(MANY_TOOLS, || drop(of_many.replay_file(&long_list, 1, None)));
    // Freeing the pages of the previous file does not count as writing this one.
    let remove = || drop(fs::remove_file(&decisions));
    race.enter_prepared(JSONL, remove, || {
        let mut out = File::create_new(&decisions).expect("a file for decisions");
        subject.replay_file(&trace, 1, Some(&mut out));
    });
    let medians = race.run(clock);
    medians.print(shape.calls);
    if !cfg!(all(sonic_rs, target_feature = "avx2")) {
        println!("(see RUSTFLAGS in benches/simulate.rs for sonic-rs at its best beside these)");
    }
    println!();
    print_goals(&medians, clock);
}

fn print_goals(medians: &Medians, clock: Clock) {
    println!("{:<46}{:>12}{:>12}", "", "goal", "figure");
    let at_least = |name: &str, goal: f64, ratio: f64| {
        print_goal(name, &format!(">= {goal}"), &format!("{ratio:.2}"), ratio >= goal);
    };
    at_least("speed, of that of serde_json", 4.0, medians.ratio(SERDE_JSON, ONE));
    #[cfg(sonic_rs)]
    at_least("speed, of that of sonic-rs", 1.0, medians.ratio(SONIC_RS, ONE));
    if clock == Clock::Wall {
        at_least("speed of two threads, of that of one", 1.9, medians.ratio(ONE, TWO));
        let most = 2.0 * medians.ratio(ONE, BESIDE);
        println!("{:<46}{:>12}{most:>12.2}", "  most that two cores of this machine give", "");
    }
    at_least("speed with --format jsonl, of that without", 0.5, medians.ratio(ONE, JSONL));
    let growth = medians.ratio(MANY_TOOLS, ONE);
    print_goal("time a call with 4,000 tools, of that with 40", "< 1.7", &format!("{growth:.2}"), growth < 1.7);
}

/// The peak memory for a trace of a million lines, and for longer ones with `--long`.
fn memory_used(shape: Shape, is_long: bool) {
    let lengths: &[u64] = if is_long { &[1, 10, 30] } else { &[1] };
    let folder = tempfile::tempdir().expect("a folder");
    write_policy(shape, folder.path());
    let mut first = None;
    for times in lengths {
        let calls = times * shape.calls;
        let peak = memory::peak(Shape { calls, ..shape }, folder.path());
        let first = *first.get_or_insert(peak);
        let figure = format!("{:.1} MiB", peak as f64 / 1024.0);
        let is_met = peak < MOST_KIB && peak.abs_diff(first) * 10 <= first;
        print_goal(&format!("peak memory, {calls} lines from a pipe"), "< 64 MiB", &figure, is_met);
    }
}
