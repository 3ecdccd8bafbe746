//! A call in a test of a tool, or with an argument, that the server does not have.

use crate::catalog::{Catalog, Lookup};
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean, nearest};
use crate::lint::{Check, Context, Rule};
use crate::source::{Place, SourceId};
use crate::syntax::tree::{Call, ItemKind, Json, Name, Object, TestStepKind};
use crate::vocab::Path;

pub static RULE: Rule = Rule {
    code: Code::of_rule("misspelt-test"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a call in a test of a tool or with an argument that the server does not have",
    page: PAGE,
    check: Check::Source(check),
};

const PAGE: &str = r#"
## What it finds
A `call` in a test of a tool that the catalog does not list, or with an argument that neither the
catalog nor the tool's signature has.

## Why it matters
The test passes for the wrong reason. A comparison with a missing argument is false, so a call
with a misspelt argument is denied by the first `require`, whatever the value was meant to show.
Below, the test would still pass if the policy allowed production.

## Example
```json cloud.tools.json
{"tools": [{"name": "resize", "inputSchema": {"type": "object", "required": ["space"],
  "properties": {"space": {"type": "string"}}}}]}
```

```pl policy.pl
default deny
catalog "cloud.tools.json"

tool resize: write {
  require args.space == "dev" because "Only the development space."
  limit 10 per hour
}

test "not in production" {
  call resize { spcae: "prod" } => deny
}
```

## Fix
Write the name that the server uses.

```json cloud.tools.json
{"tools": [{"name": "resize", "inputSchema": {"type": "object", "required": ["space"],
  "properties": {"space": {"type": "string"}}}}]}
```

```pl policy.pl
default deny
catalog "cloud.tools.json"

tool resize: write {
  require args.space == "dev" because "Only the development space."
  limit 10 per hour
}

test "not in production" {
  call resize { space: "prod" } => deny because "development"
}
```

## When to ignore it
If the test is about a tool or an argument that the server may have later.
"#;

fn check(context: &Context<'_>, checked: &Checked) -> Vec<Diagnostic> {
    let Some(known) = context.known else { return Vec::new() };
    let tests = checked.files.iter().flat_map(|(source, file)| {
        let tests =
            file.items.iter().filter_map(|item| if let ItemKind::Test(test) = &item.kind { Some(test) } else { None });
        tests.flat_map(|test| &test.block.parts).map(|step| (*source, step))
    });
    tests
        .flat_map(|(source, step)| match &step.kind {
            TestStepKind::Call(call) => of_call(context, checked, known, (source, call)),
            TestStepKind::At(_) | TestStepKind::After { .. } => Vec::new(),
        })
        .collect()
}

fn of_call(
    context: &Context<'_>,
    checked: &Checked,
    known: &Catalog,
    (source, call): (SourceId, &Call),
) -> Vec<Diagnostic> {
    let name = call.tool.text.as_str();
    let place = call.tool.span.of(source);
    match (known.tool(name), &checked.catalog) {
        (Some(_), _) => {
            let Some(reader) = context.reader(name) else { return Vec::new() };
            let mut unknown = Vec::new();
            members(&call.args, &mut Vec::new(), &mut |path, member| {
                if context.has_listed(name, path) || reader.lists(path) {
                    return;
                }
                if let Lookup::NoSuchMember { step, known, place } = reader.lookup(path)
                    && step + 1 == path.segments().len()
                {
                    unknown.push(no_such_member(call, (source, member), (step, &known), place));
                }
            });
            unknown
        }
        // The other pages of the server's answer may list it.
        (None, Some(catalog)) if catalog.next_page().is_none() => {
            let file = context.sources.get(catalog.source).name.as_str();
            vec![no_such_tool(place, name, file, nearest(name, known.names()))]
        }
        // Signatures do not say which other tools there are.
        (None, _) => Vec::new(),
    }
}

/// Visits the members of an object, and of the objects in it. The parser bounds the depth.
fn members<'t>(object: &'t Object, path: &mut Vec<String>, visit: &mut impl FnMut(&Path, &'t Name)) {
    for (name, value) in &object.members {
        path.push(name.text.clone());
        if let Some(path) = Path::new(path.clone()) {
            visit(&path, name);
        }
        if let Json::Object(inner) = value {
            members(inner, path, visit);
        }
        path.pop();
    }
}

fn no_such_tool(place: Place, name: &str, catalog: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("this test calls `{name}`, which the server does not have");
    RULE.finding(place, message, format!("not in `{catalog}`")).with_help_if(near.map(did_you_mean))
}

fn no_such_member(
    call: &Call,
    (source, name): (SourceId, &Name),
    (step, known): (usize, &[String]),
    schema: Place,
) -> Diagnostic {
    let (word, tool) = (name.text.as_str(), call.tool.text.as_str());
    let (label, members) = match step {
        0 => ("not an argument of this tool", "its arguments"),
        _ => ("not a member of this object", "its members"),
    };
    let message = format!("this test passes `{word}` to `{tool}`, which does not take it");
    let near = nearest(word, known.iter().map(String::as_str));
    RULE.finding(name.span.of(source), message, label)
        .with_label(schema, if known.is_empty() { "there are none" } else { members })
        .with_help_if(near.map(did_you_mean))
}
