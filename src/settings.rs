//! `jamb.toml`: what a project sets for the policies beside the file and in the folders below it.
//!
//! Settings know no lint rules: [`read()`] is given their names, and [`lint`](crate::lint) turns what was
//! set into the rules that run.

mod errors;
mod lint;
mod read;
mod review;

pub use errors::{unreadable, wrong_map};
pub use lint::{LintSettings, Override, RuleLevel};
pub use read::{Settings, read};
pub use review::{Acceptance, AcceptedChange, CompileSettings};

/// The name of the file. It is looked for beside a policy and in the folders above.
pub const FILE_NAME: &str = "jamb.toml";
