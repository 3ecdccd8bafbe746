//! Limits, told apart: the same call is made again and again, until one policy lets it through and the
//! other does not.

use crate::analyze::Call;
use crate::engine::{self, Counters, Engine, Verdict};
use crate::model::Policy;
use crate::trace::DEFAULT_GRANT;
use crate::vocab::Time;

/// How often a call is made. Nobody writes a test with more.
const MOST: u64 = 10_000;

/// The first of several calls alike that two policies decide otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Differs {
    /// Its number, from 1 on.
    pub number: u64,
    /// Whether the old policy lets it through.
    pub is_allowed: bool,
}

/// Which of many calls alike, all at once, two policies decide otherwise.
pub fn differs(call: &Call, old: &Policy, new: &Policy) -> Option<Differs> {
    let (old, new) = (Engine::new(old), Engine::new(new));
    let (mut of_old, mut of_new) = (Counters::new(&old), Counters::new(&new));
    let args = call.args.to_string();
    let made = engine::Call { tool: &call.tool, args: Some(&args), grant: DEFAULT_GRANT, time: Time::from_seconds(0) };
    for number in 1..=MOST {
        let was = old.decide(&made, &mut of_old).ok()?.verdict;
        let is = new.decide(&made, &mut of_new).ok()?.verdict;
        if was != is {
            return Some(Differs { number, is_allowed: was == Verdict::Allow });
        }
        // A denied call moves no counter: all further ones are denied by both.
        if was == Verdict::Deny {
            return None;
        }
    }
    None
}
