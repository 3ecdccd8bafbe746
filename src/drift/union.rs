//! Both lists as one: the tools of the older as they were, and behind them those that are new. A policy
//! compiled against it takes in what its patterns would, and misses nothing that is gone.

use crate::catalog::Catalog;
use crate::source::Source;
use crate::source::json::Json;

/// The text of a list with all tools of the older, and of the newer those that the older lacks.
pub fn union(old: (&Source, &Catalog), new: &Source) -> String {
    let of_old = tools(old.0).into_iter().map(|(_, text)| text);
    let added = tools(new).into_iter().filter(|(name, _)| old.1.tool(name).is_none()).map(|(_, text)| text);
    let all: Vec<String> = of_old.chain(added).collect();
    format!("[{}]", all.join(",\n"))
}

/// The tools of a tools/list answer, each with its text.
fn tools(source: &Source) -> Vec<(String, String)> {
    let Ok(document) = Json::parse(source) else { return Vec::new() };
    let answer = document.get("result").filter(|result| result.get("tools").is_some()).unwrap_or(&document);
    let list = answer.elements().or_else(|| answer.get("tools")?.elements()).unwrap_or_default();
    let named = |tool: &Json| Some((tool.get("name")?.text()?.to_owned(), source.slice(tool.span).to_owned()));
    list.iter().filter_map(named).collect()
}
