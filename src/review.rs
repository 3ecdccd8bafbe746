//! What a branch does to the policies that it touches, for the people who review it.
//!
//! ```text
//!   two disks ──pairs──► a policy before and after ──┬─ decisions   what is wider and narrower, what a catalog changed
//!                                                    ├─ claims      tests and asserts: failing, changed, taken away
//!                                                    ├─ findings    new ones, and those that were silenced
//!                                                    ├─ compiled    whether the `policy.json` is what it compiles to
//!                                                    └─ calls       recorded calls that are decided otherwise
//!                                                         │
//!                                       accept ◄──────────┘   what was agreed on, and what fails
//! ```
//!
//! A branch may come from somebody you do not trust. What silences findings is therefore read from the state before
//! the branch, what was agreed on from the branch that it will be merged into, and what can't be decided counts as wider.

mod accept;
mod baselines;
mod calls;
mod claims;
mod compiled;
mod decisions;
mod digest;
mod fails;
mod findings;
mod input;
pub mod json;
mod lookalike;
mod outcome;
mod own;
mod pair;
mod pairs;
mod reads;
mod subject;
mod unread;
mod version;
mod wording;

pub use calls::Calls;
pub use claims::{Claim, ClaimKind, ClaimState};
pub use compiled::{Stale, Why as StaleWhy};
pub use decisions::Drift;
pub use fails::{Concern, Fail};
pub use findings::{Silenced, SilencedBy};
pub use input::{Input, Recorded, Side};
pub use json::to_accept;
pub use lookalike::begins_as_object;
pub use outcome::{Agreed, FileChange, PolicyReview, Review, SettingsPlace, Told};
pub use own::Own;
pub use unread::Unread;
pub use wording::{Wording, WordingChange};

use std::cell::Cell;

use crate::diagnostic::Diagnostic;
use crate::document::Workspace;
use crate::source::Sources;

use self::accept::Accepted;
use self::baselines::Baselines;
use self::subject::{Spaces, Subject};

/// Mistakes in a `jamb.toml`, before or after the branch, so that nothing could be reviewed.
#[derive(Debug)]
pub struct WrongSettings {
    /// The files.
    pub sources: Sources,
    /// The mistakes.
    pub mistakes: Vec<Diagnostic>,
}

/// Reviews every policy that changed, came, went or moved, or whose include, catalog, compiled file or settings did.
pub fn review(input: &Input<'_>) -> Result<Review, WrongSettings> {
    let base = Workspace::new(input.base.disk);
    let head = Workspace::new(input.head.disk);
    let target = Workspace::new(input.target.disk);
    let pairs = pairs::pairs(input, &base, &head);
    for workspace in [&base, &head, &target] {
        pairs.iter().for_each(|pair| drop(workspace.settings(pair.path())));
        let (sources, mistakes) = workspace.settings_mistakes([]);
        if !mistakes.is_empty() {
            return Err(WrongSettings { sources, mistakes });
        }
    }
    let mut review = Review::new(pairs.len(), input);
    let spaces = Spaces { base: &base, head: &head, target: &target };
    let accepted = Accepted::new(input, &pairs, spaces, &mut review);
    let baselines = Baselines::added(input);
    let spent = Cell::new(0);
    for pair in &pairs {
        if !reads::differ(input, [&base, &head], pair, &baselines) {
            accepted.note_unused(pair, &head, &mut review);
            continue;
        }
        let subject = Subject { pair, input, spaces, baselines: &baselines, spent: &spent };
        let Some(mut policy) = subject.reviewed(&mut review.sources) else { continue };
        accepted.apply(&mut policy, &mut review.warnings);
        for pair in compiled::enforced(input, &policy.stale, &pairs) {
            let form = Subject { pair: &pair, ..subject }.of_compiled(&policy.file, &mut review.sources);
            review.count += usize::from(form.is_some());
            review.policies.extend(form.map(|mut form| {
                accepted.apply(&mut form, &mut review.warnings);
                form
            }));
        }
        review.policies.push(policy);
    }
    review.policies.sort_by(|one, other| one.path.cmp(&other.path));
    review.own = accepted.own;
    Ok(review)
}
