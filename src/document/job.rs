//! Which kinds of file each command takes, and which passes it runs on them.
//!
//! Only `check` and `test` prove asserts. An assert is the author's claim about a policy, like a test, and
//! these two commands tell whether such claims are true. A proof can take seconds, so the other commands don't
//! prove asserts, and a false one doesn't stop them: run `jamb check` or `jamb test` besides `jamb compile`
//! and `jamb lint`.

use super::file::Document;
use super::kind::Kind;

/// What a command does with a document.
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
    /// The asserts and the findings of an open text follow later: see [`Judged::with_findings`](super::Judged::with_findings).
    pub const EDIT: Self     = job("lsp",      [  YES,       YES,        YES,   NO,      NO  ]);
    pub const EVAL: Self     = job("eval",     [  YES,       YES,        YES,   NO,      NO  ]);
    pub const SIMULATE: Self = job("simulate", [  YES,       YES,        YES,   NO,      NO  ]);
    pub const RECORD: Self   = job("record",   [  YES,       YES,        YES,   NO,      NO  ]);
    pub const PROBE: Self    = job("probe",    [  YES,       YES,        YES,   NO,      NO  ]);
    pub const DESCRIBE: Self = job("describe", [  YES,       YES,        YES,   NO,      NO  ]);
    pub const REVIEW: Self   = job("review",   [  YES,       YES,        YES,   YES,     NO  ]);
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
            // Text to convert can look like anything, but nobody means to convert a `.pl` file.
            Kind::Policy | Kind::Foreign(_) | Kind::TooLarge if !self.takes_pl => {
                document.has_extension("pl").then_some(Refusal::Policy)
            }
            Kind::Foreign(language) => Some(Refusal::Foreign(language)),
            Kind::Policy | Kind::TooLarge => None,
        }
    }
}
