//! Runs the `test` blocks of a policy through the engine that also decides recorded calls: the result of each
//! test, and which parts of the policy no test has shown.

mod args;
mod coverage;
mod errors;
pub mod json;
mod outcome;
mod test_call;
mod run;
mod shown;

pub use coverage::{Coverage, Missed, Reached};
pub use outcome::{FileRun, Outcome, Subject, run_all};
pub use run::{Failure, MAX_CALLS, TestRun, Tested, fails, names, run, tools_called};
pub use shown::Shown;
