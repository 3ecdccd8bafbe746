//! The texts in the arguments of a tool, and what each is for, judging by what its server says.

use super::argument_kind::ArgumentKind;
use super::argument_signs::{self, Signs, ToolSigns};
use super::docstrings;
use super::words;
use crate::catalog::{Argument, Inner, Tool};
use crate::vocab::{Kind, Path, Value};

/// A text in an argument.
#[derive(Debug, Clone)]
pub struct ToolText {
    /// The argument.
    pub path: Path,
    /// Where in it the text is.
    pub held: Held,
    /// What the text is for, if that is clear.
    pub kind: Option<ArgumentKind>,
    /// Whether the tool opens, fetches or runs it.
    pub is_used: bool,
    /// What the schema says about the text.
    pub schema: Argument,
}

/// Where in an argument its texts are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// The argument is one.
    Itself,
    /// Each of its elements is one.
    Element,
    /// They are deeper inside its elements or members.
    Inside(Vec<Inner>),
    /// The names of its members are.
    Key,
    /// It sets variables of the program that the tool runs: an object, or a list of `NAME=value`.
    Variables,
}

impl Held {
    /// Where a value in an argument with some name is, by the steps that lead to it. A map of files has their paths as
    /// names and their contents as values.
    pub fn by(name: &str, steps: &[Inner]) -> Self {
        match steps {
            [] => Self::Itself,
            [Inner::Element] => Self::Element,
            [Inner::Value] if super::last_word(name).is_some_and(|word| matches!(word.as_str(), "file" | "files")) => {
                Self::Key
            }
            steps => Self::Inside(steps.to_vec()),
        }
    }
}

/// The names of the members that lead to a value: `emailAddress.address`.
pub fn inner_name(steps: &[Inner]) -> Option<String> {
    let names = steps.iter().filter_map(|step| match step {
        Inner::Member(name) => Some(name.as_str()),
        Inner::Element | Inner::Value => None,
    });
    let name = names.collect::<Vec<_>>().join(".");
    (!name.is_empty()).then_some(name)
}

impl ToolText {
    /// The name by which the text is known: its argument's, or its own in an object.
    pub fn name(&self) -> &str {
        let inner = match &self.held {
            Held::Inside(steps) => steps.iter().rev().find_map(|step| match step {
                Inner::Member(name) => Some(name.as_str()),
                Inner::Element | Inner::Value => None,
            }),
            Held::Itself | Held::Element | Held::Key | Held::Variables => None,
        };
        inner.unwrap_or_else(|| self.path.segments().last().map_or("", String::as_str))
    }
}

/// The texts in the arguments that a tool's schema lists.
pub fn of(tool: &Tool<'_>, is_execute: bool) -> Vec<ToolText> {
    let Some(schema) = tool.input_schema else { return Vec::new() };
    let reader = schema.reader();
    let arguments = reader.arguments();
    let runs_a_program = arguments.iter().any(|(path, _)| path.segments().last().is_some_and(|name| is_program(name)));
    let tool = tool_signs(tool.name, tool.description, &arguments);
    // What a text is for, and whether it is used so.
    let judged = |name: &str, described: [Option<&Argument>; 2], is_member: bool| {
        let is_execute = !is_member && (is_execute || is_words(name) && runs_a_program);
        let signs = signs(&tool, is_execute, name, described);
        let kind = if is_member { argument_signs::kind_of_member(&signs) } else { argument_signs::kind(&signs) };
        (kind, kind.is_none_or(|kind| argument_signs::is_used(&signs, kind)))
    };
    let mut texts = Vec::new();
    for (path, argument) in &arguments {
        let name = path.segments().last().map_or("", String::as_str);
        let is_list = argument.kinds().has(Kind::List) && !argument.is_untyped();
        let may_hold = is_list || argument.kinds().has(Kind::Object) && !argument.is_untyped();
        let inside = if may_hold { reader.inside(path) } else { Vec::new() };
        let own = || {
            let element = inside.iter().find(|(steps, _)| steps == &[Inner::Element]).map(|(_, element)| element);
            judged(name, [Some(argument), element], false)
        };
        let mut add = |held, (kind, is_used), schema: &Argument| {
            texts.push(ToolText { path: path.clone(), held, kind, is_used, schema: schema.clone() });
        };
        if argument.kinds().has(Kind::String) {
            add(Held::Itself, own(), argument);
        }
        if is_list && !inside.iter().any(|(steps, _)| steps == &[Inner::Element]) {
            add(Held::Element, own(), argument);
        }
        for (steps, inner) in inside.iter().filter(|(_, inner)| inner.kinds().has(Kind::String)) {
            let kind = match (steps.as_slice(), inner_name(steps)) {
                ([Inner::Element], _) => own(),
                (_, Some(member)) => judged(&member, [Some(inner), None], true),
                (_, None) if is_single(name, steps) => (None, false),
                (_, None) => judged(name, [Some(argument), Some(inner)], false),
            };
            add(Held::by(name, steps), kind, inner);
        }
    }
    texts
}

