//! Finds the difference between limits: the same call is repeated until one policy allows it and the other does
//! not.

use crate::analyze::Call;
use crate::engine::{self, Counters, Engine, Verdict};
use crate::model::Policy;
use crate::trace::DEFAULT_GRANT;
use crate::vocab::Time;

/// How often a call is repeated. Nobody writes a test with more.
const MOST: u64 = 10_000;

/// The first of several identical calls that two policies decide differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DiffersAt {
    /// Its number, starting from 1.
    pub number: u64,
    /// Whether the old policy allows it.
    pub is_allowed: bool,
}

/// Which of many identical, simultaneous calls two policies decide differently.
pub fn first_difference(call: &Call, old: &Policy, new: &Policy) -> Option<DiffersAt> {
    let (old, new) = (Engine::new(old), Engine::new(new));
    let (mut of_old, mut of_new) = (Counters::new(&old), Counters::new(&new));
    let args = call.args.to_string();
    let made = engine::Call { tool: &call.tool, args: Some(&args), grant: DEFAULT_GRANT, time: Time::from_seconds(0) };
    for number in 1..=MOST {
        let was = old.decide(&made, &mut of_old).ok()?.verdict;
        let is = new.decide(&made, &mut of_new).ok()?.verdict;
        if was != is {
            return Some(DiffersAt { number, is_allowed: was == Verdict::Allow });
        }
        // A denied call moves no counter, so both policies deny all further calls.
        if was == Verdict::Deny {
            return None;
        }
    }
    None
}
