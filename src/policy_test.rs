//! The `test` blocks of a policy, run through the engine that decides recorded calls: what came of each
//! test, and what of the policy no test has shown.

mod args;
mod coverage;
mod errors;
pub mod json;
mod made;
mod outcome;
mod run;
mod shown;

pub use coverage::{Coverage, Missed, Reached};
pub use outcome::{FileRun, Outcome, Subject, run_all};
pub use run::{Failure, MAX_CALLS, TestRun, Tested, fails, names, run, tools_called};
pub use shown::Shown;
