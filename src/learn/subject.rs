//! An argument for which a clause is wanted, and why there may be none.

use super::argument::Observation;
use super::observed::ToolObservation;
use super::shown;
use super::who::Unit;
use crate::catalog::Argument;
use crate::diagnostic::listed;
use crate::init::Judged;
use crate::simulate::{count, grouped};
use crate::vocab::{Kind, Path};

/// An argument for which a clause is wanted.
pub struct Subject<'s> {
    /// The tool.
    pub judged: &'s Judged<'s>,
    /// What was observed of the tool.
    pub observed: &'s ToolObservation,
    /// What was observed.
    pub observation: &'s Observation,
    /// What the schema says.
    pub argument: Option<&'s Argument>,
    /// When a clause is supported.
    pub bounds: Bounds,
}

/// Why an argument has no clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// None was wanted.
    Free(Free),
    /// One grant alone called the tool.
    Alone,
    /// It has a clause, which does not restrict it enough.
    Loose,
    /// No clause can restrict every element of a list.
    List,
    /// No clause can restrict an object as a whole.
    Object,
    /// It is a secret.
    Secret,
    /// Some of its values are keys.
    Key,
    /// There are too many values.
    Many,
    /// Leaving out a grant, too many of its calls would be refused.
    Surprising {
        /// The calls that would be refused.
        refused: u64,
        /// The calls that had the argument.
        calls: u64,
    },
    /// Too many texts had a link that no other grant's did, or something that can't be told from a link.
    Links {
        /// The calls that would be refused.
        refused: u64,
        /// The calls with a text.
        calls: u64,
    },
    /// Too many calls would be refused, also because the argument was `null` or missing.
    Null {
        /// The calls that would be refused.
        refused: u64,
        /// All calls.
        calls: u64,
    },
    /// Too many calls had a value that a policy must not contain.
    Unwritable {
        /// The calls that would be refused.
        refused: u64,
        /// The calls that had the argument.
        calls: u64,
        /// Which values these are.
        why: &'static str,
    },
    /// The language can't say it of this argument.
    Unsayable,
}

/// Why no clause was wanted for an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Free {
    /// It is a text that is written anew for each call.
    Content,
    /// It is a time.
    Time,
    /// It names one thing, and the next call is about another one.
    Id,
    /// The tool only reads, and this says what.
    Read,
    /// Calls had all values that the schema allows.
    All,
    /// No call had it.
    Absent,
}

/// What is needed to judge the arguments of a tool.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// What is left out in turn.
    pub unit: Unit,
    /// The percentage of calls that may be refused: it has to be less.
    pub surprise: f64,
}

impl Bounds {
    /// Whether so few calls would be refused that the clause is supported.
    pub fn allow(&self, refused: u64, calls: u64) -> bool {
        refused == 0 || (refused as f64) * 100.0 < self.surprise * (calls as f64)
    }
}

impl Subject<'_> {
    /// Whether a clause that refuses so many calls is supported.
    pub fn supports(&self, refused: u64) -> Result<(), Left> {
        let without = self.without();
        let (refused, calls) = (refused + without, self.observation.calls() + without);
        if self.bounds.allow(refused, calls) {
            return Ok(());
        }
        Err(if without > 0 { Left::Null { refused, calls } } else { Left::Surprising { refused, calls } })
    }

    /// How many calls do not meet a clause because the argument was `null`, or missing, although the schema requires it.
    pub fn without(&self) -> u64 {
        let is_required = self.argument.is_some_and(|argument| argument.always_there);
        if is_required { self.observation.missing.map_or(0, |missing| missing.calls) } else { 0 }
    }

    /// A clause that calls without the argument also meet, unless every call has it. Some comparisons can only be made
    /// optional if the argument is of one kind.
    pub fn required(&self, right: &str, only: Option<Kind>) -> Option<String> {
        let path = &self.observation.path;
        if self.argument.is_some_and(|argument| argument.always_there) {
            return Some(format!("require {path} {right}"));
        }
        let is_only = |kind: Kind| {
            let is_it = |argument: &Argument| {
                !argument.is_untyped() && argument.kinds().iter().all(|it| it == kind || it == Kind::Null)
            };
            self.argument.is_some_and(is_it)
        };
        if only.is_none_or(is_only) {
            return Some(format!("require {path} missing or {path} {right}"));
        }
        self.observation.missing.is_none().then(|| format!("require {path} {right}"))
    }
}

impl Left {
    /// Whether a clause was wanted.
    pub fn matters(self) -> bool {
        match self {
            Left::Free(_) => false,
            Left::Alone | Left::Loose => true,
            Left::List | Left::Object | Left::Secret | Left::Key | Left::Many => true,
            Left::Surprising { .. }
            | Left::Links { .. }
            | Left::Null { .. }
            | Left::Unwritable { .. }
            | Left::Unsayable => true,
        }
    }

    /// Why, in words.
    pub fn words(self, path: &Path, unit: Unit) -> String {
        let name = shown::argument(path);
        let of = |refused, calls| format!("{} of {}", grouped(refused), count(calls, "call"));
        match self {
            Left::Free(free) => free.words(&[name]),
            Left::Alone => format!("one {} alone gave {name}", unit.word()),
            Left::Loose => format!("{name} is not restricted"),
            Left::List => format!("{name} is a list, and a clause can't restrict every element of a list"),
            Left::Object => format!("{name} is an object, and a clause can't restrict it as a whole"),
            Left::Secret => format!("{name} is a secret, which a policy must not contain"),
            Left::Key => format!("{name} had a value that looks like a password, key or token"),
            Left::Many => format!("{name} had more values than a clause should list"),
            Left::Surprising { refused, calls } => {
                format!("in {}, {name} had a value that no other {} used", of(refused, calls), unit.word())
            }
            Left::Links { refused, calls } => {
                let of = of(refused, calls);
                format!("in {of}, {name} had a link, or what looks like one, that no other {} used", unit.word())
            }
            Left::Null { refused, calls } => {
                format!("a clause would refuse {}, in some of which {name} was `null` or missing", of(refused, calls))
            }
            Left::Unwritable { refused, calls, why } => format!("in {}, {name} had a value {why}", of(refused, calls)),
            Left::Unsayable => format!("a policy can't express a clause about {name}"),
        }
    }
}

impl Free {
    /// Why the arguments with these names have no clause, in words.
    pub fn words(self, names: &[String]) -> String {
        let (all, is_one) = (listed(names, "and"), names.len() == 1);
        let said = match (self, is_one) {
            (Free::Content, true) => "is a text that is new in each call",
            (Free::Content, false) => "are texts that are new in each call",
            (Free::Time, true) => "is a time",
            (Free::Time, false) => "are times",
            (Free::Id, true) => "names one thing, and the next call is about another",
            (Free::Id, false) => "name one thing, and the next call is about another",
            (Free::Read, true) => "only says what to read",
            (Free::Read, false) => "only say what to read",
            (Free::All, _) => "had every value that the schema allows",
            (Free::Absent, true) => "was never given",
            (Free::Absent, false) => "were never given",
        };
        format!("{all} {said}")
    }
}
