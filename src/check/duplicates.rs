//! What may stand once and stands twice: `default`, `catalog`, tests, parameters, the arguments of
//! a signature, the members of a call. Lets and rules are looked at where names are collected.

use std::collections::HashMap;

use super::errors;
use super::findings::Findings;
use super::includes::Reading;
use crate::source::{Place, SourceId, Span};
use crate::syntax::tree::{Field, Item, ItemKind, Json, Name, Object, Rule, Test, TestStepKind, Tool, Type, TypeKind};

/// Reports each second one at its place, with the first.
pub fn check(reading: &Reading, findings: &mut Findings) {
    for (source, file) in reading.in_order() {
        for item in &file.items {
            if let ItemKind::Rule(rule) = &item.kind {
                parameters(source, rule, findings);
            }
        }
    }
    let (main, items) = reading.main();
    once(main, items, findings);
    let mut tests = Once::new(main, "test");
    for item in items {
        if let ItemKind::Test(test) = &item.kind {
            tests.see(&test.name.value, test.name.span, findings);
            calls(main, test, findings);
        } else if let ItemKind::Tool(Tool { signature: Some(signature), .. }) = &item.kind {
            fields(main, &signature.fields, findings);
        }
    }
}

fn once(main: SourceId, items: &[Item], findings: &mut Findings) {
    let (mut default, mut catalog) = (None, None);
    for item in items {
        let place = item.keyword.of(main);
        if let ItemKind::Default(_) = item.kind {
            match default {
                Some(first) => findings.push(errors::duplicate_default(place, first)),
                None => default = Some(place),
            }
        } else if let ItemKind::Catalog(_) = item.kind {
            match catalog {
                Some(first) => findings.push(errors::duplicate_catalog(place, first)),
                None => catalog = Some(place),
            }
        }
    }
}

fn parameters(source: SourceId, rule: &Rule, findings: &mut Findings) {
    let mut seen = Once::new(source, "parameter");
    rule.parameters.iter().for_each(|name| seen.see_name(name, findings));
}

/// The arguments of a signature, or the members of an object's type. The parser bounds how deep types nest.
fn fields(source: SourceId, fields_of_one: &[Field], findings: &mut Findings) {
    let mut seen = Once::new(source, "argument");
    for field in fields_of_one {
        seen.see_name(&field.key, findings);
        in_type(source, &field.ty, findings);
    }
}

fn in_type(source: SourceId, ty: &Type, findings: &mut Findings) {
    match &ty.kind {
        TypeKind::Object(members) => fields(source, members, findings),
        TypeKind::List(items) => in_type(source, items, findings),
        TypeKind::String
        | TypeKind::Number
        | TypeKind::Integer
        | TypeKind::Boolean
        | TypeKind::Any
        | TypeKind::OneOf(_) => {}
    }
}

fn calls(source: SourceId, test: &Test, findings: &mut Findings) {
    for step in &test.block.parts {
        match &step.kind {
            TestStepKind::Call(call) => members(source, &call.args, findings),
            TestStepKind::At(_) | TestStepKind::After { .. } => {}
        }
    }
}

/// The members of an object. The parser bounds how deep values nest.
fn members(source: SourceId, object: &Object, findings: &mut Findings) {
    let mut seen = Once::new(source, "argument");
    for (key, value) in &object.members {
        seen.see_name(key, findings);
        in_value(source, value, findings);
    }
}

fn in_value(source: SourceId, value: &Json, findings: &mut Findings) {
    match value {
        Json::Object(object) => members(source, object, findings),
        Json::List(elements, _) => elements.iter().for_each(|element| in_value(source, element, findings)),
        Json::Literal(_) | Json::Null(_) => {}
    }
}

/// Names of one kind, each of which may be given once.
struct Once<'t> {
    source: SourceId,
    kind: &'static str,
    first: HashMap<&'t str, Place>,
}

impl<'t> Once<'t> {
    fn new(source: SourceId, kind: &'static str) -> Self {
        Self { source, kind, first: HashMap::new() }
    }

    fn see_name(&mut self, name: &'t Name, findings: &mut Findings) {
        self.see(&name.text, name.span, findings);
    }

    fn see(&mut self, name: &'t str, span: Span, findings: &mut Findings) {
        let place = span.of(self.source);
        let first = *self.first.entry(name).or_insert(place);
        if first != place {
            findings.push(errors::duplicate_name(self.kind, name, place, first));
        }
    }
}
