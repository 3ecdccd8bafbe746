//! jamb: a policy language for what AI agents may do with MCP tools.
//!
//! ```text
//!   .pl ──syntax──► tree ──check──► checked rules ──lower──┐
//!   policy.json ──model::json──────────────────────────────┤
//!   older YAML ──import────────────────────────────────────┤
//!                                                          ▼
//!                                                   model::Policy          the waist
//!                                                          │
//!                  ┌───────────────────────┼────────────────────────┐
//!                  ▼                       ▼                        ▼
//!           canonical json       engine ── Decision        lift → format → .pl
//!                                          │
//!   traces ──trace──► Call ──simulate──────┤
//!   `test` blocks ────────policy_test──────┤
//!   all calls ────────────analyze── lint ──┴──► report
//! ```
//!
//! Passes return `(output, diagnostics)`: an invalid policy is a normal result, and parsing never
//! fails. A policy's files are read through [`source::disk::Disk`], so the caller decides what can
//! be read; only [`cli`] writes and knows standard output and exit codes. A module uses the modules
//! listed above it, and none below. [`pipeline`] is the second file to read: parse, check and lower
//! in ten lines. [`document`] is the third: it decides what a file is, and what each command does with it.

#![forbid(unsafe_code)]

// Ground: words, texts and messages.
pub mod vocab;
pub mod source;
pub mod diagnostic;

// Shapes: what is read from the three kinds of file, policies, catalogs and `policy.json`.
pub mod syntax;
pub mod catalog;
pub mod model;

// Meaning.
pub mod check;
pub mod format;
pub mod classify;

// Work.
pub mod lower;
pub mod import;
pub mod engine;
pub mod trace;

// Stories.
pub mod pipeline;
pub mod analyze;
pub mod policy_test;
pub mod simulate;
pub mod init;
pub mod describe;

// More of them.
pub mod mutants;
pub mod drift;
pub mod learn;
pub mod probe;

// Judgement.
pub mod settings;
pub mod lint;
pub mod document;
pub mod editor;
pub mod review;

// Output.
#[cfg(feature = "report")]
pub mod report;

// Doors.
pub mod file_system;
#[cfg(feature = "cli")]
pub mod git;
#[cfg(feature = "record")]
pub mod record;
#[cfg(feature = "lsp")]
pub mod lsp;
#[cfg(feature = "cli")]
pub mod cli;
