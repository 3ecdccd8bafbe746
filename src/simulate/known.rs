//! What has to be known about all calls of the traces before the first one is decided. A replay assumes that all
//! calls have times and servers; if it finds that some do not, it starts again with what it found.

use super::input::{Options, Policies};
use crate::engine::Expected;

/// What is known about all calls.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// With `--server`: no call names a server, so that all of them are decided.
    pub names_no_server: bool,
    /// What is known for each policy.
    pub policies: Vec<KnownToPolicy>,
}

/// The calls without a time, as limits count them.
#[derive(Debug, Clone, Default)]
pub struct KnownToPolicy {
    /// Of the policy.
    pub new: Expected,
    /// Of the policy to compare with.
    pub old: Option<Expected>,
}

impl Known {
    /// Whether what was found is what was assumed.
    pub fn is_met_by(&self, found: &Known) -> bool {
        let nothing = KnownToPolicy::default();
        let assumed = self.policies.iter().chain(std::iter::repeat(&nothing));
        self.names_no_server == found.names_no_server
            && found.policies.iter().zip(assumed).all(|(found, assumed)| assumed.is_met_by(found))
    }
}

impl KnownToPolicy {
    fn is_met_by(&self, found: &Self) -> bool {
        let old = self.old.clone().unwrap_or_default();
        self.new.is_met_by(&found.new) && found.old.as_ref().is_none_or(|found| old.is_met_by(found))
    }
}

/// Whether a decision may depend on calls that come later.
pub fn may_look_ahead(policies: &[Policies<'_>], options: &Options) -> bool {
    let have_limits =
        |policies: &Policies<'_>| policies.new.has_limits() || policies.old.is_some_and(|old| old.has_limits());
    let has_limits = policies.iter().any(have_limits);
    options.read.server.is_some() || (has_limits && !options.untimed_now)
}
