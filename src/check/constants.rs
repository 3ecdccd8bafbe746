//! Values: names are resolved, and must have the kind that their context needs.

use std::rc::Rc;

use super::bounds::{MAX_LIMIT, MAX_LIST};
use super::context::Context;
use super::errors::{self, Wanted};
use super::meaning::{Constant, Meaning, Named};
use super::regexes;
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{LimitMax, List, Literal, Name, NumberLiteral, OneOrList, Pattern, Value as TreeValue};
use crate::vocab::Value;

impl<'t> Context<'t> {
    /// Adds a mistake in a clause. If the clause comes from a rule, it also shows the `apply`.
    pub fn report(&mut self, site: &Site<'t>, diagnostic: Diagnostic) {
        self.diagnostics.push(errors::applied(diagnostic, site.applied_at));
    }

    /// One value; `None` if it is not known.
    pub fn one(&mut self, site: &Site<'t>, value: &'t TreeValue, wanted: Wanted) -> Option<Value> {
        let constant = self.constant(site, value, wanted)?;
        self.check_exact(site, constant, value.span(), wanted);
        self.copied(site, constant, matches!(value, TreeValue::Name(_)))
    }

    /// The values of a list that are known, and whether these are all.
    pub fn many(&mut self, site: &Site<'t>, list: &'t List, wanted: Wanted) -> (Vec<Value>, bool) {
        let found: Vec<_> = match list {
            List::Values(values, brackets) => {
                let elements = self.elements(site, values, *brackets);
                let mut found = Vec::with_capacity(elements.len());
                for (constant, value) in elements {
                    constant.iter().for_each(|&constant| self.check_exact(site, constant, value.span(), wanted));
                    found.push(
                        constant.and_then(|constant| self.copied(site, constant, matches!(value, TreeValue::Name(_)))),
                    );
                }
                found
            }
            List::Name(name) => match self.look_up(site, name) {
                Some(Named { meaning: Meaning::Many(constants), .. }) => {
                    constants.iter().for_each(|&constant| self.check_exact(site, constant, name.span, wanted));
                    constants.iter().map(|&constant| self.copied(site, constant, true)).collect()
                }
                Some(Named { meaning: Meaning::One(constant), given_at }) => {
                    self.report(site, errors::value_for_list(name, constant.described(), given_at, wanted));
                    vec![None]
                }
                Some(Named { meaning: Meaning::Unknown, .. }) | None => vec![None],
            },
        };
        let all_known = found.iter().all(Option::is_some);
        (found.into_iter().flatten().collect(), all_known)
    }

    /// Reports a number that the gateway can't tell from its neighbours.
    fn check_exact(&mut self, site: &Site<'t>, constant: Constant<'t>, span: Span, wanted: Wanted) {
        let Literal::Number(number) = constant.literal else { return };
        let Some(severity) = wanted.inexact.filter(|_| !number.value.is_exact()) else { return };
        let places = (site.place(span), number.span.of(constant.source));
        self.report(site, errors::inexact_number(places, number.value, (wanted.operator, severity)));
    }

    /// The text of a valid regular expression.
    pub fn pattern(&mut self, site: &Site<'t>, pattern: &'t Pattern, wanted: Wanted) -> Option<String> {
        let (name, given_at, constant) = match pattern {
            Pattern::Text(text) => {
                return regexes::check(self, site, site.place(text.span), site.source, text)
                    .then(|| text.value.clone());
            }
            Pattern::Name(name) => match self.look_up(site, name)? {
                Named { meaning: Meaning::One(constant), given_at } => (name, given_at, constant),
                Named { meaning: Meaning::Many(_), given_at } => {
                    self.report(site, errors::list_for_value(name, given_at, wanted));
                    return None;
                }
                Named { meaning: Meaning::Unknown, .. } => return None,
            },
        };
        let Literal::Text(text) = constant.literal else {
            self.report(site, errors::no_pattern(name, constant.described(), given_at, wanted));
            return None;
        };
        let is_right = regexes::check(self, site, site.place(name.span), constant.source, text);
        (is_right && self.take(text.value.len())).then(|| text.value.clone())
    }

    /// The number of a limit; `None` if it is not known.
    pub fn limit(&mut self, site: &Site<'t>, max: &'t LimitMax) -> Option<u64> {
        match max {
            LimitMax::Number(number) => {
                let whole = whole(number);
                if whole.is_none() {
                    self.report(site, errors::invalid_limit(site.place(number.span), &number.value.to_string()));
                }
                whole
            }
            LimitMax::Name(name) => {
                let Named { given_at, meaning } = self.look_up_as(site, name, "5")?;
                let is = match meaning {
                    Meaning::One(Constant { literal: Literal::Number(number), .. }) => match whole(number) {
                        Some(whole) => return Some(whole),
                        None => number.value.to_string(),
                    },
                    Meaning::One(constant) => constant.described().to_owned(),
                    Meaning::Many(_) => "a list".to_owned(),
                    Meaning::Unknown => return None,
                };
                self.report(site, errors::invalid_named_limit(site.place(name.span), &name.text, &is, given_at));
                None
            }
        }
    }

