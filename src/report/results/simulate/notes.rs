//! What you should know about the traces of a replay, besides the report.

use crate::simulate::count;
use crate::simulate::outcome::{Example, Outcome};

/// What you should know about the traces before you trust the numbers.
pub fn notes(outcome: &Outcome) -> Vec<String> {
    let at = |met: &Example| format!("{}:{}", met.trace, met.line);
    let mut notes = Vec::new();
    if let Some((calls, first)) = &outcome.twins {
        let what = format!("{} with a repeated key, first at {}", count(*calls, "call"), at(first));
        notes.push(format!("{what}: the last value counts"));
    }
    if let Some((calls, first)) = &outcome.jumps {
        let what = format!("{} more than a day ahead of the others, first at {}", count(*calls, "call"), at(first));
        let them = if *calls == 1 { "it" } else { "them" };
        notes.push(format!("{what}: limits count {them} separately"));
    }
    if outcome.reading.zoneless > 0 {
        let calls = count(outcome.reading.zoneless, "call");
        let have = if outcome.reading.zoneless == 1 { "has" } else { "have" };
        notes.push(format!(
            "{calls} {have} a time without a zone: limits per day, and the order of calls in several files, depend on `--zone`"
        ));
    }
    if outcome.inexact > 0 {
        let calls = count(outcome.inexact, "call");
        notes.push(if outcome.is_crowded {
            format!("limits can't count {calls} exactly: too many grants called at the same time")
        } else {
            format!("limits can't count {calls} exactly: too far out of order in the trace")
        });
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_that_are_not_counted_exactly_have_a_reason() {
        let note = |inexact, is_crowded| notes(&Outcome { inexact, is_crowded, ..Outcome::default() });
        assert_eq!(note(0, true), [""; 0]);
        assert_eq!(note(1, false), ["limits can't count 1 call exactly: too far out of order in the trace"]);
        let crowded = "limits can't count 1,200 calls exactly: too many grants called at the same time";
        assert_eq!(note(1_200, true), [crowded]);
    }
}
