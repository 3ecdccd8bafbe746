//! What policies do, in plain English: for each category its tools, and what is said of them.

use crate::describe::{Described, Description, Fact, Group, Phrase, Sentence, Voice, groups, json};
use crate::report::content::{List, Part, Report};
use crate::source::{SourceId, Sources};
use crate::vocab::{Category, Window};

/// The report about policies, each with the file that it was read from.
pub fn report<'r>(policies: &[(SourceId, &Description)], voice: Voice, sources: &'r Sources) -> Report<'r> {
    let of_each = policies.iter().flat_map(|(main, description)| {
        let name = (policies.len() > 1).then(|| sources.get(*main).name.clone());
        let heading = name.map(|name| Phrase::words("The policy ").then(Phrase::code(name)));
        heading.map(|heading| Part::Text(heading.in_backticks())).into_iter().chain(match voice {
            Voice::Reader => for_readers(description),
            Voice::Agent => for_agents(description),
        })
    });
    let body = of_each.collect();
    let members = json::members(policies, voice, sources);
    Report { body, members, members_only: true, ..Report::new(sources, &[]) }
}

fn for_readers(description: &Description) -> Vec<Part> {
    let groups = groups(&description.tools, Voice::Reader);
    let mut parts = Vec::new();
    for of_category in groups.chunk_by(|one, next| one.category == next.category) {
        let category = of_category.first().and_then(|group| group.category);
        let has_categories = groups.iter().any(|group| group.category.is_some());
        parts.push(Part::Heading(heading(category, has_categories).to_owned()));
        parts.extend(of_category.iter().map(|group| list(names(group), group.sentences.clone())));
    }
    let others = description.others.iter().map(Sentence::phrase).collect();
    parts.push(Part::Heading("All tools".to_owned()));
    parts.push(list(Phrase::default(), others));
    parts.extend(note(description).map(Part::Text));
    parts
}

/// What the tools of a category do.
fn heading(category: Option<Category>, has_categories: bool) -> &'static str {
    match category {
        Some(Category::Read) => "Tools that read",
        Some(Category::Write) => "Tools that create or change data",
        Some(Category::Execute) => "Tools that run something",
        Some(Category::Destructive) => "Tools that delete for good",
        Some(Category::Financial) => "Tools that move money",
        None if has_categories => "Tools without a rating",
        None => "Tools",
    }
}

fn names(group: &Group) -> Phrase {
    Phrase::listed(group.tools.iter().cloned(), "and")
}

fn list(title: Phrase, items: Vec<Phrase>) -> Part {
    Part::List(List { title, items })
}

/// How limits count, if there are any.
fn note(description: &Description) -> Option<String> {
    let windows: Vec<Window> = Window::ALL.into_iter().filter(|window| has_limit(description, *window)).collect();
    let words = windows.iter().map(|window| match window {
        Window::Minute => "minutes",
        Window::Hour => "hours",
        Window::Day => "days",
    });
    let words = Phrase::listed(words.map(Phrase::words), "and").text();
    (!windows.is_empty())
        .then(|| format!("Limits count allowed calls, separately for each grant, in calendar {words} (UTC)."))
}

fn has_limit(description: &Description, asked: Window) -> bool {
    let of_tools = description.tools.iter().flat_map(|described: &Described| &described.sentences);
    let mut all = of_tools.chain(&description.others);
    all.any(|sentence| matches!(&sentence.fact, Fact::AtMost { max: 1.., window, .. } if *window == asked))
}

fn for_agents(description: &Description) -> Vec<Part> {
    let groups = groups(&description.tools, Voice::Agent);
    let (denied, allowed): (Vec<_>, Vec<_>) = groups.iter().partition(|group| group.is_denied);
    let called = allowed.into_iter().map(|group| ("You may call ", group));
    let not_called = denied.into_iter().map(|group| ("Do not call ", group));
    let about = |(start, group): (&str, &Group)| list(Phrase::words(start).then(names(group)), group.sentences.clone());
    let others = description.others.iter().map(|sentence| sentence.spoken(Voice::Agent, false)).collect();
    let mut parts: Vec<Part> = called.chain(not_called).map(about).collect();
    parts.push(list(Phrase::default(), others));
    parts.push(Part::Text(ADVICE.to_owned()));
    parts
}

const ADVICE: &str = "A policy checks every call. If it denies one, do what its message says. Do not look for another way to the same result.";
