//! What has to be known about all calls of the traces before the first one is decided. A replay assumes that all
//! calls have times and servers; if it finds that some do not, it starts again with what it found.

use super::input::{Options, Policies};
use crate::engine::Expected;

/// What is known about all calls.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// With `--server`: no call names a server, so that all of them are decided.
    pub names_no_server: bool,
    /// The calls without a time, as the limits of the policy count them.
    pub new: Expected,
    /// The same for the policy to compare with.
    pub old: Option<Expected>,
}

impl Known {
    /// Whether what was found is what was assumed.
    pub fn is_met_by(&self, found: &Known) -> bool {
        let old = self.old.clone().unwrap_or_default();
        self.names_no_server == found.names_no_server
            && self.new.is_met_by(&found.new)
            && found.old.as_ref().is_none_or(|found| old.is_met_by(found))
    }
}

/// Whether a decision may depend on calls that come later.
pub fn may_look_ahead(policies: &Policies<'_>, options: &Options) -> bool {
    let has_limits = policies.new.has_limits() || policies.old.is_some_and(|old| old.has_limits());
    options.read.server.is_some() || (has_limits && !options.untimed_now)
}
