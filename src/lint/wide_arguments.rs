//! Arguments for which no list of values separates good calls from bad ones: where on a page a tool clicks, how long it waits, what
//! is said in a chat.

use super::context::{Context, Tool};
use super::names;
use crate::catalog::Argument;
use crate::vocab::{Kind, Path};

/// The most values of an argument that says how a tool acts: `"left"` and `"right"` of a button.
const MOST_WAYS: usize = 100;

/// The last words of arguments that say where on a page or a screen a tool acts.
const POINTERS: &[&str] =
    &["selector", "uid", "ref", "element", "xpath", "locator", "key", "coordinate", "coordinates", "x", "y"];

/// Words of tools that act on a place.
const GESTURES: &[&str] = &["click", "tap", "hover", "drag", "drop", "press", "swipe", "scroll"];

/// The last words of arguments that name something that the server made up for this conversation.
const HANDLES: &[&str] = &["session", "tab", "page", "snapshot", "cursor"];

/// The last words of numbers that say how long, how often or how much.
const MEASURES: &[&str] = &[
    "duration",
    "steps",
    "step",
    "count",
    "num",
    "n",
    "k",
    "seconds",
    "minutes",
    "hours",
    "ms",
    "milliseconds",
    "timeout",
    "delay",
    "interval",
    "limit",
    "size",
    "width",
    "height",
    "length",
    "depth",
    "iterations",
    "repeat",
    "times",
    "retries",
    "year",
    "rate",
    "speed",
    "temperature",
    "seed",
    "max",
    "min",
    "tokens",
];

/// Words of tools that answer or make something from words, and run nothing.
const ANSWERS: &[&str] = &["chat", "ask", "prompt", "completion", "completions", "generate", "generator", "gen"];

/// Words of tools that do what their words say.
const ACTS: &[&str] =
    &["run", "exec", "execute", "delegate", "dispatch", "launch", "agent", "task", "spawn", "eval", "code"];

/// The last words of texts that are written anew for each call.
const PROSE: &[&str] = &[
    "prompt",
    "message",
    "messages",
    "text",
    "question",
    "query",
    "topic",
    "description",
    "context",
    "instructions",
    "content",
    "theme",
    "style",
    "subject",
    "title",
    "words",
    "name",
    "dates",
    "patterns",
    "tone",
    "audience",
    "type",
    "category",
    "level",
    "language",
    "format",
];

/// Whether all arguments of a tool are like this.
pub fn are_all(context: &Context<'_>, tool: &Tool<'_>) -> bool {
    let arguments = context.arguments(tool);
    let words = names::words(tool.name);
    let has = |table: &[&str]| words.iter().any(|word| table.contains(&word.as_str()));
    let (is_gesture, answers) = (has(GESTURES), has(ANSWERS) && !has(ACTS));
    let is_wide = |(path, argument): &(Path, Argument)| {
        let word = names::last_word(names::name(path));
        let is_one = |table: &[&str]| table.contains(&word.as_str());
        is_one(POINTERS)
            || is_gesture && word == "target"
            || names_a_handle(names::name(path))
            || is_measure(argument, &word)
            || answers && is_one(PROSE)
            || is_never_used(context, tool, path)
    };
    arguments.iter().any(is_wide)
        && arguments.iter().all(|both| is_wide(both) || !both.1.is_untyped() && says_how(&both.1))
}

/// Whether the texts of an argument are only stored, read or looked up.
fn is_never_used(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> bool {
    let all = context.texts(tool);
    let mut own = all.iter().filter(|texts| texts.path == *path).peekable();
    own.peek().is_some() && own.all(|texts| !context.is_used(tool, texts))
}

/// `sessionId`
fn names_a_handle(name: &str) -> bool {
    matches!(names::words(name).as_slice(), [.., handle, id] if id == "id" && HANDLES.contains(&handle.as_str()))
}

fn is_measure(argument: &Argument, word: &str) -> bool {
    !argument.is_untyped() && !may_hold_text(argument) && MEASURES.contains(&word)
}

fn says_how(argument: &Argument) -> bool {
    let is_number = argument.kinds().has(Kind::Number);
    !may_hold_text(argument) && !is_number || argument.finite(MOST_WAYS).is_some()
}

fn may_hold_text(argument: &Argument) -> bool {
    [Kind::String, Kind::List, Kind::Object].iter().any(|kind| argument.kinds().has(*kind))
}