/// What a server says about a tool.
pub fn tool_signs<'s>(name: &'s str, description: Option<&'s str>, arguments: &[(Path, Argument)]) -> ToolSigns<'s> {
    ToolSigns::new(name, description, names_repository(arguments.iter().map(|(path, _)| path)))
}

/// What a server says about an argument, and about its elements.
pub fn signs<'s>(
    tool: &'s ToolSigns<'s>,
    is_execute: bool,
    name: &'s str,
    described: [Option<&'s Argument>; 2],
) -> Signs<'s> {
    let known = || described.into_iter().flatten();
    let [own, element] = described;
    let said = |argument: Option<&'s Argument>| argument?.description.as_deref();
    let in_docstring = || docstrings::of_argument(tool.description?, name);
    let default = known().find_map(|argument| match &argument.default {
        Some(Value::Text(text)) => Some(text.as_str()),
        Some(Value::Number(_) | Value::Boolean(_)) | None => None,
    });
    Signs {
        tool,
        is_execute,
        name,
        descriptions: [said(own).or_else(in_docstring), said(element)],
        format: known().find_map(|argument| argument.format.as_deref()),
        default,
    }
}

/// Whether arguments name a repository of a service, by its owner and its name, or by a slug.
fn names_repository<'p>(arguments: impl Iterator<Item = &'p Path> + Clone) -> bool {
    let has = |wanted: &[&str]| {
        arguments.clone().filter_map(|path| path.segments().last()).any(|name| wanted.contains(&name.as_str()))
    };
    let is_slug = |path: &Path| {
        let words = path.segments().last().map(|name| words::of_name(name)).unwrap_or_default();
        matches!(words.as_slice(), [.., of, slug] if of == "project" && slug == "slug")
    };
    has(&["owner", "org", "workspace"]) && has(&["repo", "repository", "repo_slug"]) || arguments.clone().any(is_slug)
}

/// Whether an argument names a program, whose words may be in another argument.
pub fn is_program(name: &str) -> bool {
    let word = super::last_word(name);
    word.is_some_and(|word| matches!(word.as_str(), "command" | "cmd" | "program" | "executable" | "binary" | "exe"))
}

/// Whether an argument holds the words that a program is called with.
pub fn is_words(name: &str) -> bool {
    super::last_word(name).is_some_and(|word| matches!(word.as_str(), "args" | "arguments" | "argument"))
}

/// Whether a name is that of one thing, so that the values of a map are its parts: `query` of a filter, but not `paths`.
pub fn is_single(name: &str, steps: &[Inner]) -> bool {
    steps.contains(&Inner::Value) && !super::last_word(name).is_some_and(|word| word.ends_with('s'))
}

/// Whether an argument holds the variables that a program is run with: `env`, `environment`, `env_vars`.
pub fn is_variables(path: &Path) -> bool {
    let words = path.segments().last().map(|name| words::of_name(name)).unwrap_or_default();
    let is_one = |word: &String| matches!(word.as_str(), "env" | "envs" | "environ" | "environment");
    match words.as_slice() {
        [.., before, last] if matches!(last.as_str(), "vars" | "var" | "variables" | "variable") => is_one(before),
        [.., last] => is_one(last),
        [] => false,
    }
}
