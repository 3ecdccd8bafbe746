//! A `deny if` that another spelling of what it denies escapes.

use std::collections::HashSet;
use std::rc::Rc;

use crate::analyze::Call;
use crate::analyze::questions::EntryId;
use crate::classify::ArgumentKind;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lint::good_texts::good_texts;
use crate::lint::text_conditions::TextCondition;
use crate::lint::text_tests::TextTests;
use crate::lint::{Check, Clause, Context, Rule, Tool, candidates, findings, spellings, text_conditions, wording};
use crate::model::{Condition, Operand};
use crate::vocab::{Kind, Operator, Path};

pub static RULE: Rule = Rule {
    code: Code::of_rule("denylist-escaped"),
    level: Severity::Warning,
    pedantic: false,
    fix: None,
    yields_to: &[],
    title: "a `deny if` that another spelling of what it denies escapes",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A `deny if` on a command, path, address, mail address or query that another spelling of the same
thing escapes. The rule takes a text that the clause denies and spells it in other ways:

- a path as `//etc/passwd`, `/tmp/../etc/passwd`, `/ETC/passwd` or `../../../../etc/passwd`, and
  `.env` as `.env.production`
- an address with its host as a number (`http://2130706433/`), in other letters, with a dot at the
  end, a user before it or `%2e%2e` in its path
- a mail address in other letters, or with a name around it
- a command with its options in another order, with `/bin/` before it, quotes inside a word, a
  tab instead of a blank
- a statement in other letters, with `/**/` instead of a blank

It reports a clause if a call with such a text gets through all clauses of the tool, and shows
both texts.

## Why it matters
A list of bad texts is never complete: `rm` has a hundred spellings, and so has every address. An
agent that was denied tries the next spelling.

## Example
```pl policy.pl
default deny

tool run: write {
  deny if args.command contains "rm -rf" because "Do not delete files."
  limit 10 per minute
}
```

## Fix
Say with `require` which texts are good. Keep the `deny if` for exceptions among them.

```pl policy.pl
default deny

tool run: write {
  require args.command in ["make", "make test"] because "Only make."
  limit 10 per minute
}
```

## When to ignore it
If the server turns every spelling into one before it looks at the text, or if the clause is
only a hint for the agent.
"#;

/// The most texts that a clause denies from which spellings are made.
const MOST_DENIED: usize = 16;
/// In how many ways a part of a text is completed.
const MOST_STARTS: usize = 4;
/// The most other clauses that a finding points at.
const MOST_LABELS: usize = 4;
/// The most texts of a condition that are completed.
const MOST_NAMED: usize = 12;

/// A text that a clause denies, and another spelling of it that gets through.
struct Escape {
    path: Path,
    denied: String,
    other: String,
    /// What is asked for instead; nothing can be asked of the elements of a list.
    asked: Option<ArgumentKind>,
    /// Whether a `require` restricts the argument already.
    is_required: bool,
    call: Call,
}

/// Clauses that list bad texts of one argument are one finding, at the first.
fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings: Vec<(&str, Path, Diagnostic)> = Vec::new();
    let mut known = Known::default();
    for found in context.by_clause(|tool, clause| escape(context, tool, clause, &mut known)) {
        let tool = found.tools.first().map_or("", |tool| tool.name);
        let path = found.what.path.clone();
        match findings.iter_mut().find(|(other, on, _)| *other == tool && *on == path) {
            Some((.., first)) if first.labels.len() < MOST_LABELS => {
                let label = format!("`{}` escapes this clause", wording::clipped(&found.what.other));
                *first = first.clone().with_label(found.clause.place, label);
            }
            Some(_) => {}
            None => findings.push((tool, path, finding(&found.clause, found.what))),
        }
    }
    findings.into_iter().map(|(.., finding)| finding).collect()
}

