//! The one test binary: one link instead of twenty.

mod architecture;
mod bad_input;
mod cli;
mod conformance;
mod errors;
mod examples;
mod explain;
mod format;
mod laws;
mod readme;
mod support;
