//! A schema as a formula over the paths that a question mentions. An argument that no formula mentions is left out of
//! the calls that are found, so only what is required, and what depends on something mentioned, is added.
//!
//! The formula may hold for calls that the schema refuses, never the other way round. A part that can't be expressed
//! holds for every call, whether it is asked for or ruled out.

use std::rc::Rc;

use super::reading::Reading;
use super::rules::{broken, elements, is_sure, of_format, term};
use crate::analyze::encode::Encoder;
use crate::analyze::formula::{Atom, Formula, Paths};
use crate::analyze::lists::Lists;
use crate::analyze::term::Term;
use crate::catalog::Lookup;
use crate::catalog::schema::Reader;
use crate::source::Span;
use crate::source::json::{Json, JsonKind};
use crate::vocab::{Kind, Kinds, Map, Path};

/// How often a schema is read again because it mentioned more paths.
const MAX_ROUNDS: usize = 16;
/// How many schemas are read for one question.
const MAX_WORK: usize = 5_000;
/// How deep schemas may refer to each other.
const MAX_DEPTH: usize = 64;
/// How many paths a question may have before a schema mentions no more.
const MAX_PATHS: usize = 1_024;
/// Keywords that no formula expresses.
const NOT_TRANSLATED: [&str; 3] = ["$dynamicRef", "$recursiveRef", "unevaluatedItems"];

/// What a formula leaves to the judge of calls.
#[derive(Debug, Default)]
pub struct Left<'c> {
    /// The schemas that lists must meet, by their places.
    pub lists: Map<Span, &'c Json>,
    /// Whether a format was read.
    pub has_formats: bool,
}

/// The arguments that a tool's schema accepts, or the elements that some schemas accept.
pub fn accepted<'c>(
    encoder: &mut Encoder<'_>,
    reader: &Reader<'c>,
    schemas: Option<&[&'c Json]>,
    reading: Reading,
    left: &mut Left<'c>,
) -> Formula {
    let is_element = schemas.is_some();
    let arguments = [reader.schema()];
    let schemas = schemas.unwrap_or(&arguments);
    let mut reached = Formula::always();
    for _ in 0..MAX_ROUNDS {
        let before = encoder.paths.count();
        let mut translator =
            Translator { encoder, reader, reading, left, is_element, referring: Vec::new(), work: 0, eager: 0 };
        let all = schemas.iter().map(|schema| translator.met(schema, Paths::ROOT, MAX_DEPTH)).collect();
        reached = Formula::All(all);
        if encoder.paths.count() == before {
            break;
        }
    }
    reached
}

/// The arguments that a tool's schema refuses, or more.
pub fn refused<'c>(encoder: &mut Encoder<'_>, reader: &Reader<'c>) -> Formula {
    unmet(encoder, reader, reader.schema(), false)
}

/// The elements that a schema refuses, or more.
pub fn refused_element<'c>(encoder: &mut Encoder<'_>, reader: &Reader<'c>, schema: &'c Json) -> Formula {
    unmet(encoder, reader, schema, true)
}

fn unmet<'c>(encoder: &mut Encoder<'_>, reader: &Reader<'c>, schema: &'c Json, is_element: bool) -> Formula {
    // Lists are only restricted by their lengths.
    let (reading, mut left) = (Reading::Strict, Left::default());
    let mut translator =
        Translator { encoder, reader, reading, left: &mut left, is_element, referring: Vec::new(), work: 0, eager: 0 };
    translator.unmet(schema, Paths::ROOT, MAX_DEPTH)
}

/// What the schema says about each path: which kinds a witness may have, and that objects have no members that they
/// do not list, even if the schema does not say so.
pub fn closed(encoder: &mut Encoder<'_>, reader: &Reader<'_>) -> Formula {
    let mut parts = Vec::new();
    for node in 1..encoder.paths.count() {
        let Some(path) = Path::new(segments(&encoder.paths, node)) else { continue };
        let holds = match reader.lookup(&path) {
            Lookup::Found(argument) => {
                encoder.paths.want(node, argument.kinds());
                Term { missing: true, ..Term::of_kinds(argument.kinds()) }
            }
            Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => Term::missing(),
            Lookup::Unknown => continue,
        };
        parts.push(Formula::Atom(Rc::new(Atom { node, holds, fails: Term::all() })));
    }
    Formula::All(parts)
}

fn segments(paths: &Paths, node: usize) -> Vec<String> {
    let mut segments = Vec::new();
    let mut at = node;
    while at != Paths::ROOT {
        segments.push(paths.key(at).to_owned());
        at = paths.parent(at);
    }
    segments.reverse();
    segments
}

/// Translates schemas for one question.
pub(super) struct Translator<'t, 'l, 'c> {
    pub(super) encoder: &'t mut Encoder<'l>,
    pub(super) reader: &'t Reader<'c>,
    pub(super) reading: Reading,
    left: &'t mut Left<'c>,
    /// The value is an element of a list, not the arguments.
    is_element: bool,
    /// The schemas that are being read because of a `$ref`, and for which values.
    pub(super) referring: Vec<(Span, usize)>,
    work: usize,
    /// Inside so many schemas that a value may have to fail. There, every member that is named counts.
    pub(super) eager: usize,
}

