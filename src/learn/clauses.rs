//! The clauses that the calls of a tool support, each with its evidence.
//!
//! | values | clause |
//! | --- | --- |
//! | few | `in`, or `==` |
//! | numbers | both bounds |
//! | in a few folders | `under` |
//! | on a few sites | `on` |
//! | addresses of a few mail domains | `at` |
//! | none, although the argument is there | `missing` |
//! | texts that are sent, with links to a few sites or to none | `matches` |

use super::argument::Observation;
use super::links::LinkRule;
use super::observed::ToolObservation;
use super::role::Role;
use super::shown;
use super::subject::{Bounds, Free, Left, Subject};
use super::values::Found;
use super::who::{Support, Unit};
use super::writable::{is_readable, why_not};
use super::{danger, places, ranges, role, values};
use crate::classify;
use crate::init::{self, Judged};
use crate::simulate::count;
use crate::vocab::{Category, Kind, Path, TextOperator, Value};

/// A clause, and what supports it.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// The argument.
    pub path: Path,
    /// `require args.currency in ["eur", "usd"]`
    pub text: String,
    /// What kind of clause it is.
    pub kind: ClauseKind,
    /// What supports it, after the numbers of calls and grants: `3 values`.
    pub evidence: String,
    /// How many calls had the argument.
    pub calls: u64,
    /// How many of them it refuses.
    pub refused: u64,
    /// What one grant alone did, so that it was not taken.
    pub alone: Option<String>,
    /// How many calls have an unencrypted address that it allows.
    pub clear: u64,
}

/// The kinds of clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClauseKind {
    /// The values are listed.
    Values,
    /// Both bounds of numbers.
    Range,
    /// Folders, sites or mail domains.
    Place,
    /// A boolean has one value.
    Boolean,
    /// The argument is not given.
    Missing,
    /// Texts link to certain sites only.
    Links,
}

impl ClauseKind {
    /// Whether it says which values an argument may have.
    pub fn restricts(self) -> bool {
        match self {
            ClauseKind::Values | ClauseKind::Range | ClauseKind::Place | ClauseKind::Missing => true,
            ClauseKind::Boolean | ClauseKind::Links => false,
        }
    }

    /// Its name in JSON.
    pub fn word(self) -> &'static str {
        match self {
            ClauseKind::Values => "values",
            ClauseKind::Range => "range",
            ClauseKind::Place => "place",
            ClauseKind::Boolean => "boolean",
            ClauseKind::Missing => "missing",
            ClauseKind::Links => "links",
        }
    }
}

/// The clauses of a tool, and the arguments without one.
pub fn of(judged: &Judged<'_>, observed: &ToolObservation, bounds: Bounds) -> (Vec<Clause>, Vec<(Path, Left)>) {
    let known = judged.tool.input_schema.map(|schema| schema.reader().arguments()).unwrap_or_default();
    let (mut clauses, mut left) = (Vec::new(), Vec::new());
    for observation in &observed.arguments {
        let argument = known.iter().find(|(path, _)| *path == observation.path).map(|(_, argument)| argument);
        let subject = Subject { judged, observed, observation, argument, bounds };
        match subject.clause() {
            Ok(clause) => clauses.push(clause),
            Err(why) if observed.calls() > 0 => left.push((observation.path.clone(), why)),
            Err(_) => {}
        }
    }
    (clauses, left)
}

/// The clauses that would make a dangerous tool less so, although too many calls would be refused: what a comment
/// offers, and why the other arguments have none. If no two grants did the same, it offers what each of them did. A list that calls may leave out is refused as
/// a whole.
pub fn offered(judged: &Judged<'_>, observed: &ToolObservation, unit: Unit) -> (Vec<Clause>, Vec<(Path, Left)>) {
    let (mut clauses, left) = of(judged, observed, Bounds { unit, surprise: 100.0 });
    let is_shared = observed.taught.is_some_and(|taught| taught.is_shared(unit));
    let (others, still_left) = of(judged, observed, Bounds { unit: Unit::Anyone, surprise: 100.0 });
    for mut clause in others.into_iter().filter(|clause| left.iter().any(|(path, _)| *path == clause.path)) {
        if is_shared {
            clause.evidence += &format!("; not supported by a second {}", unit.word());
        }
        clauses.push(clause);
    }
    let in_order = |clause: &Clause| observed.arguments.iter().position(|argument| argument.path == clause.path);
    clauses.sort_by_key(in_order);
    clauses.extend(without_lists(judged, observed, &left).into_iter().map(|(clause, _)| clause));
    (clauses, still_left)
}