fn escape<'c>(context: &Context<'c>, tool: &Tool<'c>, clause: &Clause<'c>, known: &mut Known<'c>) -> Option<Escape> {
    if !lists_bad_texts(clause) {
        return None;
    }
    let conditions = clause.entry.conditions.as_slice();
    let mut paths: Vec<&'c Path> = conditions.iter().map(|condition| &condition.path).collect();
    paths.dedup();
    // `deny if not (args.path under "/srv")` lists what is good.
    paths.retain(|path| !text_conditions::asks_about(clause, path));
    paths.into_iter().find_map(|path| {
        let is_list = candidates::holder(context, tool, path)? == Kind::List;
        let tests = |conditions| TextTests::on(path, conditions).of_elements(is_list);
        if !tests(conditions).name_texts() {
            return None;
        }
        let kind = context.kind(tool, path)?;
        let others: Vec<&Condition> = conditions.iter().filter(|condition| condition.path != *path).collect();
        let required = required(context, tool, path);
        let is_required = !required.is_empty();
        let about = |conditions| about(conditions, path);
        let good = good_starts(context, tool, path);
        let required_of_it = required.iter().copied().map(about).collect();
        let asked = Asked { kind, is_list, denied: about(conditions), required: required_of_it, good };
        let spelt = known.of(asked, |asked| {
            spelt(asked, &tests(conditions), &required.iter().copied().map(tests).collect::<Vec<_>>())
        });
        let (other, call) = candidates::first_through(context, tool, path, &spelt.texts, &others)?;
        let at = spelt.texts.iter().position(|text| *text == other)?;
        let denied = spelt.denied.get(at)?.clone();
        Some(Escape { path: path.clone(), denied, other, asked: (!is_list).then_some(kind), is_required, call })
    })
}

/// The `require` entries about an argument.
fn required<'c>(context: &Context<'c>, tool: &Tool<'_>, path: &Path) -> Vec<&'c [Condition]> {
    let clauses = context.clauses(tool);
    let of_require = clauses.iter().filter(|clause| matches!(clause.id, EntryId::Require(_)));
    let conditions = of_require.map(|clause| clause.entry.conditions.as_slice());
    conditions.filter(|conditions| conditions.iter().any(|condition| condition.path == *path)).collect()
}

/// What conditions say about an argument.
fn about<'c>(conditions: &'c [Condition], path: &Path) -> Vec<(Operator, &'c Operand)> {
    let own = conditions.iter().filter(|condition| condition.path == *path);
    own.map(|condition| (condition.op, &condition.value)).collect()
}

/// All that decides which spellings of denied texts the conditions on an argument let through.
#[derive(PartialEq)]
struct Asked<'c> {
    kind: ArgumentKind,
    is_list: bool,
    denied: Vec<(Operator, &'c Operand)>,
    required: Vec<Vec<(Operator, &'c Operand)>>,
    good: GoodStarts,
}

/// Spellings that get through, and the denied text that each one is a spelling of.
#[derive(Default)]
struct Spelt {
    texts: Vec<String>,
    denied: Vec<String>,
}

/// The spellings that were found last. A guard or a rule asks the same of many tools.
#[derive(Default)]
struct Known<'c>(Vec<(Asked<'c>, Rc<Spelt>)>);

/// How many are kept.
const MOST_KNOWN: usize = 16;

impl<'c> Known<'c> {
    fn of(&mut self, asked: Asked<'c>, find: impl FnOnce(&Asked<'c>) -> Spelt) -> Rc<Spelt> {
        if let Some((_, spelt)) = self.0.iter().find(|(known, _)| *known == asked) {
            return Rc::clone(spelt);
        }
        if self.0.len() >= MOST_KNOWN {
            self.0.clear();
        }
        let spelt = Rc::new(find(&asked));
        self.0.push((asked, Rc::clone(&spelt)));
        spelt
    }
}

