//! The engine decides as the gateway decides. A policy is compiled once, into a program for each
//! tool; a call is then judged by its arguments, and, where they let it pass, settled by counters.
//!
//! ```text
//! Policy ──Engine::new──► Engine ──judge(tool, args)──► Judgement ──settle(counters)──► Decision
//! ```
//!
//! | step | asks | rule in the gateway's log |
//! | --- | --- | --- |
//! | 1 | is the name hidden? | `(hidden)` |
//! | 2 | is it named, or is the default `allow`? | `(default deny)` |
//! | 3 | do all conditions of each `require` hold? | `/tools/NAME/require/PATH-OP` |
//! | 4 | do all conditions of a `deny_if` hold? | `/tools/NAME/deny_if/PATH-OP` |
//! | 5 | has a limit's counter reached its maximum? | `/tools/NAME/limits/COUNTER`, `/all_tools/limits/COUNTER` |

mod decision;

pub use decision::{Decision, Rule, RuleCondition, RuleId, RuleKind, Verdict};
