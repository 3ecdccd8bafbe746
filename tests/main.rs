//! The only test binary: it links once instead of twenty times.

// A test that can't go on should panic, and slices only text that it wrote itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm
)]

mod action;
mod analyze;
mod answer;
mod architecture;
mod bad_input;
mod cli;
mod commands;
mod conformance;
mod decisions;
mod describe;
mod disagreement;
mod document;
mod drift;
mod errors;
mod escapes;
mod eval;
mod examples;
mod explain;
mod format;
mod holes;
mod guards;
mod hostile_names;
mod hostile_traces;
mod import;
mod init;
mod integration;
mod laws;
mod learn;
mod lint;
mod lint_command;
mod lint_corrections;
mod lint_fixes;
mod lsp;
mod mutants;
mod mutations;
mod outputs;
mod page;
mod policy_json;
mod policy_test;
mod probe;
mod readme;
mod record;
// Packing and installing are tested where bash, git and curl are usually there.
#[cfg(target_os = "linux")]
mod release;
mod reading;
mod reference;
// Links are made as on Unix, and git is usually there.
#[cfg(unix)]
mod review;
mod review_base;
mod review_calls;
#[cfg(unix)]
mod review_hiding;
#[cfg(unix)]
mod revisions;
mod servers;
mod simulate;
mod suggest;
mod support;
mod text_operators;
mod trace;
mod trace_maps;
mod untimed;
mod witnesses;
mod workflows;
