//! Plain attacks: texts that nobody who restricts an argument wants. An argument is restricted where none of them gets
//! through.

mod counted;
mod relaxed;

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::context::{Context, Tool};
use super::findings;
use super::held_texts::{Held, Texts};
use super::names;
use crate::analyze::attacks::{Wanted, at, passing, with};
use crate::analyze::{Answer, Call, Prover, Subject};
use crate::catalog::{Inner, Lookup};
use crate::classify::plain_attacks;
use crate::vocab::Path;
use counted::counted;

/// Longer lists in a schema are as good as free.
const MOST_VALUES: usize = 1_000;

impl<'c> Context<'c> {
    /// The first plain attack of its kind that gets through at a path, and a call with it that the server would accept.
    /// In a list, the attack is an element.
    pub fn passing_attack(&self, tool: &Tool<'_>, path: &Path) -> Option<(String, Call)> {
        let kept = self.kept.borrow().attacks.get(tool.name, path);
        kept.unwrap_or_else(|| {
            let found = texts_at(self, tool, path).into_iter().find_map(|texts| self.attack(tool, &texts));
            self.kept.borrow_mut().attacks.insert(tool.name, path, found.clone());
            found
        })
    }

    /// The same for some texts of an argument, whatever others it holds.
    pub fn attack(&self, tool: &Tool<'_>, texts: &Texts) -> Option<(String, Call)> {
        let Answer::Some(passing) = self.passing(tool) else { return None };
        let attacks = counted(self, tool, texts);
        self.accepted(tool, |_, subject| put(subject, tool, &passing, (texts, &attacks))).or_else(|| {
            let found = self.accepted(tool, |prover, subject| asked(prover, subject, tool, (texts, &attacks)))?;
            let put = self.accepted(tool, |_, subject| put(subject, tool, &found, (texts, &attacks)));
            put.or_else(|| named(&found, (texts, &attacks)))
        })
    }

    /// Whether an argument is restricted: none of its kind's plain attacks gets through, or if its kind is not known,
    /// what passes is bounded. What only a `deny if` refuses, or only the agent's word stands for, restricts nothing.
    pub fn is_restricted(&self, tool: &Tool<'_>, path: &Path) -> bool {
        let kept = self.kept.borrow().restricted.get(tool.name, path);
        kept.unwrap_or_else(|| {
            let is_restricted = is_restricted(self, tool, path);
            self.kept.borrow_mut().restricted.insert(tool.name, path, is_restricted);
            is_restricted
        })
    }

    /// Whether the clauses of a tool restrict at least one of its arguments.
    pub fn has_restricted(&self, tool: &Tool<'_>) -> bool {
        let paths = relaxed::restricting(self, tool);
        if paths.is_empty() {
            return false;
        }
        let all = paths.into_iter().map(|path| {
            let texts = texts_at(self, tool, &path).into_iter().next();
            let attacks = texts.as_ref().map(|texts| counted(self, tool, texts)).unwrap_or_default();
            (path, texts, attacks)
        });
        let all: Vec<_> = all.collect();
        let wanted: Vec<_> = all
            .iter()
            .map(|(path, texts, attacks)| {
                (path, wanted(self, tool, path, texts.as_ref().map(|texts| (texts, &attacks[..]))))
            })
            .collect();
        !matches!(self.passes(tool, None, &wanted), Answer::Some(call) if may_be_accepted(tool, &call))
    }

    /// The arguments that the clauses of a tool say something about that may restrict them.
    pub fn compared(&self, tool: &Tool<'_>) -> BTreeSet<Path> {
        relaxed::restricting(self, tool).into_iter().collect()
    }

    /// The first plain attack that a call may have in the place of what it has there.
    pub fn attack_within(&self, tool: &Tool<'_>, call: &Call, texts: &Texts) -> Option<(String, Call)> {
        let attacks = counted(self, tool, texts);
        self.accepted(tool, |_, subject| put(subject, tool, call, (texts, &attacks)))
    }

