//! A description as JSON.
//!
//! ```text
//! "tools": [{"tool", "about", "category": WORD|null, "sentences": [{"text", "file", "range": RANGE|null}]}]
//! ```
//!
//! `about` is `tool`, `others` for the tool `*`, which is all tools together and those that the policy does not name, and
//! `pattern` for tools that an agent is not told the names of. So a tool that is named `*` is `"about": "tool"`.

use serde_json::{Value, json};

use super::description::{Described, Description};
use super::sentence::Sentence;
use super::voice::Voice;
use crate::diagnostic::json::{Members, range};
use crate::source::{SourceId, Sources};
use crate::vocab::Category;

/// The members of the document: the tools of each policy in turn, with the file that it was read from.
pub fn members(policies: &[(SourceId, &Description)], voice: Voice, sources: &Sources) -> Members {
    let tools = policies.iter().flat_map(|(main, description)| {
        let value = move |tool: &str, about: &str, category: Option<Category>, sentences: &[Sentence]| {
            let text = |one: &Sentence| one.spoken(voice, about == "pattern").text();
            let sentences: Vec<_> = sentences.iter().map(|one| sentence(one, &text(one), *main, sources)).collect();
            json!({"tool": tool, "about": about, "category": category.map(Category::word), "sentences": sentences})
        };
        let tools = description.tools.iter();
        let tools = tools.map(move |Described { tool, pattern, category, sentences }| {
            value(tool, if pattern.is_some() { "pattern" } else { "tool" }, *category, sentences)
        });
        tools.chain([value("*", "others", None, &description.others)])
    });
    vec![("tools", tools.collect())]
}

fn sentence(sentence: &Sentence, text: &str, main: SourceId, sources: &Sources) -> Value {
    let source = sentence.place.map_or(main, |place| place.source);
    json!({
        "text": text,
        "file": sources.get(source).name,
        "range": sentence.place.map(|place| range(place, sources)),
    })
}
