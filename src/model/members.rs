//! The members of an object of a `policy.json`: each known, none twice, none missing. Members that belong
//! elsewhere are one mistake, and the place where they belong does not also miss them.

use super::errors;
use super::shapes::{self, Shape};
use crate::diagnostic::{Diagnostic, MAX_DIAGNOSTICS};
use crate::source::json::{Json, Member};
use crate::source::{Place, SourceId, Span};

/// The members of an object that its shape has.
#[derive(Default)]
pub(super) struct Fields<'j> {
    found: Vec<(&'static str, &'j Member)>,
}

impl<'j> Fields<'j> {
    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&'j Json> {
        self.member(name).map(|member| &member.value)
    }

    fn member(&self, name: &str) -> Option<&'j Member> {
        self.found.iter().find(|(known, _)| *known == name).map(|(_, member)| *member)
    }
}

/// What was found out about an object.
#[derive(Default)]
pub(super) struct Checked<'j> {
    /// The members that the shape has.
    pub fields: Fields<'j>,
    /// The mistakes.
    pub diagnostics: Vec<Diagnostic>,
    /// Members that belong to another object of the document.
    pub moved: Vec<&'static str>,
    /// The members that are missing, unless they turn out to be in another place.
    pub missing: Option<Missing>,
}

/// Members that an object needs and does not have.
pub(super) struct Missing {
    /// The object's bracket.
    pub place: Place,
    /// The members.
    pub names: Vec<&'static str>,
    /// What the object is.
    pub shape: &'static Shape,
}

/// Checks the members of an object.
pub(super) fn check<'j>(id: SourceId, json: &'j Json, members: &'j [Member], shape: &'static Shape) -> Checked<'j> {
    let mut checked = Checked::default();
    let mut unknown = Unknown { id, shape, count: 0, groups: Vec::new(), meant: Vec::new() };
    for member in members {
        let place = member.key_span.of(id);
        match shape.member(&member.key) {
            None => unknown.add(member, &mut checked.diagnostics),
            Some(name) => match checked.fields.member(name) {
                Some(first) => checked.diagnostics.push(errors::member_twice(place, name, first.key_span.of(id))),
                None => checked.fields.found.push((name, member)),
            },
        }
        if checked.diagnostics.len() >= MAX_DIAGNOSTICS {
            break;
        }
    }
    let is_another = checked.fields.found.is_empty() && unknown.shows_another_object();
    let is_missing = |name: &&str| checked.fields.member(name).is_none() && !unknown.meant.contains(name);
    let names: Vec<_> = shape.required.iter().copied().filter(is_missing).collect();
    if !names.is_empty() && !is_another {
        let bracket = Span::new(json.span.start as usize, json.span.start as usize + 1);
        checked.missing = Some(Missing { place: bracket.of(id), names, shape });
    }
    unknown.finish(&mut checked);
    checked
}

/// The members that a shape does not have.
struct Unknown<'j> {
    id: SourceId,
    shape: &'static Shape,
    /// How many there are.
    count: usize,
    /// The members that belong to another object, by what it is.
    groups: Vec<(&'static Shape, Vec<&'j Member>)>,
    /// A misspelt member is one mistake: the intended member does not also count as missing.
    meant: Vec<&'static str>,
}

impl<'j> Unknown<'j> {
    /// Whether an object with only these members is meant to be something else.
    fn shows_another_object(&self) -> bool {
        let is_around = self.groups.iter().any(|(home, _)| home.noun == shapes::WHOLE.noun);
        self.count > 0 && self.meant.is_empty() && (is_around || self.shape.noun != shapes::POLICY.noun)
    }

    fn add(&mut self, member: &'j Member, diagnostics: &mut Vec<Diagnostic>) {
        self.count += 1;
        let older = self.shape.older(&member.key);
        let near = || self.shape.nearest(&member.key);
        let meant = older.map(|older| older.member).or_else(near);
        self.meant.extend(meant.filter(|name| !name.is_empty()));
        let Some(home) = shapes::home_of(&member.key, &member.value, self.shape) else {
            return diagnostics.push(errors::unknown_member(
                member.key_span.of(self.id),
                &member.key,
                self.shape,
                older,
            ));
        };
        match self.groups.iter_mut().find(|(shape, _)| shape.noun == home.noun) {
            Some((_, group)) => group.push(member),
            None => self.groups.push((home, vec![member])),
        }
    }

    fn finish(self, checked: &mut Checked<'j>) {
        for (home, group) in self.groups {
            let Some(first) = group.first() else { continue };
            let place = first.key_span.of(self.id);
            let older = self.shape.older(&first.key);
            let keys: Vec<_> = group.iter().map(|member| member.key.as_str()).collect();
            checked.diagnostics.push(match (keys.as_slice(), older) {
                _ if home.noun == shapes::WHOLE.noun => errors::policy_inside(place, &first.key),
                ([only], Some(_)) => errors::unknown_member(place, only, self.shape, older),
                _ => errors::misplaced_members(place, &keys, home, self.shape),
            });
            // A whole object in the wrong place leaves no gap elsewhere.
            let is_whole = home.required.iter().all(|name| group.iter().any(|member| member.key == *name));
            if !is_whole {
                checked.moved.extend(group.iter().filter_map(|member| home.member(&member.key)));
            }
        }
    }
}
