//! A `require` on a path, or on an address below a path, that lets `..` through as a whole step.

use crate::analyze::Call;
use crate::analyze::holes::{step_up, step_up_in_address};
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Safety, Severity};
use crate::lint::corrections::Correction;
use crate::lint::text_conditions::{self, TextCondition, passing, text_of_form};
use crate::lint::{Check, Clause, Context, Rule, Tool, findings, patterns, plausible};
use crate::vocab::Alternative;

pub static RULE: Rule = Rule {
    code: Code::of_rule("path-traversal"),
    level: Severity::Error,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &["open-prefix", "glob-in-text"],
    title: "a `require` on a path that lets `..` through",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `require … matches` or `contains` on a path that also accepts paths with `..` as a whole step:
between `/`, `\` or the ends of the path. The same on an address below a path, such as
`https://code.example/acme/`, where `%2e%2e` counts as well. All clauses of the tool are considered
together, so a `deny if` that denies `..` in a path is enough.

## Why it matters
A path that begins in the right folder may leave it: `/srv/app/../../etc/passwd`. A client resolves
`https://code.example/acme/../other/` before it sends the request.

## Example
```pl policy.pl
default deny

tool read_file: read {
  require args.path matches "^/srv/app/.*$" because "Read files of the app."
}
```

## Fix
Say which folder is meant. `under` accepts the folder and what is in it, and no other spelling;
`on` does the same for an address.

```pl policy.pl
default deny

tool read_file: read {
  require args.path under "/srv/app" because "Read files of the app."
}
```

## When to ignore it
If the server is known to refuse paths that leave its folder, or accepts only names instead of
paths.
"#;

struct Climb<'c> {
    condition: TextCondition<'c>,
    call: Call,
    /// The part of an address that is left.
    folder: Option<String>,
    correction: Option<Correction<'c>>,
}

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let found = context.by_clause(|tool, clause| climb(context, tool, clause));
    let finding = |clause: &Clause<'_>, climb: Climb<'_>| {
        let Climb { condition, call, folder, correction } = climb;
        let path = condition.path;
        let message = match &folder {
            Some(folder) => format!("`{path}` may leave `{folder}` with `..`"),
            None => format!("`{path}` may leave its folder with `..`"),
        };
        let finding = findings::let_through(&RULE, clause, call, message);
        match correction {
            Some(correction) => correction.put(context, clause, &condition, finding),
            None if folder.is_some() => {
                finding.with_help(format!(r#"also write `deny if {path} matches r"(?i)(?:\.|%2e){{2}}"`"#))
            }
            None => finding.with_help(format!(r#"also write `deny if {path} matches r"(?:^|[/\\])\.\.(?:[/\\]|$)"`"#)),
        }
    };
    patterns::findings(context, found, |climb| climb.condition.place, finding)
}

fn climb<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>) -> Option<Climb<'c>> {
    text_conditions::of_clause(clause).into_iter().find_map(|condition| match context.kind(tool, condition.path)? {
        ArgumentKind::Path => of_path(context, tool, condition),
        ArgumentKind::Url => of_address(context, tool, condition),
        ArgumentKind::Command | ArgumentKind::Host | ArgumentKind::Mail | ArgumentKind::Query => None,
    })
}

fn of_path<'c>(context: &Context<'c>, tool: &Tool<'c>, condition: TextCondition<'c>) -> Option<Climb<'c>> {
    let path = condition.path;
    if !is_chosen(context, tool, &condition, names_folder) || !text_conditions::may_be_text(context, tool, path) {
        return None;
    }
    // `ends with` says that any folder will do.
    if condition.written.is_some() && !names_folder(&condition) {
        return None;
    }
    let form = text_conditions::also_anchored(context, tool, &condition, step_up());
    let any = text_of_form(context, tool, path, &form)?;
    // Where any path gets through, the tool is reported.
    if tool.schema().is_some() && context.passing_attack(tool, path).is_some() {
        return None;
    }
    let attacks = plausible::climbing_paths(&text_conditions::ended(context, tool, &condition));
    let call = passing(context, tool, path, &attacks).or_else(|| {
        let mut named = form.clone();
        named.like.push(r"(?:^|[/\\])\.\.(?:[/\\]\.\.)*[/\\][A-Za-z0-9_]{3,}".to_owned());
        text_of_form(context, tool, path, &named)
    });
    let call = call.unwrap_or(any);
    let correction = Correction::of(context, tool, ArgumentKind::Path, &condition, &call);
    Some(Climb { condition, call, folder: None, correction })
}

fn of_address<'c>(context: &Context<'c>, tool: &Tool<'c>, condition: TextCondition<'c>) -> Option<Climb<'c>> {
    let path = condition.path;
    let alternatives = condition.alternatives();
    let folder = alternatives.iter().find_map(folder_of_address)?;
    let names_one = |other: &TextCondition<'_>| other.alternatives().iter().any(|it| folder_of_address(it).is_some());
    if !is_chosen(context, tool, &condition, names_one) || !text_conditions::may_be_text(context, tool, path) {
        return None;
    }
    let form = text_conditions::also_anchored(context, tool, &condition, step_up_in_address(&folder.start));
    let any = text_of_form(context, tool, path, &form)?;
    let attacks = plausible::climbing_addresses(&folder.whole, &text_conditions::ended(context, tool, &condition));
    let call = passing(context, tool, path, &attacks).or_else(|| {
        let mut named = form.clone();
        named.like.push(r"(?i)(?:\.|%2e){2}(?:/|\\|%2f|%5c)[A-Za-z0-9_]{3,}".to_owned());
        text_of_form(context, tool, path, &named)
    });
    let call = call.unwrap_or(any);
    let correction = Correction::of(context, tool, ArgumentKind::Url, &condition, &call);
    Some(Climb { condition, call, folder: Some(folder.whole), correction })
}

/// Whether a condition is the one that is reported for its argument: the first that names a folder, or the first. Of
/// several of which one has to be met, each is judged.
fn is_chosen<'c>(
    context: &Context<'c>,
    tool: &Tool<'c>,
    condition: &TextCondition<'c>,
    names_folder: impl Fn(&TextCondition<'_>) -> bool,
) -> bool {
    let all = text_conditions::of_argument(context, tool, condition.path);
    let chosen = all.iter().find(|condition| names_folder(condition)).or(all.first());
    !condition.is_always_asked || chosen.is_some_and(|chosen| chosen.is(condition))
}

fn names_folder(condition: &TextCondition<'_>) -> bool {
    condition.alternatives().iter().any(|alternative| alternative.lead.contains(['/', '\\']))
}

/// A folder of addresses.
struct Folder {
    /// What all texts of an alternative begin with.
    start: String,
    /// An example of the whole folder: `https://code.example/acme/`.
    whole: String,
}

/// The folder below a host that the texts of an alternative begin with. At least one of its steps is named.
fn folder_of_address(alternative: &Alternative) -> Option<Folder> {
    let (scheme, fixed) = alternative.start.split_once("://")?;
    let host = fixed.get(..fixed.find('/')?)?;
    let below = |text: &str| {
        let rest = text.get(scheme.len() + "://".len() + host.len()..)?;
        let path = rest.split(['?', '#']).next()?;
        Some(path.get(..=path.rfind('/')?)?.to_owned())
    };
    let is_named = below(&alternative.outline)?.contains(char::is_alphanumeric);
    let folder = |path: String| format!("{scheme}://{host}{path}");
    let start = below(&alternative.start).map(folder)?;
    Some(Folder { start, whole: folder(below(&alternative.lead)?) }).filter(|_| is_named)
}
