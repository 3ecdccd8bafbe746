//! JSON Schema as servers write it: what a tool's `inputSchema` says about the argument at a path.
//!
//! What can't be read never rules anything out. Most schemas do not say whether an object may have members
//! that they don't list. Then it may only have those that they require, except that an object that lists none is
//! open.

mod branch;
mod index;
mod inside;
mod keywords;
mod raw;
mod resolve;

use branch::Branch;
use index::Index;

use std::cell::OnceCell;

use super::argument::Argument;
use super::type_words;
use super::types::Type;
use crate::source::json::{Json, JsonKind, Member};
use crate::source::{Place, SourceId, Span};
use crate::vocab::{Kind, Kinds, Path, Set, Value};

/// The longest path that is followed.
const MAX_STEPS: usize = 64;
/// How many names of members are kept for suggestions.
const MAX_KNOWN: usize = 1_000;
/// How many name patterns an object may have.
const MAX_NAME_PATTERNS: usize = 64;
/// How many examples of a value are kept.
const MAX_EXAMPLES: usize = 8;
/// How many of the schemas that another one combines are asked for a description or a format.
const MAX_PARTS: usize = 8;
/// How deep the listed arguments are followed into objects.
const MAX_LISTED_STEPS: usize = 4;

/// An `inputSchema` as it was parsed.
#[derive(Debug)]
pub struct Schema {
    /// The key `inputSchema`.
    key: Span,
    // INVARIANT: an object or a boolean.
    json: Json,
}

/// The `inputSchema` of a tool, in a file with a number.
#[derive(Debug, Clone, Copy)]
pub struct InputSchema<'c> {
    source: SourceId,
    schema: &'c Schema,
}

/// What a schema says about a path.
#[derive(Debug, Clone)]
pub enum Lookup {
    /// An argument.
    Found(Argument),
    /// Nothing is known: the object is open there.
    Unknown,
    /// The object has no such member.
    NoSuchMember {
        /// Which segment does not exist.
        step: usize,
        /// The members that it has.
        known: Vec<String>,
        /// The line that lists them.
        place: Place,
    },
    /// The path steps into a list.
    IntoList {
        /// The segment that would be inside.
        step: usize,
        /// The key of the list.
        place: Place,
    },
    /// The path steps into a value that has no members.
    IntoScalar {
        /// The segment that would be inside.
        step: usize,
        /// The key of the value.
        place: Place,
        /// The value's type.
        words: String,
    },
}

impl Lookup {
    /// The argument, if there is one.
    pub fn argument(&self) -> Option<&Argument> {
        match self {
            Self::Found(argument) => Some(argument),
            Self::Unknown | Self::NoSuchMember { .. } | Self::IntoList { .. } | Self::IntoScalar { .. } => None,
        }
    }
}

impl Schema {
    /// The schema after a key; `None` if it is neither an object nor a boolean.
    pub fn new(key: Span, json: Json) -> Option<Self> {
        Self::is_schema(&json).then_some(Self { key, json })
    }

    /// Whether a value can be a schema.
    pub fn is_schema(json: &Json) -> bool {
        matches!(json.kind, JsonKind::Object(_) | JsonKind::Boolean(_))
    }

    /// The schema in a file with this number.
    pub fn at(&self, source: SourceId) -> InputSchema<'_> {
        InputSchema { source, schema: self }
    }
}

impl<'c> InputSchema<'c> {
    /// The place of the key `inputSchema`.
    pub fn place(self) -> Place {
        self.schema.key.of(self.source)
    }

    /// Whether it has a list of arguments that is empty, as servers write it for a tool without arguments.
    pub fn lists_nothing(self) -> bool {
        let properties = self.schema.json.get("properties").and_then(Json::members);
        properties.is_some_and(<[Member]>::is_empty)
    }

    /// The schema, ready to be asked about many paths.
    pub fn reader(self) -> Reader<'c> {
        Reader { schema: self, index: Index::default(), root: OnceCell::new() }
    }
}

