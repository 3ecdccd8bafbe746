//! What was observed of one argument of a tool.

use super::links::Links;
use super::numbers::Numbers;
use super::places;
use super::role::{self, Role};
use super::seats::{Seat, Seats};
use super::tally::{Budget, Table};
use super::who::{self, Support, Who};
use crate::classify::keys;
use crate::source::json::{Json, JsonKind};
use crate::vocab::{Marks, Path, TextOperator};

/// An argument that a tool has, and what was observed of it.
#[derive(Debug)]
pub struct Observation {
    /// The argument.
    pub path: Path,
    /// What it is for.
    pub role: Role,
    /// The calls that had it, with a value that is not `null`.
    pub given: Option<Support>,
    /// The grants and sessions of these calls.
    pub givers: Seats,
    /// The calls that did not have it.
    pub missing: Option<Support>,
    /// How many calls had a value that the log cut or removed.
    pub removed: u64,
    /// The calls with `false`, and those with `true`.
    pub booleans: [Option<Support>; 2],
    /// The numbers.
    pub numbers: Numbers,
    /// The texts.
    pub texts: Table,
    /// The folders, sites or domains that texts are in.
    pub groups: Table,
    /// The hosts of addresses that may lack a scheme.
    pub hosts: Table,
    /// The calls with such an address that has the scheme `http`.
    pub clear: Option<Support>,
    /// The sites that texts link to.
    pub links: Links,
    /// How many calls had a value that is a key, or has one in it.
    pub keys: u64,
    /// How many calls had an object.
    pub objects: u64,
    /// How many calls had a list or an object.
    pub structures: u64,
}

impl Observation {
    /// Nothing observed yet.
    pub fn new(path: Path, role: Role) -> Self {
        Self {
            path,
            role,
            given: None,
            givers: Seats::default(),
            missing: None,
            removed: 0,
            booleans: [None, None],
            numbers: Numbers::default(),
            texts: Table::default(),
            groups: Table::default(),
            hosts: Table::default(),
            clear: None,
            links: Links::default(),
            keys: 0,
            objects: 0,
            structures: 0,
        }
    }

    /// How many calls had it.
    pub fn calls(&self) -> u64 {
        self.given.map_or(0, |given| given.calls)
    }

    /// Counts the arguments of a call.
    pub fn add(&mut self, args: &Json, (who, seat): (Who, Seat), marks: &Marks, budget: &mut Budget) {
        let mut steps = self.path.segments().iter();
        let value = steps.try_fold(args, |value, step| value.get(step));
        let Some(value) = value.filter(|value| value.kind != JsonKind::Null) else {
            who::count(&mut self.missing, who);
            return;
        };
        self.keys += u64::from(has_credential(value, self.role));
        match &value.kind {
            JsonKind::Text(text) if marks.are_in(text.as_bytes()) => {
                self.removed += 1;
                return;
            }
            JsonKind::Text(text) => self.text(text, who, budget),
            JsonKind::Number(Some(number)) => self.numbers.add(*number, who, budget),
            JsonKind::Boolean(boolean) => {
                let [no, yes] = &mut self.booleans;
                who::count(if *boolean { yes } else { no }, who);
            }
            JsonKind::Object(_) => {
                self.objects += 1;
                self.structures += 1;
            }
            JsonKind::List(_) | JsonKind::Number(None) => self.structures += 1,
            JsonKind::Null => {}
        }
        who::count(&mut self.given, who);
        self.givers.add(seat);
    }

    fn text(&mut self, text: &str, who: Who, budget: &mut Budget) {
        match self.role {
            // A secret is not kept.
            Role::Secret | Role::Time => {}
            Role::Content => self.links.add(text, who, budget),
            Role::Path | Role::Site | Role::Recipient | Role::Code | Role::Scope | Role::Id | Role::Plain => {
                self.texts.add(text, who, budget);
            }
        }
        let Some(operator) = places::operator(self.role) else { return };
        if operator == TextOperator::On
            && let Some(host) = places::bare_host(text)
        {
            self.hosts.add(&host, who, budget);
            if text.starts_with("http://") {
                who::count(&mut self.clear, who);
            }
        }
        let groups = places::groups(operator, text);
        groups.iter().for_each(|group| self.groups.add(group, who, budget));
    }
}

/// Whether a value is a key, or has one in it. Messages may speak of keys in many ways, so only certain ones count there.
fn has_credential(value: &Json, role: Role) -> bool {
    match &value.kind {
        JsonKind::Text(text) if role == Role::Content => keys::key(text).is_some(),
        JsonKind::Text(text) => keys::credential(text).is_some(),
        JsonKind::List(elements) => elements.iter().any(|element| has_credential(element, role)),
        JsonKind::Object(members) => members.iter().any(|member| {
            let is_text = member.value.text().is_some();
            is_text && role::is_secret(&member.key) || has_credential(&member.value, role)
        }),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(_) => false,
    }
}
