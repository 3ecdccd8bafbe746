//! How fast `jamb simulate` replays a trace.
//!
//! `cargo bench --bench simulate -- --write FOLDER` writes the policy and the trace that it measures
//! with, and does nothing else; `--tools N`, `--grants N` and `--calls N` say how large they are.

// A benchmark that can't go on is to panic.
#![allow(clippy::panic, clippy::expect_used, clippy::unwrap_used)]

#[path = "parts/generated.rs"]
mod generated;
#[path = "parts/kinds.rs"]
mod kinds;

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use generated::Shape;
use jamb::model::canonical::{self, Layout};
use jamb::pipeline;
use jamb::source::loader::MemoryDisk;
use jamb::source::{Source, Sources};

// As the binary has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
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
    }
}

/// Writes `policy.pl`, `policy.json` and `trace.jsonl`.
fn write(shape: Shape, folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    let policy = generated::policy(shape);
    let mut sources = Sources::default();
    let main = sources.add(Source::from_text("policy.pl", policy.clone()));
    let compiled = pipeline::compile(&mut sources, &MemoryDisk::default(), main);
    let model = compiled.policy.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics.first()));
    fs::write(folder.join("policy.pl"), policy).expect("policy.pl");
    fs::write(folder.join("policy.json"), canonical::write(&model, Layout::Pretty)).expect("policy.json");
    let trace = File::create(folder.join("trace.jsonl")).expect("trace.jsonl");
    generated::write_trace(shape, &mut BufWriter::with_capacity(1 << 20, trace)).expect("a trace");
}
