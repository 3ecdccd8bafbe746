//! The policy as text: a part for each category, first what is sure, each line with its reason.

use super::advice::{Advice, Decision};
use super::judged::Judged;
use super::plan::{Group, Part, is_limited};
use crate::diagnostic::shortened;
use crate::syntax::is_bare_name;
use crate::vocab::visible::visible;
use crate::vocab::{Category, Value};

/// How much of a reason is shown.
const LONGEST_REASON: usize = 100;

/// How the policy speaks of its server.
#[derive(Debug, Clone)]
pub struct Naming {
    /// The path of the catalog from the policy; nothing where it has none.
    pub catalog: Option<String>,
}

/// The text of a policy. Its layout is the formatter's matter.
pub(super) fn write(parts: &[Part<'_>], tools: usize, naming: &Naming) -> String {
    let mut out = head(parts, tools, naming);
    for (index, part) in parts.iter().enumerate() {
        out += &format!("\n{}{}", title(part), reasons(part));
        // What is said of the first tool is not said of all.
        if part.groups.first().is_some_and(|group| !before(part.category, group, "").is_empty()) {
            out.push('\n');
        }
        out.extend(part.groups.iter().map(|group| statement(part.category, group)));
        let next = parts.get(index + 1).map(|part| part.category);
        if part.category == Category::Destructive && next != Some(Category::Destructive) {
            out += "\nhide every destructive\n";
        }
    }
    out
}

fn head(parts: &[Part<'_>], tools: usize, naming: &Naming) -> String {
    let file = naming.catalog.as_ref().and_then(|path| path.rsplit('/').next());
    let of = file.map(|file| format!(" of {}", comment(file))).unwrap_or_default();
    let tools = if tools == 1 { "the one tool".to_owned() } else { format!("the {tools} tools") };
    let steps = steps(parts).into_iter().enumerate();
    let steps: String = steps.map(|(index, step)| format!("#   {}. {step}\n", index + 1)).collect();
    let catalog = naming.catalog.as_ref().map(|path| format!("catalog {}\n", string(path))).unwrap_or_default();
    format!("# A first policy for {tools}{of}, by `jamb init`. What comes next:\n{steps}default deny\n{catalog}")
}

/// What a person has to do.
fn steps(parts: &[Part<'_>]) -> Vec<&'static str> {
    let mut advice = parts.iter().flat_map(|part| &part.groups).map(|group| &group.advice);
    let is_open = advice.any(|advice| *advice != Advice::default());
    let look = match parts.iter().all(|part| part.sure) {
        true => "Look through the names: is each where it belongs?",
        false => "Look through the names, above all below \"not sure\": put each where it belongs.",
    };
    let decide = "Below \"Decide\" and \"Perhaps\", take the `#` from a line and put in your own values.";
    let last = "Run `jamb check` and `jamb lint` on it, write a `test`, and `jamb compile` it.";
    [Some(look), is_open.then_some(decide), Some(last)].into_iter().flatten().collect()
}

fn title(part: &Part<'_>) -> String {
    let title = match part.category {
        Category::Read => "Reads: callable as they are",
        Category::Write => "Writes: 30 calls of each in a minute",
        Category::Execute => "Executes: these run something, 10 calls of each in a minute",
        Category::Destructive => "Destructive: what they take can't be brought back, so they are hidden",
        Category::Financial => "Financial: these move money, and are refused until somebody decides",
    };
    let doubt = if part.sure { "." } else { ". Not sure: look at each." };
    format!("# {title}{doubt}\n")
}

/// Why each tool is taken for what it is, where that is not sure.
fn reasons(part: &Part<'_>) -> String {
    if part.sure {
        return String::new();
    }
    let tools = part.groups.iter().flat_map(|group| &group.tools);
    let reason = |judged: &&Judged<'_>| {
        let why = shortened(&judged.judgement.why, LONGEST_REASON);
        format!("#   `{}`: {}\n", comment(&judged.tool.name), comment(&why))
    };
    tools.map(reason).collect()
}

fn statement(category: Category, group: &Group<'_>) -> String {
    let names = names(group);
    let word = category.word();
    match category {
        Category::Destructive => format!("rate {names}: {word}\n"),
        Category::Financial => format!("deny {names}: {word} because \"Moving money is for people.\"\n"),
        Category::Read | Category::Write | Category::Execute => {
            let before = before(category, group, &names);
            match clauses(category, group).as_slice() {
                [] if category == Category::Read => format!("{before}allow {names}: {word}\n"),
                [only] if !only.starts_with('#') => format!("{before}tool {names}: {word} {{ {only} }}\n"),
                lines => format!("{before}tool {names}: {word} {{\n{}\n}}\n", lines.join("\n")),
            }
        }
    }
}

/// What stands above a tool that could only be refused as a whole.
fn before(category: Category, group: &Group<'_>, names: &str) -> String {
    match &group.advice.decide {
        Some(Decision::Refuse { question, because }) => format!(
            "# {}.\n# To refuse it, take the `#` from the next line, and take out the one below that.\n\
             # deny {names}: {} because {}\n",
            comment(question),
            category.word(),
            string(because)
        ),
        Some(Decision::Restrict { .. }) | None => String::new(),
    }
}

/// The lines of a block: the limit, and in comments what may be put there.
fn clauses(category: Category, group: &Group<'_>) -> Vec<String> {
    let Advice { decide, perhaps } = &group.advice;
    let mut lines = Vec::new();
    if is_limited(category) {
        let per_minute = if category == Category::Execute { 10 } else { 30 };
        let counter = group.counter.as_ref().map(|counter| format!(" as {}", name(counter))).unwrap_or_default();
        lines.push(format!("limit {per_minute} per minute{counter}"));
    }
    if let Some(Decision::Restrict { question, clauses }) = decide {
        lines.push(format!("# {}. For example:", comment(question)));
        lines.extend(clauses.iter().map(|clause| format!("# {clause}")));
    }
    if !perhaps.is_empty() {
        lines.push("# Perhaps:".to_owned());
        lines.extend(perhaps.iter().map(|clause| format!("# {clause}")));
    }
    lines
}

fn names(group: &Group<'_>) -> String {
    group.tools.iter().map(|judged| name(&judged.tool.name)).collect::<Vec<_>>().join(", ")
}

/// A name as the language writes it.
fn name(text: &str) -> String {
    if is_bare_name(text) { text.to_owned() } else { string(text) }
}

fn string(text: &str) -> String {
    Value::Text(text.to_owned()).to_string()
}

/// A text of the server in a comment: one line, and nothing that could not be seen.
fn comment(text: &str) -> String {
    visible(text).into_owned()
}
