//! From a `.pl` file to its `policy.json`, in ten lines: parse, check, lower.

use crate::check::{self, Checked};
use crate::diagnostic::{Diagnostic, has_errors, in_order};
use crate::lower;
use crate::model;
use crate::source::disk::Disk;
use crate::source::{SourceId, Sources};

/// What came of a policy.
pub struct Compiled {
    /// The compiled policy, where nothing is wrong with the source.
    pub policy: Option<model::Policy>,
    /// What the checker found out.
    pub checked: Checked,
    /// Everything that is to be said: the file's own first, then what lies in included files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles the policy in `main`. What it includes and its catalog are read from `disk` and added
/// to `sources`.
pub fn compile(sources: &mut Sources, disk: &dyn Disk, main: SourceId) -> Compiled {
    let mut checked = check::check(sources, disk, main);
    let (policy, refused) = lower::lower(&checked.policy);
    let mut diagnostics = std::mem::take(&mut checked.diagnostics);
    diagnostics.extend(refused);
    let diagnostics = in_order(main, diagnostics);
    let policy = (!has_errors(&diagnostics)).then_some(policy);
    Compiled { policy, checked, diagnostics }
}