impl<'c> Translator<'_, '_, 'c> {
    /// The value at a node, which is there, meets a schema.
    pub(super) fn met(&mut self, schema: &'c Json, node: usize, depth: usize) -> Formula {
        match self.readable(schema, depth) {
            Ok(()) => {}
            Err(formula) => return formula.unwrap_or_else(Formula::always),
        }
        let mut parts = vec![self.own(schema, node)];
        self.objects_met(schema, node, depth - 1, &mut parts);
        self.combined_met(schema, node, depth - 1, &mut parts);
        Formula::All(parts)
    }

    /// The value at a node, which is there, does not meet a schema.
    pub(super) fn unmet(&mut self, schema: &'c Json, node: usize, depth: usize) -> Formula {
        match self.readable(schema, depth) {
            Ok(()) => {}
            Err(None) => return Formula::always(),
            Err(Some(formula)) => return crate::analyze::encode::negated(&formula),
        }
        self.eager += 1;
        let mut parts = Vec::new();
        self.own_unmet(schema, node, &mut parts);
        self.objects_unmet(schema, node, depth - 1, &mut parts);
        self.combined_unmet(schema, node, depth - 1, &mut parts);
        self.eager -= 1;
        Formula::Any(parts)
    }

    /// The value is missing, or meets a schema.
    pub(super) fn missing_or_met(&mut self, schema: &'c Json, node: usize, depth: usize) -> Formula {
        let formula = self.met(schema, node, depth);
        match &formula {
            Formula::Any(parts) if parts.is_empty() => self.missing(node),
            Formula::All(parts) if is_one_atom(parts, node) => {
                let atom = parts.iter().find_map(|part| if let Formula::Atom(atom) = part { Some(atom) } else { None });
                let holds = atom.map_or_else(Term::all, |atom| atom.holds.clone());
                self.atom(node, Term { missing: true, ..holds }, Term::all())
            }
            Formula::All(_) | Formula::Any(_) | Formula::Atom(_) => Formula::Any(vec![self.missing(node), formula]),
        }
    }

    /// An error unless the schema is an object that can be read: what it says instead, or nothing if it is too large.
    fn readable(&mut self, schema: &Json, depth: usize) -> Result<(), Option<Formula>> {
        match &schema.kind {
            JsonKind::Object(_) if depth > 0 && self.work < MAX_WORK => {
                self.work += 1;
                Ok(())
            }
            JsonKind::Boolean(true) => Err(Some(Formula::always())),
            JsonKind::Boolean(false) => Err(Some(Formula::never())),
            JsonKind::Object(_) | JsonKind::Null | JsonKind::Number(_) | JsonKind::Text(_) | JsonKind::List(_) => {
                Err(None)
            }
        }
    }

    /// The kinds, values, numbers, strings and lists that a schema states itself.
    fn own(&mut self, schema: &'c Json, node: usize) -> Formula {
        let alternative = self.reader.own(schema);
        let mut holds = term(self.encoder, &alternative, self.reading);
        if alternative.kinds.has(Kind::List) {
            holds.lists = self.lists_of(schema);
        }
        let format = self.format_of(schema);
        if let Some(strings) = &format {
            holds = holds.and(strings, &self.encoder.languages.regexes);
        }
        holds.null |= self.reading == Reading::Sure && self.is_true(schema, "nullable");
        let fails = Term { missing: true, ..other_kinds(alternative.kinds) };
        let fails = if alternative.rules.is_empty() && format.is_none() { fails } else { Term::all() };
        let is_exact = holds.lists == Lists::all() || holds.lists.is_none;
        self.atom(node, holds, if is_exact { fails } else { Term::all() })
    }

    /// The strings of a schema's format, if they are asked for.
    fn format_of(&mut self, schema: &'c Json) -> Option<Term> {
        let format =
            self.keyword(schema, "format").and_then(Json::text).filter(|_| self.reading == Reading::Formats)?;
        let strings = of_format(self.encoder, format)?;
        self.left.has_formats = true;
        Some(strings)
    }

