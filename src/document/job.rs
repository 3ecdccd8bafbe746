//! What each command asks about a document: which kinds it takes, and which passes it runs.
//!
//! Only `check` and `test` prove asserts. An assert is a claim about a policy, like a test, and these two
//! commands are there to find out whether a policy is as its author claims; a proof may take seconds.
//! `compile`, `lint` and the commands that decide calls say nothing about asserts, so a false one does not
//! stop them. A project that wants both runs `jamb check` beside them.

use super::file::Document;
use super::kind::Kind;

/// What is asked about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// The command.
    pub name: &'static str,
    /// Whether it takes a `.pl` file.
    pub takes_pl: bool,
    /// Whether it takes a `policy.json`.
    pub takes_json: bool,
    /// Whether names, types and limits are checked and the policy is compiled. If not, it is only parsed.
    pub types: bool,
    /// Whether asserts are proved.
    pub asserts: bool,
    /// Whether lint rules run.
    pub findings: bool,
}

const NO: bool = false;
const YES: bool = true;

#[rustfmt::skip]
#[allow(missing_docs, reason = "each row is a command")]
impl Job {
    //                                            takes .pl  takes JSON  types  asserts  findings
    pub const FMT: Self      = job("fmt",      [  YES,       NO,         NO,    NO,      NO  ]);
    pub const IMPORT: Self   = job("import",   [  NO,        YES,        NO,    NO,      NO  ]);
    pub const COMPILE: Self  = job("compile",  [  YES,       NO,         YES,   NO,      NO  ]);
    pub const CHECK: Self    = job("check",    [  YES,       YES,        YES,   YES,     NO  ]);
    pub const TEST: Self     = job("test",     [  YES,       NO,         YES,   YES,     NO  ]);
    pub const LINT: Self     = job("lint",     [  YES,       YES,        YES,   NO,      YES ]);
    pub const EVAL: Self     = job("eval",     [  YES,       YES,        YES,   NO,      NO  ]);
    pub const SIMULATE: Self = job("simulate", [  YES,       YES,        YES,   NO,      NO  ]);
    pub const DIFF: Self     = job("diff",     [  YES,       YES,        YES,   NO,      NO  ]);
    pub const DRIFT: Self    = job("drift",    [  YES,       YES,        YES,   NO,      NO  ]);
}

const fn job(name: &'static str, [takes_pl, takes_json, types, asserts, findings]: [bool; 5]) -> Job {
    Job { name, takes_pl, takes_json, types, asserts, findings }
}

/// Why a job does not take a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not a policy, but this.
    Foreign(&'static str),
    /// It is a `policy.json`.
    Json,
    /// It is a `.pl` file.
    Policy,
}

impl Job {
    /// Why this job does not take a document; `None` if it does.
    pub fn refusal(&self, document: &Document) -> Option<Refusal> {
        match document.kind {
            Kind::Json => (!self.takes_json).then_some(Refusal::Json),
            // What is converted may look like anything, but a file that ends in `.pl` is not meant.
            Kind::Policy | Kind::Foreign(_) | Kind::TooLarge if !self.takes_pl => {
                document.has_extension("pl").then_some(Refusal::Policy)
            }
            Kind::Foreign(language) => Some(Refusal::Foreign(language)),
            Kind::Policy | Kind::TooLarge => None,
        }
    }
}