/// Clauses that refuse lists which calls may leave out, each with the calls that left it out.
pub fn without_lists(
    judged: &Judged<'_>,
    observed: &ToolObservation,
    left: &[(Path, Left)],
) -> Vec<(Clause, Option<Support>)> {
    let known = judged.tool.input_schema.map(|schema| schema.reader().arguments()).unwrap_or_default();
    let is_optional = |path: &Path| known.iter().any(|(known, argument)| known == path && !argument.always_there);
    let lists = left.iter().filter(|(path, left)| matches!(left, Left::List | Left::Object) && is_optional(path));
    let observed = lists.filter_map(|(path, _)| observed.arguments.iter().find(|it| it.path == *path));
    let clause = |observation: &Observation| {
        let (path, calls) = (observation.path.clone(), observation.calls());
        let without = observation.missing.map_or(0, |missing| missing.calls);
        let what = if observation.objects > 0 { "an object" } else { "a list" };
        let evidence =
            format!("each with {what}, which no clause can restrict, and {} without one", count(without, "call"));
        let (text, kind) = (format!("require {path} missing"), ClauseKind::Missing);
        (Clause { path, text, kind, evidence, calls, refused: calls, alone: None, clear: 0 }, observation.missing)
    };
    observed.map(clause).collect()
}