/// A schema, and what was found out about it so far.
#[derive(Debug)]
pub struct Reader<'c> {
    schema: InputSchema<'c>,
    index: Index<'c>,
    /// The branches of the arguments as a whole, where every path starts.
    root: OnceCell<Vec<Branch<'c>>>,
}

/// How far a path has led.
#[derive(Clone)]
struct Spot<'c> {
    branches: Vec<Branch<'c>>,
    place: Place,
    /// The member, with its schema; `None` for the arguments as a whole.
    member: Option<&'c Member>,
    always_there: bool,
}

/// Where one step leads, in one branch.
enum Step<'c> {
    /// To these schemas, all of which hold.
    Into(Vec<&'c Member>),
    Open,
    Missing,
}

impl<'c> Reader<'c> {
    /// What is at a path.
    pub fn lookup(&self, path: &Path) -> Lookup {
        if path.segments().len() > MAX_STEPS {
            return Lookup::Unknown;
        }
        self.index.start();
        let mut spot = self.root();
        for (step, key) in path.segments().iter().enumerate() {
            spot = match self.step(&spot, step, key) {
                Ok(next) => next,
                Err(lookup) => return lookup,
            };
        }
        Lookup::Found(self.argument(&spot))
    }

    /// Whether each step of a path is listed: by the `properties` or the `required` of its object.
    pub fn lists(&self, path: &Path) -> bool {
        if path.segments().len() > MAX_STEPS {
            return false;
        }
        self.index.start();
        let mut spot = Some(self.root());
        path.segments().iter().enumerate().all(|(step, key)| {
            let Some(here) = spot.take() else { return false };
            spot = self.step(&here, step, key).ok();
            self.parts_of(&here).any(|part| {
                let properties = self.index.get(part, "properties");
                properties.is_some_and(|list| self.index.member(list, key).is_some()) || self.index.requires(part, key)
            })
        })
    }

    /// Whether it is known which arguments there are: the schema lists or requires some, or allows none.
    pub fn knows_arguments(&self) -> bool {
        self.index.start();
        let root = self.root();
        self.parts_of(&root).any(|part| {
            let is_closed = self.index.others(part).is_some_and(|others| others.value.kind == JsonKind::Boolean(false));
            let lists = self.index.get(part, "properties").and_then(Json::members).is_some_and(|list| !list.is_empty());
            let requires =
                self.index.get(part, "required").and_then(Json::elements).is_some_and(|list| !list.is_empty());
            lists || requires || is_closed
        })
    }

