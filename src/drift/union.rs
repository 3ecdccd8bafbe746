//! Both lists as one: the tools of the old list as they were, then those that are new. A policy compiled
//! against it matches new tools with its patterns, and misses none that were removed.

use crate::catalog::Catalog;
use crate::source::Source;
use crate::source::json::Json;

/// The text of a list with all tools of the old one, and those of the new one that the old one lacks.
pub fn union(old: (&Source, &Catalog), new: &Source) -> String {
    let of_old = tools(old.0).into_iter().map(|(_, text)| text);
    let added = tools(new).into_iter().filter(|(name, _)| old.1.tool(name).is_none()).map(|(_, text)| text);
    let all: Vec<String> = of_old.chain(added).collect();
    format!("[{}]", all.join(",\n"))
}

/// The tools of a tools/list response, each with its text.
fn tools(source: &Source) -> Vec<(String, String)> {
    let Ok(document) = Json::parse(source) else { return Vec::new() };
    let answer = document.get("result").filter(|result| result.get("tools").is_some()).unwrap_or(&document);
    let list = answer.elements().or_else(|| answer.get("tools")?.elements()).unwrap_or_default();
    let named = |tool: &Json| Some((tool.get("name")?.text()?.to_owned(), source.slice(tool.span).to_owned()));
    list.iter().filter_map(named).collect()
}
