//! The tools whose arguments are known, from the catalog or from a signature. A signature is turned into a schema,
//! so that rules have to ask only one thing.

use std::sync::Arc;

use crate::catalog::{Annotations, Catalog, ListedTool, Schema, ToolList};
use crate::check::Checked;
use crate::source::Span;
use crate::source::json::{Json, JsonKind, Member};
use crate::syntax::tree::{Field, Item, ItemKind, Literal, Name, Signature, TargetKind, Type, TypeKind};

/// The catalog with the signatures of the policy, or nothing if there is neither.
pub fn known_tools(checked: &Checked) -> Option<Catalog> {
    let (main, file) = checked.files.first()?;
    let signed = signed(&file.items);
    match (checked.catalog.clone(), signed.tools().is_empty()) {
        (catalog, true) => catalog,
        (Some(catalog), false) => Some(catalog.with_signatures(*main, Arc::new(signed))),
        (None, false) => Some(Catalog::new(*main, Arc::new(signed))),
    }
}

fn signed(items: &[Item]) -> ToolList {
    let statements =
        items.iter().filter_map(|item| if let ItemKind::Tool(tool) = &item.kind { Some(tool) } else { None });
    let signed = statements.filter_map(|tool| Some((tool, tool.signature.as_ref()?)));
    let named = signed.flat_map(|(tool, signature)| tool.targets.iter().map(move |target| (target, signature)));
    let listed = named.filter_map(|(target, signature)| match &target.kind {
        TargetKind::Name(name) => Some(ListedTool {
            name: name.clone(),
            name_span: target.span,
            description: None,
            annotations: Annotations::default(),
            schema: Schema::new(signature.span, schema(signature)),
        }),
        TargetKind::Pattern(_) | TargetKind::Every(_) => None,
    });
    listed.collect()
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
    use crate::catalog::{Catalogs, Lookup};
    use crate::check;
    use crate::source::disk::MemoryDisk;
    use crate::source::{Source, Sources};
    use crate::vocab::Path;

    fn found(signature: &str, path: &str) -> String {
        let mut sources = Sources::default();
        let main = sources.add(Source::from_text("p.pl", format!("default deny\ntool t{signature} {{}}")));
        let checked = check::check(&mut sources, &MemoryDisk::default(), &Catalogs::default(), main);
        assert_eq!(checked.diagnostics, []);
        let known = known_tools(&checked).unwrap();
        let schema = known.tool("t").unwrap().input_schema.unwrap();
        let lookup = schema.reader().lookup(&Path::from_json(path).unwrap());
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
