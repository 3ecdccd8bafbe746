//! A description as JSON.
//!
//! ```text
//! "tools": [{"tool", "category": WORD|null, "sentences": [{"text", "file", "range": RANGE|null}]}]
//! ```
//!
//! The tool `*` is all tools together, and those that the policy does not name.

use serde_json::{Value, json};

use super::description::Description;
use super::sentence::Sentence;
use super::voice::Voice;
use crate::diagnostic::json::{Members, range};
use crate::source::{SourceId, Sources};
use crate::vocab::Category;

/// The members of the document: the tools of each policy in turn, with the file that it was read from.
pub fn members(policies: &[(SourceId, &Description)], voice: Voice, sources: &Sources) -> Members {
    let tools = policies.iter().flat_map(|(main, description)| {
        let value = move |tool: &str, category: Option<Category>, sentences: &[Sentence]| {
            let sentences: Vec<_> = sentences.iter().map(|one| sentence(one, voice, *main, sources)).collect();
            json!({"tool": tool, "category": category.map(Category::word), "sentences": sentences})
        };
        let tools = description.tools.iter();
        let tools = tools.map(move |described| value(&described.tool, described.category, &described.sentences));
        tools.chain([value("*", None, &description.others)])
    });
    vec![("tools", tools.collect())]
}

fn sentence(sentence: &Sentence, voice: Voice, main: SourceId, sources: &Sources) -> Value {
    let source = sentence.place.map_or(main, |place| place.source);
    json!({
        "text": sentence.spoken(voice, false).text(),
        "file": sources.get(source).name,
        "range": sentence.place.map(|place| range(place, sources)),
    })
}