    /// What an `apply` passes for a parameter.
    pub fn argument(&mut self, site: &Site<'t>, argument: &'t OneOrList) -> Named<'t> {
        let constant = |literal| Meaning::One(Constant { source: site.source, literal });
        match argument {
            OneOrList::Value(TreeValue::Literal(literal)) => {
                Named { given_at: site.place(literal.span()), meaning: constant(literal) }
            }
            OneOrList::Value(TreeValue::Name(name)) => {
                let given_at = site.place(name.span);
                let meaning = self.look_up(site, name).map_or(Meaning::Unknown, |named| named.meaning);
                Named { given_at, meaning }
            }
            OneOrList::List(values, span) => {
                let elements = self.elements(site, values, *span);
                let all: Option<Rc<[_]>> = elements.into_iter().map(|(constant, _)| constant).collect();
                Named { given_at: site.place(*span), meaning: all.map_or(Meaning::Unknown, Meaning::Many) }
            }
        }
    }

    /// The elements of a list, each with the literal or name that it comes from. A name that stands for a list is
    /// replaced by its values. `None` for an element that is not known.
    pub fn elements(
        &mut self,
        site: &Site<'t>,
        values: &'t [TreeValue],
        brackets: Span,
    ) -> Vec<(Option<Constant<'t>>, &'t TreeValue)> {
        let mut elements = Vec::with_capacity(values.len());
        for value in values {
            match value {
                TreeValue::Literal(literal) => elements.push((Some(Constant { source: site.source, literal }), value)),
                TreeValue::Name(name) => match self.look_up(site, name).map(|named| named.meaning) {
                    Some(Meaning::One(constant)) => elements.push((Some(constant), value)),
                    Some(Meaning::Many(constants)) => elements.extend(constants.iter().map(|one| (Some(*one), value))),
                    Some(Meaning::Unknown) | None => elements.push((None, value)),
                },
            }
            if elements.len() > MAX_LIST {
                let span = if matches!(value, TreeValue::Name(_)) { value.span() } else { brackets };
                self.report(site, errors::list_too_long(site.place(span)));
                elements.truncate(MAX_LIST);
                elements.push((None, value));
                break;
            }
        }
        elements
    }

    /// A constant; `None` if it is not known.
    fn constant(&mut self, site: &Site<'t>, value: &'t TreeValue, wanted: Wanted) -> Option<Constant<'t>> {
        let name = match value {
            TreeValue::Literal(literal) => return Some(Constant { source: site.source, literal }),
            TreeValue::Name(name) => name,
        };
        match self.look_up(site, name)? {
            Named { meaning: Meaning::One(constant), .. } => Some(constant),
            Named { meaning: Meaning::Many(_), given_at } => {
                self.report(site, errors::list_for_value(name, given_at, wanted));
                None
            }
            Named { meaning: Meaning::Unknown, .. } => None,
        }
    }

    /// The value of a constant. A copy to another place takes room.
    fn copied(&mut self, site: &Site<'t>, constant: Constant<'t>, by_name: bool) -> Option<Value> {
        let bytes = if let Literal::Text(text) = constant.literal { text.value.len() } else { 0 };
        let is_copy = by_name || site.applied_at.is_some();
        (!is_copy || self.take(bytes + size_of::<Value>())).then(|| constant.literal.into())
    }

    fn look_up(&mut self, site: &Site<'t>, name: &'t Name) -> Option<Named<'t>> {
        self.look_up_as(site, name, "…")
    }

    /// A parameter hides a let. `None` is an unknown name, which is reported; `example` is a value that fits.
    fn look_up_as(&mut self, site: &Site<'t>, name: &'t Name, example: &str) -> Option<Named<'t>> {
        if let Some(named) = site.parameters.get(name.text.as_str()).or_else(|| self.names.named(&name.text)) {
            return Some(named.clone());
        }
        let place = site.place(name.span);
        if !self.names.lost && !self.diagnostics.has(Code::UNKNOWN_NAME, place) {
            let is_rule = self.names.rule_index(&name.text).is_some();
            let mut parameters: Vec<_> = site.parameters.keys().copied().collect();
            parameters.sort_unstable();
            let lets = &self.names.let_names;
            let known = parameters.iter().chain(lets).copied();
            let near = self.diagnostics.nearest(&name.text, parameters.len() + lets.len(), known);
            self.report(site, errors::unknown_name(place, &name.text, is_rule, near, example));
        }
        None
    }
}

fn whole(number: &NumberLiteral) -> Option<u64> {
    let whole = u64::try_from(number.value.as_whole()?).ok()?;
    (1..=MAX_LIMIT).contains(&whole).then_some(whole)
}