    /// A call that passes with what is wanted, without the entries that only list bad values of an argument, or of any.
    fn passes(&self, tool: &Tool<'_>, listed: Option<&Path>, wanted: &[(&Path, Wanted<'_>)]) -> Answer<Call> {
        match relaxed::of_tool(self, tool, listed) {
            Some(policy) => {
                let subject = Subject::new(&policy);
                self.accepted(tool, |prover, _| passing(prover, &subject, tool.name, wanted))
            }
            None => self.accepted(tool, |prover, subject| passing(prover, subject, tool.name, wanted)),
        }
    }
}

/// The texts of a kind at a path, also of a tool whose arguments are not known.
fn texts_at(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> Vec<Texts> {
    if let Lookup::Found(argument) = &*context.lookup(tool, path) {
        let own = context.texts(tool).iter().filter(|texts| texts.path == *path).cloned().collect::<Vec<_>>();
        if !own.is_empty() || !argument.is_untyped() {
            return own;
        }
    }
    let kind = context.kind(tool, path);
    kind.map(|kind| Texts { path: path.clone(), held: Held::Itself, kind }).into_iter().collect()
}

/// Texts, and the attacks that count for them.
type Attacked<'a> = (&'a Texts, &'a [&'static str]);

fn wanted<'t>(context: &Context<'_>, tool: &Tool<'_>, path: &Path, attacked: Option<Attacked<'t>>) -> Wanted<'t> {
    match attacked {
        Some((Texts { held: Held::Itself, .. }, attacks)) => Wanted::Texts(attacks),
        Some((Texts { held: Held::Element, .. }, attacks)) => Wanted::Elements(attacks),
        Some((Texts { held: Held::Inside(_) | Held::Key | Held::Variables, .. }, _)) | None => {
            Wanted::Unbounded { below: !names::is_quantity(path), is_number: relaxed::is_ordered(context, tool, path) }
        }
    }
}

fn is_restricted(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    let texts = texts_at(context, tool, path);
    if texts.is_empty() {
        return is_bounded(context, tool, path);
    }
    if relaxed::is_listed(context, tool, path) {
        return true;
    }
    match relaxed::of_tool(context, tool, Some(path)) {
        None => texts.iter().all(|texts| context.attack(tool, texts).is_none()),
        Some(policy) => {
            let subject = Subject::new(&policy);
            let is_found = |texts: &Texts| {
                let (passing, attacks) = (findings::found(context.passing(tool)), counted(context, tool, texts));
                let attacked = (texts, attacks.as_slice());
                let put = passing.and_then(|call| put(&subject, tool, &call, attacked));
                put.is_some() || context.accepted(tool, |prover, _| asked(prover, &subject, tool, attacked)).is_some()
            };
            !texts.iter().any(is_found)
        }
    }
}

/// What passes at a path is bounded by its clauses. A path without any, or of which only parts are restricted, is judged
/// by those.
fn is_bounded(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    let paths = relaxed::restricting(context, tool);
    if !paths.contains(path) {
        if context.lookup(tool, path).argument().is_some_and(|argument| argument.finite(MOST_VALUES).is_some()) {
            return true;
        }
        let is_related = |other: &&Path| {
            let (one, other) = (other.segments(), path.segments());
            one.starts_with(other) || other.starts_with(one)
        };
        return paths.iter().filter(is_related).any(|other| context.is_restricted(tool, other));
    }
    let wanted = [(path, wanted(context, tool, path, None))];
    !matches!(context.passes(tool, Some(path), &wanted), Answer::Some(call) if may_be_accepted(tool, &call))
}

/// A call that passes and has one of the attacks, or a list whose elements can be replaced by one.
fn asked(
    prover: &mut Prover<'_>,
    subject: &Subject<'_>,
    tool: &Tool<'_>,
    (texts, attacks): Attacked<'_>,
) -> Option<Call> {
    let wanted = match &texts.held {
        Held::Inside(_) | Held::Key | Held::Variables => Wanted::Holder,
        Held::Itself => Wanted::Texts(attacks),
        Held::Element => Wanted::Elements(attacks),
    };
    let found = findings::found(passing(prover, subject, tool.name, &[(&texts.path, wanted)]))?;
    may_be_accepted(tool, &found).then_some(found)
}

