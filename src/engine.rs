//! The engine makes the same decisions as the gateway. A policy is compiled once, into a program for each tool.
//! A call is first judged by its arguments; if they allow it, the limits settle it.
//!
//! ```text
//! Policy ──new──► Engine ──read──► Slots ──judge──► Judgement ──settle──► Decision
//!                          (arguments)     (same on every thread)  (in trace order)
//! ```
//!
//! | step | question | rule in the gateway's log |
//! | --- | --- | --- |
//! | 1 | is the tool hidden? | `(hidden)` |
//! | 2 | is the tool named, or is the default `allow`? | `(default deny)` |
//! | 3 | do all conditions of each `require` hold? | `/tools/NAME/require/PATH-OP` |
//! | 4 | do all conditions of a `deny_if` hold? | `/tools/NAME/deny_if/PATH-OP` |
//! | 5 | has a limit's counter reached its maximum? | `/tools/NAME/limits/COUNTER`, `/all_tools/limits/COUNTER` |

mod compile;
mod constants;
mod counters;
mod decision;
mod look;
mod marked;
pub mod eval;
pub mod explain;
mod names;
pub mod nearest;
mod program;
mod run;
mod slots;

pub(crate) use constants::{print, printed_so};
pub use counters::{Account, Clock, Counters, Expected, LATENESS};
pub use decision::{Decision, Rule, RuleCondition, RuleId, RuleKind, Verdict};
pub(crate) use names::place_of;
pub use program::{Bound, Engine, Limits, ToolId};
pub use run::Judgement;
pub use slots::Slots;

use crate::source::scan::{Malformed, Scanner, Stop};
use crate::vocab::Time;

/// One call, for callers that decide only a few.
#[derive(Debug, Clone, Copy)]
pub struct Call<'c> {
    /// The tool's name.
    pub tool: &'c str,
    /// The arguments, as the JSON text of an object; `None` if they are not known.
    pub args: Option<&'c str>,
    /// The grant that makes the call.
    pub grant: &'c str,
    /// When the call is made.
    pub time: Time,
}

impl Engine {
    /// Decides a call, and counts it if it is allowed.
    pub fn decide(&self, call: &Call<'_>, counters: &mut Counters) -> Result<Decision, Malformed> {
        let tool = self.tool(call.tool.as_bytes());
        let program = self.program(tool);
        let judgement = match call.args {
            Some(args) => {
                let mut slots = Slots::default();
                let mut scanner = Scanner::new(args);
                let read = slots.read(&program.shape.paths, &mut scanner).and_then(|_| scanner.end());
                read.map_err(|Stop| scanner.malformed())?;
                self.judge(program, &mut slots, args.as_bytes())
            }
            None => self.judge_unrecorded(program),
        };
        Ok(counters.settle(self.limits(tool), judgement, call.grant.as_bytes(), call.time))
    }
}
