//! The tools whose arguments are known, from the catalog or from a signature. A signature is turned into a schema,
//! so that rules have to ask only one thing.

use std::borrow::Cow;

use crate::catalog::{Annotations, Catalog, InputSchema, Tool};
use crate::check::Checked;
use crate::source::json::{Json, JsonKind, Member};
use crate::source::{SourceId, Span};
use crate::syntax::tree::{Field, ItemKind, Literal, Name, Signature, TargetKind, Type, TypeKind};

/// The catalog with the signatures of the policy, or nothing if there is neither.
pub fn tools(checked: Option<&Checked>) -> Option<Cow<'_, Catalog>> {
    let checked = checked?;
    let signed: Vec<Tool> = checked.files.first().map(|(id, file)| signed(*id, &file.items)).unwrap_or_default();
    let source = checked.files.first().map(|(id, _)| *id)?;
    match (&checked.catalog, signed.is_empty()) {
        (Some(catalog), true) => Some(Cow::Borrowed(catalog)),
        (None, true) => None,
        (Some(catalog), false) => Some(Cow::Owned(joined(catalog, signed))),
        (None, false) => Some(Cow::Owned(Catalog::new(source, signed))),
    }
}

/// A signature counts if the catalog does not give the tool a schema.
fn joined(catalog: &Catalog, signed: Vec<Tool>) -> Catalog {
    let mut tools = catalog.tools.clone();
    let mut others = Vec::new();
    let signatures = Catalog::new(catalog.source, signed);
    for tool in &mut tools {
        if tool.input_schema.is_none() {
            tool.input_schema = signatures.tool(&tool.name).and_then(|signed| signed.input_schema.clone());
        }
    }
    others.extend(signatures.tools);
    Catalog::new(catalog.source, tools.into_iter().chain(others))
}

fn signed(id: SourceId, items: &[crate::syntax::tree::Item]) -> Vec<Tool> {
    let statements =
        items.iter().filter_map(|item| if let ItemKind::Tool(tool) = &item.kind { Some(tool) } else { None });
    let signed = statements.filter_map(|tool| Some((tool, tool.signature.as_ref()?)));
    let named = signed.flat_map(|(tool, signature)| tool.targets.iter().map(move |target| (target, signature)));
    named
        .filter_map(|(target, signature)| match &target.kind {
            TargetKind::Name(name) => Some(Tool {
                name: name.clone(),
                name_place: target.span.of(id),
                description: None,
                annotations: Annotations::default(),
                input_schema: InputSchema::new(id, signature.span, schema(signature)),
            }),
            TargetKind::Pattern(_) | TargetKind::Every(_) => None,
        })
        .collect()
}

/// A signature lists all arguments.
fn schema(signature: &Signature) -> Json {
    object(&signature.fields, signature.span, true)
}

/// Each object and list gets a span of its own, since schema readers identify them by their spans.
fn object(fields: &[Field], span: Span, is_closed: bool) -> Json {
    let inner = Span { end: span.end.saturating_sub(1), ..span };
    let list = Span { start: span.start.saturating_add(1), ..span };
    let properties = fields.iter().map(|field| named(&field.key, of_type(&field.ty))).collect();
    let required = fields.iter().filter(|field| !field.optional).map(|field| text(&field.key)).collect();
    let mut members = vec![
        member("type", span, word("object", span)),
        member("properties", span, Json { span: inner, kind: JsonKind::Object(properties) }),
        member("required", span, Json { span: list, kind: JsonKind::List(required) }),
    ];
    if is_closed {
        members.push(member("additionalProperties", span, Json { span, kind: JsonKind::Boolean(false) }));
    }
    Json { span, kind: JsonKind::Object(members) }
}

/// The parser limits how deep types nest.
fn of_type(ty: &Type) -> Json {
    let span = ty.span;
    let of_word = |name| vec![member("type", span, word(name, span))];
    let members = match &ty.kind {
        TypeKind::Any => Vec::new(),
        TypeKind::String => of_word("string"),
        TypeKind::Number => of_word("number"),
        TypeKind::Integer => of_word("integer"),
        TypeKind::Boolean => of_word("boolean"),
        TypeKind::List(element) => {
            vec![member("type", span, word("array", span)), member("items", span, of_type(element))]
        }
        TypeKind::Object(fields) => return object(fields, span, !fields.is_empty()),
        TypeKind::OneOf(literals) => {
            let list = Span { end: span.end.saturating_sub(1), ..span };
            let values = literals.iter().map(literal).collect();
            vec![member("enum", span, Json { span: list, kind: JsonKind::List(values) })]
        }
    };
    Json { span, kind: JsonKind::Object(members) }
}

fn literal(literal: &Literal) -> Json {
    let kind = match literal {
        Literal::Text(text) => JsonKind::Text(text.value.clone()),
        Literal::Number(number) => JsonKind::Number(Some(number.value)),
        Literal::Boolean(boolean, _) => JsonKind::Boolean(*boolean),
    };
    Json { span: literal.span(), kind }
}

fn named(key: &Name, value: Json) -> Member {
    Member { key: key.text.clone(), key_span: key.span, value }
}

fn member(key: &str, span: Span, value: Json) -> Member {
    Member { key: key.to_owned(), key_span: span, value }
}

fn text(key: &Name) -> Json {
    word(&key.text, key.span)
}

fn word(word: &str, span: Span) -> Json {
    Json { span, kind: JsonKind::Text(word.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lookup;
    use crate::check;
    use crate::source::disk::MemoryDisk;
    use crate::source::{Source, Sources};
    use crate::vocab::Path;

    fn found(signature: &str, path: &str) -> String {
        let mut sources = Sources::default();
        let main = sources.add(Source::from_text("p.pl", format!("default deny\ntool t{signature} {{}}")));
        let checked = check::check(&mut sources, &MemoryDisk::default(), main);
        assert_eq!(checked.diagnostics, []);
        let known = tools(Some(&checked)).unwrap();
        let lookup =
            known.tool("t").unwrap().input_schema.as_ref().unwrap().reader().lookup(&Path::from_json(path).unwrap());
        match lookup {
            Lookup::Found(argument) if argument.always_there => argument.words(),
            Lookup::Found(argument) => format!("{}?", argument.words()),
            Lookup::Unknown => "unknown".to_owned(),
            Lookup::NoSuchMember { .. } => "no such".to_owned(),
            Lookup::IntoList { .. } => "list".to_owned(),
            Lookup::IntoScalar { .. } => "scalar".to_owned(),
        }
    }

    #[test]
    fn a_signature_means_the_same_as_a_schema() {
        let signature = "(amount: integer, note?: string, meta: {a: number, b?: \"x\" | \"y\"}, tags: [string], free: any, open: {})";
        for (path, words) in [
            ("args.amount", "integer"),
            ("args.note", "string?"),
            ("args.meta.a", "number"),
            ("args.meta.b", "string, one of \"x\", \"y\"?"),
            ("args.meta.c", "no such"),
            ("args.tags", "list of strings"),
            ("args.tags.x", "list"),
            ("args.amount.x", "scalar"),
            ("args.free.x", "unknown"),
            ("args.open.x", "unknown"),
            ("args.other", "no such"),
        ] {
            assert_eq!(found(signature, path), words, "{path}");
        }
        assert_eq!(found("()", "args.any"), "no such");
    }
}