/// Whether the server may accept a call. Where a search ends without an answer, it returns a call that the schema refuses.
fn may_be_accepted(tool: &Tool<'_>, call: &Call) -> bool {
    call.accepted == Some(true) || call.unclear.is_some() || tool.schema().is_none()
}

/// The attack that a call has.
fn named(call: &Call, (texts, attacks): Attacked<'_>) -> Option<(String, Call)> {
    let value = at(call, &texts.path)?;
    let found = match value {
        Json::Array(elements) => elements.iter().filter_map(Json::as_str).find(|text| attacks.contains(text)),
        Json::String(text) => Some(text.as_str()).filter(|text| attacks.contains(text)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => None,
    };
    Some((found?.to_owned(), call.clone()))
}

/// The first attack that gets through in the place of what a call has there.
fn put(subject: &Subject<'_>, tool: &Tool<'_>, call: &Call, (texts, attacks): Attacked<'_>) -> Option<(String, Call)> {
    let path = &texts.path;
    let others = at(call, path).and_then(Json::as_array).cloned().unwrap_or_default();
    let try_with = |value: Json| with(subject, tool.schema(), call, path, value);
    match &texts.held {
        Held::Itself => attacks.iter().find_map(|text| Some(((*text).to_owned(), try_with(Json::from(*text))?))),
        Held::Element => plain_attacks::lists(texts.kind, path).into_iter().find_map(|list| {
            let list: Vec<Json> = list.into_iter().map(Json::from).collect();
            let first = list.first().and_then(Json::as_str).unwrap_or_default().to_owned();
            let beside = || try_with(Json::from([list.as_slice(), others.as_slice()].concat()));
            Some((first, try_with(Json::from(list.clone())).or_else(beside)?))
        }),
        Held::Inside(steps) => attacks.iter().find_map(|text| {
            let value = within(at(call, path).cloned(), steps, text);
            Some(((*text).to_owned(), try_with(value)?))
        }),
        Held::Key => attacks.iter().find_map(|text| Some(((*text).to_owned(), try_with(json!({ *text: "x" }))?))),
        Held::Variables => VARIABLES.iter().find_map(|(name, value)| {
            let set = format!("{name}={value}");
            let forms = [json!({ *name: value }), json!([set]), json!([{ "name": name, "value": value }]), json!(set)];
            let call = forms.into_iter().find_map(try_with)?;
            Some((set, call))
        }),
    }
}

/// Variables by which a program loads or runs another one.
const VARIABLES: [(&str, &str); 2] = [("LD_PRELOAD", "/tmp/x.so"), ("PATH", "/tmp/x")];

/// A value with a text inside it, as much like a given one as possible. The schema bounds the depth.
fn within(value: Option<Json>, steps: &[Inner], text: &str) -> Json {
    let Some((step, rest)) = steps.split_first() else { return Json::from(text) };
    match step {
        Inner::Element => {
            let mut elements = match value {
                Some(Json::Array(elements)) => elements,
                _ => Vec::new(),
            };
            let first = elements.first().cloned();
            let inner = within(first, rest, text);
            match elements.first_mut() {
                Some(first) => *first = inner,
                None => elements.push(inner),
            }
            Json::Array(elements)
        }
        Inner::Member(name) => member(value, name, rest, text),
        Inner::Value => {
            let name = value.as_ref().and_then(Json::as_object).and_then(|all| all.keys().next()).cloned();
            member(value, name.as_deref().unwrap_or("x"), rest, text)
        }
    }
}

fn member(value: Option<Json>, name: &str, rest: &[Inner], text: &str) -> Json {
    let mut members = match value {
        Some(Json::Object(members)) => members,
        _ => serde_json::Map::new(),
    };
    let inner = within(members.get(name).cloned(), rest, text);
    members.insert(name.to_owned(), inner);
    Json::Object(members)
}
