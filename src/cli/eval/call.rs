//! The call that the command line names: its tool, and its arguments as JSON text.

use super::super::Problem;
use super::super::inputs::STDIN;
use crate::catalog::{Catalog, Lookup};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, nearest};
use crate::engine::explain::Explainer;
use crate::file_system::read_stdin;
use crate::model::Policy;
use crate::source::json::{Json, JsonKind};
use crate::source::{Place, Source, SourceId, Sources, Span};
use crate::vocab::{Number, Path};

/// The name of the call in messages, where other texts have their file's.
const NAME: &str = "call";

/// A call.
pub struct Call {
    /// The tool's name.
    pub tool: String,
    /// Its arguments, an object.
    pub args: Json,
    /// What messages show of it: the tool's name, a blank and the arguments.
    source: SourceId,
}

/// Reads the call. The outer mistake is that standard input can't be read, the inner one points into it.
pub fn read(tool: &str, args: &str, sources: &mut Sources) -> Result<Result<Call, Diagnostic>, Problem> {
    let bytes = match args {
        STDIN => {
            read_stdin().map_err(|error| Problem::new(format!("can't read standard input: {}", error.reason())))?
        }
        _ => args.as_bytes().to_vec(),
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text.trim().to_owned(),
        Err(_) => return Err(Problem::new("the arguments are no UTF-8")),
    };
    if text.is_empty() {
        return Err(Problem::new("the arguments are empty").with_help("a call without arguments has `{}`"));
    }
    let head = tool.len() + 1;
    let source = sources.add(Source::from_text(NAME, format!("{tool} {text}")));
    let place = |span: Span| moved(span, head).of(source);
    let read = Json::parse(&Source::from_text(NAME, text.as_str()));
    Ok(match read {
        Err(error) => Err(no_json(place(Span::at(error.offset as usize)), &error.message, &text)),
        Ok(args) => match too_large(&args) {
            _ if args.members().is_none() => Err(no_object(place(args.span), args.describe())),
            Some(number) => Err(too_large_number(place(number))),
            None => Ok(Call { tool: tool.to_owned(), args, source }),
        },
    })
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

/// A number that no double can be. The readers bound the depth.
fn too_large(json: &Json) -> Option<Span> {
    match &json.kind {
        JsonKind::Number(None) => Some(json.span),
        JsonKind::List(elements) => elements.iter().find_map(too_large),
        JsonKind::Object(members) => members.iter().find_map(|member| too_large(&member.value)),
        JsonKind::Null | JsonKind::Boolean(_) | JsonKind::Number(Some(_)) | JsonKind::Text(_) => None,
    }
}

fn no_json(place: Place, why: &str, text: &str) -> Diagnostic {
    // A shell takes the quotes of what is not quoted as a whole.
    let help = match (text.contains('"'), text.contains('\'')) {
        (true, _) => None,
        (false, true) => Some("JSON has double quotes"),
        (false, false) => Some("quote the whole for the shell: '{\"amount\": 100}'"),
    };
    Diagnostic::error(Code::UNREADABLE_CALL, place, "the arguments are no JSON", why).with_help_if(help)
}

fn no_object(place: Place, kind: &str) -> Diagnostic {
    Diagnostic::error(Code::UNREADABLE_CALL, place, "the arguments are no object", format!("this is {kind}"))
        .with_help("name each argument, as `{\"amount\": 100}`")
}

fn too_large_number(place: Place) -> Diagnostic {
    let message = "this number is too large";
    Diagnostic::error(Code::UNREADABLE_CALL, place, message, format!("the largest is {}", largest()))
}

fn largest() -> String {
    Number::from_f64(f64::MAX).map(|number| number.to_string()).unwrap_or_default()
}

/// A slip of the finger on the command line: a tool, or an argument, that the policy and its catalog know
/// under nearly that name.
pub fn unknown(call: &Call, explainer: &Explainer<'_>, policy: &Policy, catalog: Option<&Catalog>) -> Option<String> {
    let named = || policy.tools.keys().chain(policy.hide.keys()).map(String::as_str);
    let listed = || catalog.into_iter().flat_map(Catalog::names);
    if !named().chain(listed()).any(|name| name == call.tool) {
        let near = nearest(&call.tool, named().chain(listed()))?;
        return Some(format!("the policy does not name `{}`: {}", call.tool, did_you_mean(near)));
    }
    let listed = catalog.and_then(|catalog| catalog.tool(&call.tool));
    let schema = listed.and_then(|tool| tool.input_schema).map(crate::catalog::InputSchema::reader);
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
        // Of names that the call has already none was meant.
        let names = names.filter(|name| call.args.get(name).is_none());
        if let Some(near) = nearest(&member.key, names) {
            return Some(format!("`{}` has no argument `{}`: {}", call.tool, member.key, did_you_mean(near)));
        }
    }
    None
}
