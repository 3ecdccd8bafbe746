//! From a `.pl` file to its `policy.json`, in ten lines: parse, check, lower.

use crate::catalog::Catalogs;
use crate::check::{self, Checked};
use crate::diagnostic::{Diagnostic, has_errors, in_order};
use crate::lower;
use crate::model;
use crate::source::disk::Disk;
use crate::source::{SourceId, Sources};

/// The result of compiling a policy.
pub struct Compiled {
    /// The compiled policy, if there is no error in the source.
    pub policy: Option<model::Policy>,
    /// What the checker found out.
    pub checked: Checked,
    /// All diagnostics: those in the file itself first, then those in the files that it includes.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles the policy in `main`. Its includes and its catalog are read from `disk` and added to `sources`;
/// a catalog that is already in `catalogs` is not read again.
pub fn compile(sources: &mut Sources, disk: &dyn Disk, catalogs: &Catalogs, main: SourceId) -> Compiled {
    let mut checked = check::check(sources, disk, catalogs, main);
    let (policy, refused) = lower::lower(&checked.policy);
    let mut diagnostics = std::mem::take(&mut checked.diagnostics);
    diagnostics.extend(refused);
    let diagnostics = in_order(main, diagnostics);
    let policy = (!has_errors(&diagnostics)).then_some(policy);
    Compiled { policy, checked, diagnostics }
}
