//! What there is to know about the word at a place.

use super::arguments;
use super::comments;
use super::symbol::{Symbol, mention_at, symbol};
use super::text::Paragraph;
use super::{covered, definition_text, operators};
use crate::catalog::Argument;
use crate::describe::{self, Phrase};
use crate::diagnostic::Code;
use crate::document::Judged;
use crate::lint::pages::Page;
use crate::source::Span;
use crate::syntax::mentions::{Mention, MentionKind};
use crate::vocab::Category;

/// What there is to know about a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The word.
    pub span: Span,
    /// The text about it.
    pub text: Vec<Paragraph>,
}

/// The most tools that are listed.
const MOST_LISTED: usize = 20;

/// What there is to know about the word at an offset; `None` if that is nothing.
pub fn at(judged: &Judged, offset: u32) -> Option<Hover> {
    if let Some((code, span)) = comments::code_at(judged, offset) {
        return Some(Hover { span, text: code_page(code) });
    }
    let mention = mention_at(judged, offset)?;
    let text = about(judged, &mention)?;
    (!text.is_empty()).then_some(Hover { span: mention.span, text })
}

fn about(judged: &Judged, mention: &Mention<'_>) -> Option<Vec<Paragraph>> {
    let main = judged.judgement.main;
    if let MentionKind::Operator(comparison) = &mention.kind {
        return Some(operators::about(comparison));
    }
    if let MentionKind::Category(category) = mention.kind {
        return Some(vec![Paragraph::Words(of_category(category))]);
    }
    Some(match symbol(main, mention)? {
        Symbol::Tool(name) => tool(judged, &name),
        Symbol::Pattern(_) | Symbol::Every(_) => match covered::tools(judged, mention) {
            Some(tools) => vec![covers(&tools)],
            None => Vec::new(),
        },
        Symbol::Argument(keys) => argument(judged, mention, &keys),
        Symbol::Let(_) | Symbol::Rule(_) => definition_text::of(judged, main, mention),
        Symbol::Parameter { .. } => definition_text::of_parameter(judged, main, mention),
        Symbol::Counter(name) => {
            let words = Phrase::words("Limits with the counter ").then(Phrase::name(&name));
            vec![Paragraph::Words(words.say(" count their calls together, separately for each grant."))]
        }
        Symbol::Catalog => {
            let count = judged.judgement.catalog()?.len();
            let tools = if count == 1 { "1 tool".to_owned() } else { format!("{count} tools") };
            vec![Paragraph::Words(Phrase::words(format!("The server's list of tools: {tools}.")))]
        }
        Symbol::Include(_) => Vec::new(),
    })
}

/// A tool: the server's description of it, its category, and what the policy makes of it.
fn tool(judged: &Judged, name: &str) -> Vec<Paragraph> {
    let mut text = Vec::new();
    let description = judged.judgement.catalog().and_then(|catalog| catalog.tool(name)?.description);
    text.extend(description.map(|description| Paragraph::Quote(description.to_owned())));
    if let Some(policy) = &judged.judgement.policy {
        let subject = describe::Subject { policy, checked: judged.judgement.checked.as_ref() };
        if let Some(category) = subject.category(name) {
            text.push(Paragraph::Words(of_category(category)));
        }
        let sentences = describe::tool(subject, name);
        text.push(Paragraph::List(sentences.iter().map(describe::Sentence::phrase).collect()));
    }
    text
}

/// What a category is for, as docs/language.md explains it.
fn of_category(category: Category) -> Phrase {
    let words = match category {
        Category::Read => "reads, and changes nothing",
        Category::Write => "changes data in a way that can be undone",
        Category::Execute => "runs something: code, a command, a request",
        Category::Destructive => "deletes what can't be restored",
        Category::Financial => "moves money",
    };
    Phrase::code(category.to_string()).say(&format!(": {words}."))
}

fn covers(tools: &[String]) -> Paragraph {
    let words = match tools.len() {
        0 => return Paragraph::Words(Phrase::words("Covers no tool.")),
        1 => "Covers 1 tool: ".to_owned(),
        count => format!("Covers {count} tools: "),
    };
    let names = tools.iter().take(MOST_LISTED).map(|tool| Phrase::tool(tool));
    let all = Phrase::words(words).then(Phrase::joined(names, ", ", ", "));
    Paragraph::Words(all.say(if tools.len() > MOST_LISTED { ", …" } else { "." }))
}

/// An argument: its type and its description, by tool if they differ.
fn argument(judged: &Judged, mention: &Mention<'_>, keys: &[String]) -> Vec<Paragraph> {
    let Some(catalog) = arguments::known(judged) else { return Vec::new() };
    let tools = arguments::tools(judged, judged.judgement.main, mention);
    let mut kinds: Vec<(Vec<Paragraph>, Vec<&str>)> = Vec::new();
    for tool in &tools {
        let Some(found) = arguments::argument(&catalog, tool, keys) else { continue };
        let text = of_argument(&found, keys);
        match kinds.iter_mut().find(|(known, _)| *known == text) {
            Some((_, tools)) => tools.push(tool),
            None => kinds.push((text, vec![tool])),
        }
    }
    let differ = kinds.len() > 1;
    let text = kinds.into_iter().flat_map(|(text, tools)| {
        let of = differ.then(|| {
            Paragraph::Words(
                Phrase::words("Of ").then(Phrase::listed(tools.into_iter().map(Phrase::tool), "and")).say(":"),
            )
        });
        of.into_iter().chain(text)
    });
    text.collect()
}

fn of_argument(argument: &Argument, keys: &[String]) -> Vec<Paragraph> {
    let name = Phrase::code(keys.join(".")).say(": ").then(Phrase::code(argument.words()));
    let name = name.say(if argument.always_there { ", required" } else { ", optional" });
    let name = match &argument.default {
        Some(default) => name.say(", by default ").then(Phrase::value(default)),
        None => name,
    };
    let description = argument.description.as_ref().map(|text| Paragraph::Quote(text.clone()));
    std::iter::once(Paragraph::Words(name)).chain(description).collect()
}

/// The first paragraph of a code's page.
fn code_page(code: Code) -> Vec<Paragraph> {
    let page = Page::of(code);
    let body = page.text.lines().skip(1).skip_while(|line| line.is_empty());
    let first: Vec<_> = body.take_while(|line| !line.is_empty()).collect();
    let command = Phrase::code(format!("jamb explain {code}")).say(" says more.");
    vec![Paragraph::Page(first.join("\n")), Paragraph::Words(command)]
}
