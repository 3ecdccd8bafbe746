//! A callable `execute` tool whose arguments are not restricted.

use super::unconstrained_code_argument::free_texts;
use crate::catalog::Argument;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::{Check, Context, Rule, Tool, findings, lists, names};
use crate::vocab::{Category, Kind, Path};

pub static RULE: Rule = Rule {
    code: Code::of_rule("execute-without-condition"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &["open-recipient"],
    title: "a callable `execute` tool whose arguments are not restricted",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A callable tool that is rated `execute` and for which no clause restricts an argument. Requiring
that an argument `exists`, or that it is not empty, does not restrict its value, and neither does a
list of bad values in a `deny if`. A tool whose schema lists no arguments is not reported, nor is
one whose arguments only say where on a page or a screen it acts, such as `selector` and `key`.

## Why it matters
The arguments say what is run, and on what. Unless a clause restricts one of them, the agent alone
decides that.

## Example
```pl policy.pl
default deny

tool run_job: execute {
  limit 10 per minute
}
```

## Fix
Say with `require` which values are good.

```pl policy.pl
default deny

tool run_job: execute {
  require args.job in ["build", "test"] because "Build or test."
  limit 10 per minute
}
```

## When to ignore it
If everything that the tool can run is harmless.
"#;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let free = context.callable().filter(|tool| tool.category() == Some(Category::Execute) && is_free(context, tool));
    findings::unrestricted(context, &RULE, free, "say with `require` what may be run")
}

fn is_free(context: &Context<'_>, tool: &Tool<'_>) -> bool {
    let has_none = tool.schema().is_some() && context.arguments(tool).is_empty();
    !has_none
        && !only_points(context, tool)
        && !context.has_restricted(tool)
        && free_texts(context, tool).is_none()
        && !lists::are_asked_for_one(context, tool)
}

/// The most values of an argument that says how a tool acts on a place: `"left"` and `"right"` of a button.
const MOST_WAYS: usize = 100;

/// The last words of arguments that say where on a page or a screen a tool acts.
const POINTERS: &[&str] =
    &["selector", "uid", "ref", "element", "xpath", "locator", "key", "coordinate", "coordinates", "x", "y"];

/// Words of tools that act on a place.
const GESTURES: &[&str] = &["click", "tap", "hover", "drag", "drop", "press", "swipe", "scroll"];

/// Whether the arguments only say where on a page or a screen the tool acts, and how. No list of such values tells good
/// ones from bad ones: what may be done there is decided where the page is opened.
fn only_points(context: &Context<'_>, tool: &Tool<'_>) -> bool {
    let arguments = context.arguments(tool);
    let is_gesture = names::words(tool.name).iter().any(|word| GESTURES.contains(&word.as_str()));
    let points = |path: &Path| {
        let word = names::last_word(names::name(path));
        POINTERS.contains(&word.as_str()) || is_gesture && word == "target"
    };
    let may_hold_text =
        |argument: &Argument| [Kind::String, Kind::List, Kind::Object].iter().any(|kind| argument.kinds().has(*kind));
    let says_how = |argument: &Argument| !may_hold_text(argument) || argument.finite(MOST_WAYS).is_some();
    arguments.iter().any(|(path, _)| points(path))
        && arguments.iter().all(|(path, argument)| points(path) || !argument.is_untyped() && says_how(argument))
}
