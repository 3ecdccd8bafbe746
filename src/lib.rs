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
//! Passes return `(output, diagnostics)`: a wrong policy is a normal result, and parsing never
//! fails. What a policy names is read through [`source::loader::Disk`], so that a caller decides
//! what there is to read; only [`cli`] writes, and knows standard output and exit codes. Imports go
//! down the list of modules below, never up. [`pipeline`] is the second file to read: parse, check
//! and lower in ten lines.

// Ground: these know each other, and no other floor.
pub mod diagnostic;
pub mod source;
pub mod vocab;

// Shapes: what is read from the three kinds of file, policies, catalogs and `policy.json`.
pub mod catalog;
pub mod model;
pub mod syntax;

// Meaning.
pub mod check;
pub mod format;

// Work.
pub mod engine;
pub mod import;
pub mod init;
pub mod lower;
pub mod trace;

// Stories.
pub mod analyze;
pub mod pipeline;
pub mod policy_test;
pub mod simulate;

// Judgement.
pub mod drift;
pub mod lint;
pub mod mutants;

// Paper.
pub mod report;

// Doors.
pub mod cli;