    fn own_unmet(&mut self, schema: &'c Json, node: usize, parts: &mut Vec<Formula>) {
        let alternative = self.reader.own(schema);
        if alternative.kinds != Kinds::ALL {
            parts.push(self.atom(node, other_kinds(alternative.kinds), Term::all()));
        }
        for rule in &alternative.rules {
            let is_usable = self.is_strict() || is_sure(rule);
            let term = broken(self.encoder, rule).filter(|_| is_usable);
            parts.push(term.map_or_else(Formula::always, |term| self.atom(node, term, Term::all())));
        }
        let lists = self.lists_of(schema);
        let mut other = |lists| parts.push(self.atom(node, Term { lists, ..Term::none() }, Term::all()));
        if let Some(most) = lists.least.checked_sub(1) {
            other(Lists { most, ..Lists::all() });
        }
        if lists.most < usize::MAX {
            other(Lists { least: lists.most + 1, ..Lists::all() });
        }
        if lists.is_unique {
            other(Lists { least: 2, ..Lists::all() });
        }
        if !lists.schemas.is_empty() {
            other(Lists::all());
        }
        // What is not translated may not be met either.
        if NOT_TRANSLATED.iter().any(|key| self.keyword(schema, key).is_some()) {
            parts.push(Formula::always());
        }
    }

    /// The lists that a schema's own keywords accept, or more.
    fn lists_of(&mut self, schema: &'c Json) -> Lists {
        const ABOUT_ELEMENTS: [&str; 4] = ["items", "prefixItems", "contains", "additionalItems"];
        let count = |key: &str| {
            let number = self.reader.keyword(schema, key).map(|it| &it.value.kind);
            if let Some(JsonKind::Number(Some(number))) = number { number.as_whole() } else { None }
        };
        let mut lists = Lists {
            least: count("minItems").and_then(|least| usize::try_from(least).ok()).unwrap_or(0),
            most: count("maxItems").and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX),
            is_unique: self.is_true(schema, "uniqueItems"),
            ..Lists::all()
        };
        if ABOUT_ELEMENTS.iter().any(|key| self.keyword(schema, key).is_some()) {
            lists.schemas.insert(schema.span);
            self.left.lists.insert(schema.span, schema);
        }
        let is_tuple = self.keyword(schema, "prefixItems").is_some();
        if let Some(items) = self.keyword(schema, "items").filter(|it| !is_tuple && it.elements().is_none()) {
            let ty = self.reader.type_of_schema(items);
            lists.elements = elements(self.encoder, &ty, self.reading).map(Rc::new);
        }
        if let Some(JsonKind::Object(_)) = self.keyword(schema, "contains").map(|it| &it.kind)
            && self.keyword(schema, "minContains").is_none()
        {
            lists.least = lists.least.max(1);
        }
        lists
    }

    /// The value of a keyword.
    pub(super) fn keyword(&self, schema: &'c Json, key: &str) -> Option<&'c Json> {
        self.reader.keyword(schema, key).map(|member| &member.value)
    }

    fn is_true(&self, schema: &'c Json, key: &str) -> bool {
        self.keyword(schema, key).is_some_and(|it| it.kind == JsonKind::Boolean(true))
    }

    /// The members that an object lists, in all schemas that apply to it.
    pub(super) fn listed(&self, node: usize) -> Vec<String> {
        if self.is_element {
            return Vec::new();
        }
        self.reader.members_in(&segments(&self.encoder.paths, node))
    }

    /// Whether an object may have members that it does not list.
    pub(super) fn is_open(&self, node: usize) -> bool {
        let mut steps = segments(&self.encoder.paths, node);
        steps.push("any other".to_owned());
        let lookup = Path::new(steps).map(|path| self.reader.lookup(&path));
        !self.is_element && matches!(lookup, Some(Lookup::Found(_) | Lookup::Unknown))
    }

    /// Whether the schema is written in a draft before 2019.
    pub(super) fn is_old(&self) -> bool {
        let draft = self.keyword(self.reader.schema(), "$schema").and_then(Json::text);
        draft.is_some_and(|draft| draft.contains("draft-0"))
    }

    pub(super) fn is_strict(&self) -> bool {
        self.reading != Reading::Sure
    }

    /// The node of a member; `None` if there are too many.
    pub(super) fn child(&mut self, node: usize, key: &str) -> Option<usize> {
        let is_known = self.encoder.paths.children(node).iter().any(|child| self.encoder.paths.key(*child) == key);
        (is_known || self.encoder.paths.count() < MAX_PATHS).then(|| self.encoder.paths.child(node, key))
    }

    pub(super) fn atom(&mut self, node: usize, holds: Term, fails: Term) -> Formula {
        self.encoder.languages.work += 1 + holds.weight();
        Formula::Atom(Rc::new(Atom { node, holds: Term { ..holds }, fails }))
    }

    pub(super) fn missing(&mut self, node: usize) -> Formula {
        self.atom(node, Term::missing(), Term { missing: false, ..Term::all() })
    }

    pub(super) fn present(&mut self, node: usize) -> Formula {
        self.atom(node, Term { missing: false, ..Term::all() }, Term::missing())
    }
}

fn is_one_atom(parts: &[Formula], node: usize) -> bool {
    let mut said = parts.iter().filter(|part| !matches!(part, Formula::All(parts) if parts.is_empty()));
    matches!((said.next(), said.next()), (Some(Formula::Atom(atom)), None) if atom.node == node)
}

fn other_kinds(kinds: Kinds) -> Term {
    Term::of_kinds(Kinds::ALL.without(kinds))
}
