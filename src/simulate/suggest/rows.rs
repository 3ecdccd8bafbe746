//! The result of `--suggest-limits`: plain data for reports.

use super::spread::{Highest, Spread};
use crate::engine::RuleId;
use crate::vocab::{Time, Window};

/// The steps between ten and a hundred that count as round numbers.
const ROUND: [u64; 10] = [10, 12, 15, 20, 25, 30, 40, 50, 60, 80];
/// The largest number that a limit may have.
const MOST: u64 = 9_007_199_254_740_991;

/// The result of `--suggest-limits`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Suggested {
    /// How often tools were called: first all tools together, then by tool name. For each, first all grants,
    /// then each grant; for each of these, minutes, hours and days.
    pub rows: Vec<Row>,
    /// The limits of the policy, in order, including those that denied nothing.
    pub stopped: Vec<Stopped>,
    /// How many windows may have been counted in two parts, because calls came very late or from very many
    /// grants at once.
    pub split: u64,
}

/// How often a grant called a tool in windows of one length. Windows without a call do not count.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The tool; `None` is all tools together.
    pub tool: Option<String>,
    /// The grant; `None` is all grants, with the calls of each counted separately.
    pub grant: Option<String>,
    /// The length of the windows.
    pub window: Window,
    /// How many windows had a call.
    pub windows: u64,
    /// The most calls in one window.
    pub highest: u64,
    /// When that window started.
    pub highest_at: Time,
    /// The grant of that window.
    pub highest_grant: String,
    /// 95 of 100 windows had at most this many calls.
    pub p95: u64,
    /// 99 of 100 windows had at most this many calls.
    pub p99: u64,
    /// The maximum of a limit that would deny none of these calls, with a little room: the next round number
    /// above the highest count. `None` if the traces do not last as long as the window.
    pub suggestion: Option<u64>,
}

/// What a limit of the policy did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// The limit.
    pub rule: RuleId,
    /// How many calls it denied.
    pub calls: u64,
    /// What would be different if the gateway's windows were sliding instead of starting with the clock. `None`
    /// if too many grants called at once to tell.
    pub sliding: Option<Edge>,
}

/// How sliding windows would decide differently.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Edge {
    /// Calls that pass around a window's edge, and that a sliding window would deny.
    pub more: u64,
    /// Calls that the limit denies, and that a sliding window would allow.
    pub fewer: u64,
}

impl Row {
    pub(super) fn new(
        tool: Option<String>,
        grant: Option<String>,
        window: Window,
        spread: &Spread,
        lasted: i64,
    ) -> Self {
        let highest = spread.highest().cloned().unwrap_or(Highest { calls: 0, window: 0, grant: Vec::new() });
        let of_highest = String::from_utf8_lossy(&highest.grant).into_owned();
        let is_long_enough = lasted >= window.seconds() * 1_000_000;
        Self {
            tool,
            highest_grant: grant.clone().unwrap_or(of_highest),
            grant,
            window,
            windows: spread.windows(),
            highest: highest.calls,
            highest_at: Time::from_seconds(highest.window.saturating_mul(window.seconds())),
            p95: spread.percentile(95),
            p99: spread.percentile(99),
            suggestion: round_above(highest.calls).filter(|_| is_long_enough),
        }
    }

    /// The clause: `limit 30 per minute`.
    pub fn clause(&self) -> Option<String> {
        self.suggestion.map(|max| format!("limit {max} per {}", self.window.word()))
    }

    /// The sort key of rows.
    pub(super) fn key(&self) -> (Option<&str>, Option<&str>, Window) {
        (self.tool.as_deref(), self.grant.as_deref(), self.window)
    }
}

impl Stopped {
    pub(super) fn new(rule: RuleId) -> Self {
        Self { rule, calls: 0, sliding: Some(Edge::default()) }
    }

    pub(super) fn finished(self, is_compared: bool) -> Self {
        Self { sliding: self.sliding.filter(|_| is_compared), ..self }
    }
}

/// The next round number above a count.
fn round_above(count: u64) -> Option<u64> {
    const SMALL: [u64; 7] = [1, 2, 3, 4, 5, 6, 8];
    let scales = std::iter::successors(Some(1_u64), |scale| scale.checked_mul(10));
    let larger = scales.flat_map(|scale| ROUND.map(|step| step.saturating_mul(scale)));
    SMALL.into_iter().chain(larger).find(|round| *round > count).filter(|round| *round <= MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggestion_is_a_round_number_above_the_highest() {
        for (count, round) in [(0, 1), (1, 2), (6, 8), (8, 10), (9, 10), (10, 12), (29, 30), (30, 40), (80, 100)] {
            assert_eq!(round_above(count), Some(round), "{count}");
        }
        for (count, round) in [(99, 100), (100, 120), (240, 250), (4_711, 5_000), (80_000, 100_000)] {
            assert_eq!(round_above(count), Some(round), "{count}");
        }
        assert_eq!((round_above(MOST), round_above(u64::MAX)), (None, None));
    }
}
