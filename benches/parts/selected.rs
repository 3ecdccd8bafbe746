//! Selects the benchmarks to run: `cargo bench -- simulate` passes its arguments to all of them.

/// All benchmarks, by name.
const BENCHMARKS: [&str; 3] = ["compile", "lint", "simulate"];

/// Whether the arguments name this benchmark, or none at all, which means all.
pub fn is_selected(name: &str) -> bool {
    let named: Vec<String> = std::env::args().filter(|argument| BENCHMARKS.contains(&argument.as_str())).collect();
    named.is_empty() || named.iter().any(|argument| argument == name)
}
