//! How compile time grows: generated policies of 1,000, 10,000 and 100,000 clauses, with a catalog of as many tools.
//! Prints the median of five runs for each size, and the ratio to the previous size: linear growth is ten.

// A benchmark that can't go on should panic.
#![allow(clippy::panic, clippy::indexing_slicing)]

#[path = "parts/selected.rs"]
mod selected;

use std::fmt::Write;
use std::time::{Duration, Instant};

use jamb::document::{Document, Job, Workspace};
use jamb::model::canonical::{self, Layout};
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};

fn main() {
    if !selected::is_selected("compile") {
        return;
    }
    let mut before: Option<Duration> = None;
    for clauses in [1_000, 10_000, 100_000] {
        let (policy, disk) = generated(clauses);
        let time = median(|| compile(&policy, &disk));
        let ratio = before.map_or_else(String::new, |before| {
            format!("  {:.1} times the size before", time.as_secs_f64() / before.as_secs_f64())
        });
        println!("compile {clauses:>7} clauses, {clauses:>7} tools in the catalog: {time:>10.2?}{ratio}");
        before = Some(time);
    }
}

fn compile(policy: &str, disk: &MemoryDisk) {
    let document = Document::new(Source::from_text("policy.pl", policy));
    let compiled = Workspace::new(disk).judge(&mut Sources::default(), &document, Job::COMPILE);
    let policy = compiled.policy.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics.first()));
    std::hint::black_box(canonical::write(&policy, Layout::Pretty));
}

fn median(mut run: impl FnMut()) -> Duration {
    run();
    let mut times: Vec<_> = (0..5)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[2]
}

/// A policy with this number of clauses, five per tool, and a catalog with as many tools: with a hundred thousand
/// tools the catalog is nearly as large as a file may be.
fn generated(clauses: usize) -> (String, MemoryDisk) {
    let mut policy = "default deny\ncatalog \"t.json\"\nlet cap = 100_00\n".to_owned();
    for tool in 0..clauses / 5 {
        let _ = writeln!(policy, "tool refund_{tool}: financial {{");
        policy.push_str("  require args.reason exists because \"Say why.\"\n");
        policy.push_str("  require args.currency in [\"usd\", \"eur\"]\n");
        policy.push_str("  deny if args.amount > cap or args.amount <= 0\n");
        let _ = writeln!(policy, "  require args.reason matches r\"^[a-z ]{{1,{}}}$\"", tool % 40 + 1);
        let _ = writeln!(policy, "  limit {} per minute\n}}", tool % 60 + 1);
    }
    let tool = |tool: usize| {
        format!(
            r#"{{"name":"refund_{tool}","inputSchema":{{"properties":{{"amount":{{"type":"integer"}},"currency":{{"enum":["usd","eur"]}},"reason":{{"type":"string"}}}}}}}}"#
        )
    };
    let catalog = format!("[{}]", (0..clauses).map(tool).collect::<Vec<_>>().join(","));
    let mut disk = MemoryDisk::default();
    disk.files.insert("t.json".into(), catalog.into_bytes());
    (policy, disk)
}