    fn parts_of<'s>(&'s self, spot: &'s Spot<'c>) -> impl Iterator<Item = &'c Json> {
        let objects = spot.branches.iter().filter(|branch| branch.kinds.has(Kind::Object));
        objects.flat_map(|branch| branch.parts.iter().copied())
    }

    /// The members that an object at a path must have; without steps, the arguments that every call must
    /// have.
    pub fn required_in(&self, path: &[String]) -> Vec<String> {
        let Some(spot) = self.spot(path) else { return Vec::new() };
        let objects: Vec<_> = spot.branches.iter().filter(|branch| branch.kinds.has(Kind::Object)).collect();
        let requires = |key: &str| {
            let by = |branch: &&Branch<'c>| branch.parts.iter().any(|part| self.index.requires(part, key));
            objects.iter().all(by)
        };
        let first = objects.first().into_iter().flat_map(|branch| &branch.parts);
        let lists = first.filter_map(|part| self.index.get(part, "required")?.elements());
        let mut seen = Set::default();
        let names = lists.flatten().filter_map(Json::text).filter(|name| seen.insert(*name) && requires(name));
        names.take(MAX_KNOWN).map(str::to_owned).collect()
    }

    /// The members that an object at a path lists.
    pub fn members_in(&self, path: &[String]) -> Vec<String> {
        let Some(spot) = self.spot(path) else { return Vec::new() };
        let objects = spot.branches.iter().filter(|branch| branch.kinds.has(Kind::Object));
        self.known(objects.flat_map(|branch| &branch.parts))
    }

    /// The arguments that the schema lists, in its order.
    pub fn names(&self) -> Vec<String> {
        self.index.start();
        let root = self.root();
        self.known(root.branches.iter().flat_map(|branch| &branch.parts))
    }

    /// The arguments that the schema lists, each with the server's description of it.
    pub fn described(&self) -> Vec<(String, Option<String>)> {
        self.index.start();
        let root = self.root();
        let described = |name: String| {
            self.index.start();
            let description = self.step(&root, 0, &name).ok().and_then(|spot| self.description(&spot));
            (name, description)
        };
        self.names().into_iter().map(described).collect()
    }

    /// The arguments that the schema lists, and the members of objects among them, up to a bound.
    pub fn arguments(&self) -> Vec<(Path, Argument)> {
        let mut all = Vec::new();
        self.index.start();
        self.list(&self.root(), &mut Vec::new(), &mut all);
        all
    }

    /// [`MAX_LISTED_STEPS`] bounds the depth.
    fn list(&self, spot: &Spot<'c>, steps: &mut Vec<String>, all: &mut Vec<(Path, Argument)>) {
        let objects = spot.branches.iter().filter(|branch| branch.kinds.has(Kind::Object));
        for key in self.known(objects.flat_map(|branch| &branch.parts)) {
            if all.len() >= MAX_KNOWN {
                return;
            }
            self.index.start();
            let Ok(next) = self.step(spot, steps.len(), &key) else { continue };
            steps.push(key);
            all.extend(Path::new(steps.clone()).map(|path| (path, self.argument(&next))));
            if steps.len() < MAX_LISTED_STEPS {
                self.list(&next, steps, all);
            }
            steps.pop();
        }
    }

    fn spot(&self, path: &[String]) -> Option<Spot<'c>> {
        self.index.start();
        let steps = (path.len() <= MAX_STEPS).then(|| path.iter().enumerate())?;
        steps.into_iter().try_fold(self.root(), |spot, (step, key)| self.step(&spot, step, key).ok())
    }

    fn place(&self, span: Span) -> Place {
        span.of(self.schema.source)
    }

    /// The arguments as a whole: an object, whatever the schema says.
    fn root(&self) -> Spot<'c> {
        let branches = self.root.get_or_init(|| {
            let mut branches = self.resolve(&self.schema.schema.json);
            branches.retain(|branch| branch.kinds.has(Kind::Object));
            branches.iter_mut().for_each(|branch| branch.kinds = Kinds::of(Kind::Object));
            branches
        });
        Spot { branches: branches.clone(), place: self.schema.place(), member: None, always_there: true }
    }

    #[expect(clippy::result_large_err, reason = "an error ends the walk, and its path is read once")]
    fn step(&self, spot: &Spot<'c>, step: usize, key: &str) -> Result<Spot<'c>, Lookup> {
        let objects = || spot.branches.iter().filter(|branch| branch.kinds.has(Kind::Object));
        let (mut found, mut open, mut into) = (Vec::new(), spot.branches.is_empty(), None);
        for branch in objects() {
            match self.member_of(branch, key) {
                Step::Into(members) => {
                    into = into.or(members.first().copied());
                    found.extend(self.all_of(&members));
                }
                Step::Open => open = true,
                Step::Missing => {}
            }
        }
        let Some(member) = into else {
            return Err(if open { Lookup::Unknown } else { self.nothing(spot, step) });
        };
        if open {
            found.push(Branch::anything());
        }
        let requires = |branch: &Branch<'c>| branch.parts.iter().any(|part| self.index.requires(part, key));
        let certain = |branch: &Branch<'c>| branch.kinds == Kinds::of(Kind::Object) && requires(branch);
        let always_there = spot.always_there && spot.branches.iter().all(certain);
        Ok(self.spot_of(member, branch::bounded(found), always_there))
    }

    fn spot_of(&self, member: &'c Member, branches: Vec<Branch<'c>>, always_there: bool) -> Spot<'c> {
        Spot { branches, place: self.place(member.key_span), member: Some(member), always_there }
    }

    /// What the server says about a value, or else the title that it has there.
    fn description(&self, spot: &Spot<'c>) -> Option<String> {
        let title =
            || self.text_of(spot, "title").filter(|title| spot.member.is_none_or(|it| !is_name(title, &it.key)));
        self.text_of(spot, "description").or_else(title)
    }

    fn text_of(&self, spot: &Spot<'c>, keyword: &str) -> Option<String> {
        self.said(&spot.member?.value, keyword).and_then(Json::text).map(type_words::shortened)
    }

    /// What a schema says with a keyword that restricts nothing, or what one of the schemas that it combines says:
    /// libraries write an optional URL as `anyOf` of a string with a `format` and `null`.
    fn said(&self, schema: &'c Json, keyword: &str) -> Option<&'c Json> {
        let parts = || ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| schema.get(key)?.elements()).flatten();
        let in_parts = || parts().take(MAX_PARTS).find_map(|part| part.get(keyword));
        let referred = || self.index.pointed_at(&self.schema.schema.json, schema.get("$ref")?.text()?)?.get(keyword);
        schema.get(keyword).or_else(in_parts).or_else(referred)
    }

    fn member_of(&self, branch: &Branch<'c>, key: &str) -> Step<'c> {
        let (mut listed, mut additional) = (Vec::new(), Vec::new());
        let (mut closed, mut open, mut lists) = (false, branch.unread, false);
        for part in &branch.parts {
            let before = listed.len();
            if let Some(properties) = self.index.get(part, "properties") {
                lists |= properties.members().is_some_and(|members| !members.is_empty());
                listed.extend(self.index.member(properties, key));
            }
            if let Some(patterns) = self.index.get(part, "patternProperties").and_then(Json::members) {
                lists |= !patterns.is_empty();
                open |= !self.matching(patterns, key, &mut listed);
            }
            if listed.len() > before {
                continue;
            }
            match self.index.others(part) {
                Some(Member { value: Json { kind: JsonKind::Boolean(others), .. }, .. }) => {
                    closed |= !others;
                    open |= others;
                }
                Some(others) => additional.push(others),
                None => {}
            }
        }
        let into = !listed.is_empty() || !additional.is_empty();
        let is_required = || branch.parts.iter().any(|part| self.index.requires(part, key));
        match into {
            true => Step::Into(listed.into_iter().chain(additional).collect()),
            false if open || !closed && !lists || is_required() => Step::Open,
            false => Step::Missing,
        }
    }

    /// Adds the schemas of the patterns that match a name; false if a pattern can't be read.
    fn matching(&self, patterns: &'c [Member], key: &str, listed: &mut Vec<&'c Member>) -> bool {
        let few = patterns.iter().take(MAX_NAME_PATTERNS);
        let mut all_read = patterns.len() <= MAX_NAME_PATTERNS;
        for pattern in few {
            match self.index.pattern(pattern.key_span, &pattern.key).is_match(key) {
                Some(true) => listed.push(pattern),
                Some(false) => {}
                None => all_read = false,
            }
        }
        all_read
    }

    /// Why no branch has the member.
    fn nothing(&self, spot: &Spot<'c>, step: usize) -> Lookup {
        let parts =
            || spot.branches.iter().filter(|branch| branch.kinds.has(Kind::Object)).flat_map(|branch| &branch.parts);
        if spot.branches.iter().any(|branch| branch.kinds.has(Kind::Object)) {
            let lists = parts().filter_map(|part| self.index.member(part, "properties"));
            let closes = parts().filter_map(|part| self.index.others(part));
            let line = lists.chain(closes).next();
            let place = line.map_or(spot.place, |line| self.place(line.key_span));
            let known = self.known(parts()).into_iter().chain(self.required(parts()));
            let mut seen = Set::default();
            let known = known.filter(|name| seen.insert(name.clone())).take(MAX_KNOWN).collect();
            return Lookup::NoSuchMember { step, known, place };
        }
        if spot.branches.iter().any(|branch| branch.kinds.has(Kind::List)) {
            return Lookup::IntoList { step, place: spot.place };
        }
        Lookup::IntoScalar { step, place: spot.place, words: type_words::of_type(&self.type_of(&spot.branches)) }
    }

    fn known<'p>(&self, parts: impl Iterator<Item = &'p &'c Json>) -> Vec<String>
    where
        'c: 'p,
    {
        let lists = parts.filter_map(|part| self.index.get(part, "properties")?.members());
        let mut seen = Set::default();
        let names = lists.flatten().map(|member| member.key.as_str()).filter(|name| seen.insert(*name));
        names.take(MAX_KNOWN).map(str::to_owned).collect()
    }

    /// The names that some parts require, also those that none lists.
    fn required<'p>(&self, parts: impl Iterator<Item = &'p &'c Json>) -> Vec<String>
    where
        'c: 'p,
    {
        let lists = parts.filter_map(|part| self.index.get(part, "required")?.elements());
        lists.flatten().filter_map(Json::text).take(MAX_KNOWN).map(str::to_owned).collect()
    }

    fn argument(&self, spot: &Spot<'c>) -> Argument {
        let ty = self.type_of(&spot.branches);
        let always_there = spot.always_there && !ty.kinds().has(Kind::Null);
        Argument {
            place: spot.place,
            description: self.description(spot),
            default: spot.member.and_then(|member| member.value.get("default")).and_then(scalar),
            examples: spot.member.map(|member| examples(&member.value)).unwrap_or_default(),
            format: self.text_of(spot, "format"),
            ty,
            always_there,
        }
    }

    fn type_of(&self, branches: &[Branch<'c>]) -> Type {
        Type::new(branches.iter().map(|branch| branch.alternative(self.elements(branch))).collect())
    }

    /// The kinds of a list's elements.
    fn elements(&self, branch: &Branch<'c>) -> Kinds {
        if !branch.kinds.has(Kind::List) {
            return Kinds::ALL;
        }
        let kinds = branch.parts.iter().fold(Kinds::ALL, |all, part| all.and(self.elements_of_part(part)));
        if kinds.is_empty() { Kinds::ALL } else { kinds }
    }

    /// `items` is about all elements, or those after `prefixItems`. In drafts before 2020, `items` may be a
    /// list, with `additionalItems` for the rest.
    fn elements_of_part(&self, part: &'c Json) -> Kinds {
        let items = self.index.get(part, "items");
        let first = self.index.get(part, "prefixItems").or(items).and_then(Json::elements).unwrap_or_default();
        let rest = match items {
            Some(items) if items.elements().is_some() => self.index.get(part, "additionalItems"),
            items => items,
        };
        let kinds = |schema: &'c Json| Branch::kinds_of(&self.resolve(schema));
        let rest = rest.map_or(Kinds::ALL, kinds);
        first.iter().take(branch::MAX_BRANCHES).fold(rest, |all, schema| all.or(kinds(schema)))
    }
}

/// Whether a title only repeats a name, as some libraries write them: `File Path` of `file_path`.
fn is_name(title: &str, name: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let (title, name): (String, String) = (letters(title), letters(name));
    title == name
}

/// `"examples": […]`, and the `"example"` of OpenAPI.
fn examples(schema: &Json) -> Vec<Value> {
    let several = schema.get("examples").and_then(Json::elements).unwrap_or_default();
    several.iter().chain(schema.get("example")).take(MAX_EXAMPLES).filter_map(scalar).collect()
}

fn scalar(json: &Json) -> Option<Value> {
    match &json.kind {
        JsonKind::Text(text) => Some(Value::Text(text.clone())),
        JsonKind::Number(number) => number.map(Value::Number),
        JsonKind::Boolean(boolean) => Some(Value::Boolean(*boolean)),
        JsonKind::Null | JsonKind::List(_) | JsonKind::Object(_) => None,
    }
}

#[cfg(test)]
mod tests;
