//! What may occur only once but occurs twice: `default`, `catalog`, tests, parameters, the arguments of a
//! signature, the members of a call. Lets and rules are checked where names are collected.

use std::collections::HashMap;

use super::diagnostics::Diagnostics;
use super::errors;
use super::includes::Reading;
use crate::source::{Place, SourceId, Span};
use crate::syntax::tree::{Field, Item, ItemKind, Json, Name, Object, Rule, Test, TestStepKind, Tool, Type, TypeKind};

/// Reports each second one at its place, and shows the first.
pub fn check(reading: &Reading, diagnostics: &mut Diagnostics) {
    for (source, file) in reading.in_order() {
        for item in &file.items {
            if let ItemKind::Rule(rule) = &item.kind {
                parameters(source, rule, diagnostics);
            }
        }
    }
    let (main, items) = reading.main();
    once(main, items, diagnostics);
    let mut tests = Once::new(main, "test");
    for item in items {
        if let ItemKind::Test(test) = &item.kind {
            tests.see(&test.name.value, test.name.span, diagnostics);
            calls(main, test, diagnostics);
        } else if let ItemKind::Tool(Tool { signature: Some(signature), .. }) = &item.kind {
            fields(main, &signature.fields, diagnostics);
        }
    }
}

fn once(main: SourceId, items: &[Item], diagnostics: &mut Diagnostics) {
    let (mut default, mut catalog) = (None, None);
    for item in items {
        let place = item.keyword.of(main);
        if let ItemKind::Default(_) = item.kind {
            match default {
                Some(first) => diagnostics.push(errors::duplicate_default(place, first)),
                None => default = Some(place),
            }
        } else if let ItemKind::Catalog(_) = item.kind {
            match catalog {
                Some(first) => diagnostics.push(errors::duplicate_catalog(place, first)),
                None => catalog = Some(place),
            }
        }
    }
}

fn parameters(source: SourceId, rule: &Rule, diagnostics: &mut Diagnostics) {
    let mut seen = Once::new(source, "parameter");
    rule.parameters.iter().for_each(|name| seen.see_name(name, diagnostics));
}

/// The arguments of a signature, or the members of an object's type. The parser bounds how deep types nest.
fn fields(source: SourceId, fields_of_one: &[Field], diagnostics: &mut Diagnostics) {
    let mut seen = Once::new(source, "argument");
    for field in fields_of_one {
        seen.see_name(&field.key, diagnostics);
        in_type(source, &field.ty, diagnostics);
    }
}

fn in_type(source: SourceId, ty: &Type, diagnostics: &mut Diagnostics) {
    match &ty.kind {
        TypeKind::Object(members) => fields(source, members, diagnostics),
        TypeKind::List(items) => in_type(source, items, diagnostics),
        TypeKind::String
        | TypeKind::Number
        | TypeKind::Integer
        | TypeKind::Boolean
        | TypeKind::Any
        | TypeKind::OneOf(_) => {}
    }
}

fn calls(source: SourceId, test: &Test, diagnostics: &mut Diagnostics) {
    for step in &test.block.parts {
        match &step.kind {
            TestStepKind::Call(call) => members(source, &call.args, diagnostics),
            TestStepKind::At(_) | TestStepKind::After { .. } => {}
        }
    }
}

/// The members of an object. The parser bounds how deep values nest.
fn members(source: SourceId, object: &Object, diagnostics: &mut Diagnostics) {
    let mut seen = Once::new(source, "argument");
    for (key, value) in &object.members {
        seen.see_name(key, diagnostics);
        in_value(source, value, diagnostics);
    }
}

fn in_value(source: SourceId, value: &Json, diagnostics: &mut Diagnostics) {
    match value {
        Json::Object(object) => members(source, object, diagnostics),
        Json::List(elements, _) => elements.iter().for_each(|element| in_value(source, element, diagnostics)),
        Json::Literal(_) | Json::Null(_) => {}
    }
}

/// Names of one kind, each of which may occur once.
struct Once<'t> {
    source: SourceId,
    kind: &'static str,
    first: HashMap<&'t str, Place>,
}

impl<'t> Once<'t> {
    fn new(source: SourceId, kind: &'static str) -> Self {
        Self { source, kind, first: HashMap::new() }
    }

    fn see_name(&mut self, name: &'t Name, diagnostics: &mut Diagnostics) {
        self.see(&name.text, name.span, diagnostics);
    }

    fn see(&mut self, name: &'t str, span: Span, diagnostics: &mut Diagnostics) {
        let place = span.of(self.source);
        let first = *self.first.entry(name).or_insert(place);
        if first != place {
            diagnostics.push(errors::duplicate_name(self.kind, name, place, first));
        }
    }
}
