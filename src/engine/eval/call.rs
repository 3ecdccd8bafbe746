//! One call as it was written down: a tool, and its arguments as JSON text.

use crate::catalog::{Catalog, InputSchema, Lookup};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, nearest};
use crate::engine::explain::Explainer;
use crate::model::Policy;
use crate::source::json::{Json, JsonKind};
use crate::source::{Place, Source, SourceId, Sources, Span};
use crate::vocab::{Number, Path};

/// The name of the call in messages, where other texts have a file name.
const NAME: &str = "call";

/// A call.
#[derive(Debug)]
pub struct Call {
    /// The tool's name.
    pub tool: String,
    /// Its arguments, an object.
    pub args: Json,
    /// What messages show of it: the tool's name, a space and the arguments.
    source: SourceId,
}

/// Reads a call from its tool and the text of its arguments.
pub fn read(tool: &str, args: &str, sources: &mut Sources) -> Result<Call, Box<Diagnostic>> {
    let args = args.trim();
    let source = sources.add(Source::from_text(NAME, format!("{tool} {args}")));
    let place = |span: Span| moved(span, tool.len() + 1).of(source);
    match Json::parse(&Source::from_text(NAME, args)) {
        Err(error) => Err(Box::new(not_json(place(Span::at(error.offset as usize)), &error.message, args))),
        Ok(json) => match too_large(&json) {
            _ if json.members().is_none() => Err(Box::new(not_an_object(place(json.span), json.describe()))),
            Some(number) => Err(Box::new(too_large_number(place(number)))),
            None => Ok(Call { tool: tool.to_owned(), args: json, source }),
        },
    }
}

impl Call {
    /// The place of a part of the arguments.
    pub fn place_of(&self, part: Span) -> Place {
        moved(part, self.tool.len() + 1).of(self.source)
    }

    /// The place of the tool's name.
    pub fn tool_place(&self) -> Place {
        Span::new(0, self.tool.len()).of(self.source)
    }
}

fn moved(span: Span, by: usize) -> Span {
    Span::new(span.start as usize + by, span.end as usize + by)
}

/// A number that does not fit a double. Parsing limits the depth of this recursion.
fn too_large(json: &Json) -> Option<Span> {
    match &json.kind {
        JsonKind::Number(None) => Some(json.span),
        JsonKind::List(elements) => elements.iter().find_map(too_large),
        JsonKind::Object(members) => members.iter().find_map(|member| too_large(&member.value)),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(Some(_)) | JsonKind::Text(_) => None,
    }
}

fn not_json(place: Place, why: &str, text: &str) -> Diagnostic {
    // A shell removes double quotes that are not quoted themselves.
    let help = match (text.contains('"'), text.contains('\'')) {
        (true, _) => None,
        (false, true) => Some("JSON uses double quotes"),
        (false, false) => Some("put the whole object in single quotes: '{\"amount\": 100}'"),
    };
    Diagnostic::error(Code::UNREADABLE_CALL, place, "the arguments are not JSON", why).with_help_if(help)
}

fn not_an_object(place: Place, kind: &str) -> Diagnostic {
    Diagnostic::error(Code::UNREADABLE_CALL, place, "the arguments are not an object", format!("this is {kind}"))
        .with_help("name each argument: `{\"amount\": 100}`")
}

fn too_large_number(place: Place) -> Diagnostic {
    let message = "this number is too large";
    Diagnostic::error(Code::UNREADABLE_CALL, place, message, format!("the largest is {}", largest()))
}

fn largest() -> String {
    Number::from_f64(f64::MAX).map(|number| number.to_string()).unwrap_or_default()
}

/// A tool or an argument that the policy and its catalog do not know, although they know a similar name.
pub fn misspelled(
    call: &Call,
    explainer: &Explainer<'_>,
    policy: &Policy,
    catalog: Option<&Catalog>,
) -> Option<String> {
    let named = || policy.tools.keys().chain(policy.hide.keys()).map(String::as_str);
    let listed = || catalog.into_iter().flat_map(Catalog::names);
    if !named().chain(listed()).any(|name| name == call.tool) {
        let near = nearest(&call.tool, named().chain(listed()))?;
        return Some(format!("the policy does not name `{}`: {}", call.tool, did_you_mean(near)));
    }
    misspelled_argument(call, explainer, catalog)
}

fn misspelled_argument(call: &Call, explainer: &Explainer<'_>, catalog: Option<&Catalog>) -> Option<String> {
    let listed = catalog.and_then(|catalog| catalog.tool(&call.tool));
    let schema = listed.and_then(|tool| tool.input_schema).map(InputSchema::reader);
    let conditions = explainer.asked().iter().filter_map(|ask| ask.entry()).flat_map(|entry| &entry.conditions);
    let asked: Vec<&str> =
        conditions.filter_map(|condition| condition.path.segments().first()).map(String::as_str).collect();
    for member in call.args.members()? {
        let path = Path::new(vec![member.key.clone()])?;
        let known = match schema.as_ref().map(|schema| schema.lookup(&path)) {
            _ if asked.contains(&member.key.as_str()) => continue,
            Some(Lookup::NoSuchMember { known, .. }) => known,
            Some(Lookup::Found(_) | Lookup::Unknown | Lookup::IntoList { .. } | Lookup::IntoScalar { .. }) => continue,
            None => Vec::new(),
        };
        let names = known.iter().map(String::as_str).chain(asked.iter().copied());
        // An argument that the call already has is not the one that was meant.
        let names = names.filter(|name| call.args.get(name).is_none());
        if let Some(near) = nearest(&member.key, names) {
            return Some(format!("`{}` has no argument `{}`: {}", call.tool, member.key, did_you_mean(near)));
        }
    }
    None
}