impl Subject<'_> {
    fn clause(&self) -> Result<Clause, Left> {
        let (observation, category) = (self.observation, self.judged.judgement.category);
        // A tool that reads secrets is not a usual read.
        let is_secret = classify::secret(self.judged.tool.name).is_some();
        let reads = category == Category::Read && self.judged.judgement.known && !is_secret;
        let is_dangerous = is_secret || danger::is_dangerous(self.judged);
        let (role, calls) = (observation.role, observation.calls());
        match role {
            _ if !init::is_writable_path(&observation.path) || !is_readable_path(&observation.path) => {
                Err(Left::Unsayable)
            }
            Role::Secret => Err(Left::Secret),
            _ if calls == 0 => self.absence(reads),
            Role::Content if !self.is_shared() => Err(Left::Free(Free::Content)),
            Role::Content => self.links(),
            _ if !role.teaches(reads, is_dangerous) => Err(Left::Free(free(role))),
            _ if !self.is_shared() => Err(Left::Alone),
            _ if !self.bounds.allow(observation.structures, calls) => {
                Err(if observation.objects > 0 { Left::Object } else { Left::List })
            }
            Role::Path
            | Role::Site
            | Role::Recipient
            | Role::Code
            | Role::Scope
            | Role::Id
            | Role::Time
            | Role::Plain => self.place(reads).or_else(|_| self.others()),
        }
    }

    /// Whether several grants called the tool.
    fn is_shared(&self) -> bool {
        self.observed.taught.is_some_and(|taught| taught.is_shared(self.bounds.unit))
    }

    /// The argument was never given, and what it could say matters.
    fn absence(&self, reads: bool) -> Result<Clause, Left> {
        let (observation, calls) = (self.observation, self.observed.calls());
        let matters = match observation.role {
            Role::Path | Role::Site | Role::Recipient | Role::Code => !reads,
            Role::Scope | Role::Id | Role::Content | Role::Time | Role::Secret | Role::Plain => false,
        };
        let is_optional = self.argument.is_some_and(|argument| !argument.always_there);
        let is_known = self.observed.unrecorded == 0 && observation.removed == 0;
        if !matters || !is_optional || !self.is_shared() || !is_known {
            return Err(Left::Free(Free::Absent));
        }
        let text = format!("require {} missing", observation.path);
        Ok(Clause { calls, refused: 0, ..self.found(text, ClauseKind::Missing, "never given".to_owned(), 0) })
    }

    /// Where the text of a message may link to.
    fn links(&self) -> Result<Clause, Left> {
        if !danger::sends(self.judged) || self.judged.judgement.category == Category::Financial {
            return Err(Left::Free(Free::Content));
        }
        let rule: LinkRule = self.observation.links.rule(self.bounds.unit).ok_or(Left::Many)?;
        let LinkRule { required, denied, sites, refused } = rule;
        let calls = self.observation.calls();
        match required {
            Some(_) if self.supports(refused).is_ok() => {}
            None if self.bounds.allow(refused, calls) => {}
            Some(_) | None => return Err(Left::Links { refused, calls }),
        }
        // The opposite of this expression is too long for an `or`, so a text that is left out is refused.
        let is_given = self.argument.is_some_and(|it| it.always_there) || self.observation.missing.is_none();
        if required.is_some() && !is_given {
            return Err(Left::Unsayable);
        }
        let required = required.map(|required| format!("require {} matches r\"{required}\"", self.observation.path));
        let path = &self.observation.path;
        // Calls may leave it out, and then send no link.
        let is_optional = self.argument.is_none_or(|argument| !argument.always_there);
        let exists = if is_optional { format!("{path} exists and ") } else { String::new() };
        let denied = format!("deny if {exists}{path} matches r\"{denied}\"");
        let text = required.map_or(denied.clone(), |required| format!("{required}\n{denied}"));
        let evidence = shown::links(&sites);
        Ok(self.found(text, ClauseKind::Links, evidence, refused))
    }

    /// The folders, sites or domains of the values. What writes or sends to one place only gets that place.
    fn place(&self, reads: bool) -> Result<Clause, Left> {
        let operator = places::operator(self.observation.role).ok_or(Left::Many)?;
        let texts = &self.observation.texts;
        let is_one = texts.len() == 1 && texts.others == 0;
        if is_one && !reads {
            return Err(Left::Many);
        }
        let found = match values::place(self, operator) {
            Err(_) if operator == TextOperator::On => values::bare_sites(self)?,
            found => found?,
        };
        let text = self.required(&found.right, Some(Kind::String)).ok_or(Left::Unsayable)?;
        let what = match operator {
            TextOperator::Under => "paths",
            TextOperator::On | TextOperator::At | TextOperator::StartsWith | TextOperator::EndsWith => "addresses",
        };
        let evidence = match (texts.len(), texts.others) {
            (1, 0) => "1 value".to_owned(),
            (many, 0) => format!("{many} {what}"),
            (many, _) => format!("more than {many} {what}"),
        };
        let Found { refused, alone, clear, .. } = found;
        Ok(Clause { alone, clear, ..self.found(text, ClauseKind::Place, evidence, refused) })
    }

    fn others(&self) -> Result<Clause, Left> {
        let observation = self.observation;
        let is_number = observation.numbers.calls() > observation.texts.calls();
        if observation.booleans.iter().any(Option::is_some) {
            return self.boolean();
        }
        let listed = values::list(self);
        let is_amount = is_number && !role::is_id(&observation.path);
        match listed {
            Ok(found) if !is_amount || found.count == 1 => {
                let text = self.required(&found.right, None).ok_or(Left::Unsayable)?;
                let values = if found.count == 1 { "1 value".to_owned() } else { format!("{} values", found.count) };
                let Found { refused, alone, clear, .. } = found;
                Ok(Clause { alone, clear, ..self.found(text, ClauseKind::Values, values, refused) })
            }
            Ok(_) | Err(_) if is_amount && !self.judged.judgement.category.eq(&Category::Read) => {
                let found = ranges::range(self)?;
                let text = self.required(&found.right, Some(Kind::Number)).ok_or(Left::Unsayable)?;
                Ok(Clause { alone: found.alone, ..self.found(text, ClauseKind::Range, found.evidence, found.refused) })
            }
            Ok(_) => Err(Left::Free(Free::Read)),
            Err(why) => Err(why),
        }
    }

    fn boolean(&self) -> Result<Clause, Left> {
        let [no, yes] = self.observation.booleans;
        let calls = self.observation.calls();
        let refused = |side: Option<Support>| calls - side.map_or(0, |side| side.calls);
        let sides = [("false", no), ("true", yes)];
        let shared = sides.into_iter().filter(|(_, side)| side.is_some_and(|side| side.is_shared(self.bounds.unit)));
        let (word, side) =
            shared.min_by_key(|(_, side)| refused(*side)).ok_or(Left::Surprising { refused: calls, calls })?;
        if let Some(why) = why_not(&Value::Boolean(word == "true"), self.argument) {
            return Err(Left::Unwritable { refused: calls, calls, why });
        }
        self.supports(refused(side))?;
        let text = self.required(&format!("== {word}"), None).ok_or(Left::Unsayable)?;
        Ok(self.found(text, ClauseKind::Boolean, "1 value".to_owned(), refused(side)))
    }

    fn found(&self, text: String, kind: ClauseKind, evidence: String, refused: u64) -> Clause {
        // A text that is left out has no link.
        let without = if text.starts_with("deny") { 0 } else { self.without() };
        let (path, calls) = (self.observation.path.clone(), self.observation.calls() + without);
        Clause { path, text, kind, evidence, calls, refused: refused + without, alone: None, clear: 0 }
    }
}

/// Why no clause is wanted for an argument with this role.
fn free(role: Role) -> Free {
    match role {
        Role::Content => Free::Content,
        Role::Time => Free::Time,
        Role::Id => Free::Id,
        Role::Path | Role::Site | Role::Scope | Role::Recipient | Role::Code | Role::Secret | Role::Plain => Free::Read,
    }
}

/// Whether people see what an argument is called.
fn is_readable_path(path: &Path) -> bool {
    path.segments().iter().all(|name| is_readable(name))
}