/// Most spellings fail what `require` asks, so that there is nothing to ask the prover.
fn spelt(asked: &Asked<'_>, tests: &TextTests<'_>, required: &[TextTests<'_>]) -> Spelt {
    let mut spelt = Spelt::default();
    for denied in denied_texts(tests, asked.kind, &asked.good) {
        for other in spellings::others(asked.kind, &denied, required.is_empty()) {
            if !tests.hold(&other) && required.iter().all(|tests| tests.hold(&other)) {
                spelt.texts.push(other);
                spelt.denied.push(denied.clone());
            }
        }
    }
    spelt
}

/// A `require` may compile to entries of `deny_if`, too; these deny everything that is not good.
fn lists_bad_texts(clause: &Clause<'_>) -> bool {
    match clause.id {
        EntryId::DenyIf(_) => !clause.is_require(),
        EntryId::Require(_) => false,
    }
}

/// Texts that the conditions deny: well-known ones, and those that they name, completed so that the rest of the policy
/// would allow them.
fn denied_texts(tests: &TextTests<'_>, kind: ArgumentKind, good: &GoodStarts) -> Vec<String> {
    let known = spellings::known(kind).iter().map(|text| (*text).to_owned());
    let mut denied: Vec<String> = known.filter(|text| tests.hold(text)).take(MOST_DENIED / 2).collect();
    // Signs such as `;` have no other spelling.
    let is_word = |part: &String| part.chars().any(char::is_alphanumeric);
    for part in tests.named(MOST_NAMED).into_iter().filter(is_word) {
        let (before, after) = spellings::around(kind, &part);
        let (files, good) = good;
        // `/srv/server.key`, but `/srv/.ssh/`
        let files = files.iter().map(String::as_str).filter(|file| !part.starts_with('/') || !file.ends_with(FILE));
        let starts = files.chain(before.iter().copied());
        let starts = starts.chain(good.iter().map(String::as_str));
        let fitting = |start: &str| {
            let mut whole = after.iter().map(|end| format!("{start}{part}{end}"));
            whole.find(|text| spellings::fits(kind, text) && tests.hold(text))
        };
        denied.extend(starts.filter_map(fitting).take(MOST_STARTS));
    }
    let mut seen = HashSet::new();
    denied.retain(|text| seen.insert(text.clone()));
    denied.truncate(MOST_DENIED);
    denied
}

/// A file whose name has no ending.
const FILE: &str = "/server";

/// Files in the folders that the `require` clauses of an argument name, and texts that they allow. What is denied among
/// them begins like these.
type GoodStarts = (Vec<String>, Vec<String>);

fn good_starts(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> GoodStarts {
    let conditions = text_conditions::of_argument(context, tool, path);
    if conditions.is_empty() {
        return GoodStarts::default();
    }
    let is_path = context.kind(tool, path) == Some(ArgumentKind::Path);
    let alternatives = conditions.iter().filter(|_| is_path).flat_map(TextCondition::alternatives);
    let folders = alternatives.map(|alternative| alternative.start.trim_end_matches('/').to_owned());
    let files = folders
        .filter(|folder| !folder.is_empty())
        .flat_map(|folder| [FILE, "", "/"].map(|file| format!("{folder}{file}")));
    (files.take(MOST_STARTS).collect(), good_texts(&conditions, &[]))
}

fn finding(clause: &Clause<'_>, escape: Escape) -> Diagnostic {
    let Escape { path, denied, other, asked, is_required, call } = escape;
    let (denied, other) = (wording::clipped(&denied), wording::clipped(&other));
    let message = format!("this clause denies `{denied}` in `{path}`, but not `{other}`");
    let (comparison, what) = match asked {
        None => return findings::let_through(&RULE, clause, call, message).with_help(LIST),
        Some(ArgumentKind::Path) => ("under", "folders"),
        Some(ArgumentKind::Url) => ("on", "sites"),
        Some(ArgumentKind::Mail) => ("at", "domains"),
        Some(ArgumentKind::Host) => ("in", "hosts"),
        Some(ArgumentKind::Command) => ("in", "commands"),
        Some(ArgumentKind::Query) => ("in", "statements"),
    };
    let help = match is_required {
        true => format!("say with `require` which values of `{path}` are allowed, instead of which are denied"),
        false => format!("say with `require {path} {comparison} …` which {what} are allowed"),
    };
    findings::let_through(&RULE, clause, call, message).with_help(help)
}

/// No condition can check all elements.
const LIST: &str =
    "a policy can't restrict every element of a list: hide the tool, or allow one that takes a single value";
