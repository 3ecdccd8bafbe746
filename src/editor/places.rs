//! Where things are defined and used.

use std::path::Path;

use super::arguments;
use super::symbol::{Symbol, symbol};
use crate::document::Judged;
use crate::source::{Place, SourceId, Span};
use crate::syntax::mentions::{Mention, MentionKind, mentions};
use crate::syntax::tree::File;

/// Where a symbol is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// The place of its name.
    pub place: Place,
    /// Whether it is defined there.
    pub is_definition: bool,
}

/// Where the thing that a mention refers to is defined: a let, a rule or a parameter where it is written, a tool or an
/// argument in the catalog or in a signature, a file at its start. There may be several definitions, or none.
pub fn definitions(judged: &Judged, source: SourceId, mention: &Mention<'_>) -> Vec<Place> {
    let Some(symbol) = symbol(source, mention) else { return Vec::new() };
    match &symbol {
        Symbol::Let(_) | Symbol::Rule(_) | Symbol::Parameter { .. } | Symbol::Counter(_) => {
            let all = occurrences(judged, &symbol);
            let defined: Vec<_> = all.iter().filter(|found| found.is_definition).map(|found| found.place).collect();
            // A counter is defined where it is named first.
            let first = || all.first().map(|found| found.place).into_iter().collect();
            if defined.is_empty() && matches!(symbol, Symbol::Counter(_)) { first() } else { defined }
        }
        Symbol::Tool(name) => {
            let place = arguments::known(judged).and_then(|catalog| Some(catalog.tool(name)?.name_place));
            place.into_iter().collect()
        }
        Symbol::Argument(keys) => {
            let Some(catalog) = arguments::known(judged) else { return Vec::new() };
            let tools = arguments::tools(judged, source, mention);
            let mut places: Vec<_> =
                tools.iter().filter_map(|tool| Some(arguments::argument(&catalog, tool, keys)?.place)).collect();
            places.dedup();
            places
        }
        Symbol::Catalog => {
            judged.judgement.catalog().map(|catalog| Span::at(0).of(catalog.source)).into_iter().collect()
        }
        Symbol::Include(name) => included(judged, source, name).into_iter().collect(),
        Symbol::Pattern(_) | Symbol::Every(_) => Vec::new(),
    }
}

/// Where the thing that a mention refers to is mentioned, in the document and in the files that it includes, in order.
pub fn occurrences_of(judged: &Judged, source: SourceId, mention: &Mention<'_>) -> Vec<Occurrence> {
    let Some(symbol) = symbol(source, mention) else { return Vec::new() };
    let Symbol::Argument(_) = symbol else { return occurrences(judged, &symbol) };
    // Arguments of different tools may have the same name.
    let tools = arguments::tools(judged, source, mention);
    let is_shared = |source: SourceId, other: &Mention<'_>| {
        arguments::tools(judged, source, other).iter().any(|tool| tools.contains(tool))
    };
    found(judged, &symbol, &is_shared)
}

/// Where a symbol is mentioned, in the document and in the files that it includes, in order.
pub fn occurrences(judged: &Judged, wanted: &Symbol) -> Vec<Occurrence> {
    found(judged, wanted, &|_, _| true)
}

fn found(judged: &Judged, wanted: &Symbol, is_it: &dyn Fn(SourceId, &Mention<'_>) -> bool) -> Vec<Occurrence> {
    let mut all = Vec::new();
    for (source, file) in files(judged) {
        let text = &judged.sources.get(source).text;
        let same = mentions(text, file).into_iter().filter(|mention| symbol(source, mention).as_ref() == Some(wanted));
        all.extend(same.filter(|mention| is_it(source, mention)).map(|mention| {
            let is_definition = matches!(
                mention.kind,
                MentionKind::LetDefinition(_)
                    | MentionKind::RuleDefinition(_)
                    | MentionKind::ParameterDefinition(..)
                    | MentionKind::Field(_)
            );
            Occurrence { place: mention.span.of(source), is_definition }
        }));
    }
    all.sort();
    all
}

/// The trees of the document and of the files that it includes.
pub fn files(judged: &Judged) -> impl Iterator<Item = (SourceId, &File)> {
    let checked = judged.judgement.checked.iter().flat_map(|checked| &checked.files);
    checked.map(|(source, file)| (*source, file))
}

/// The start of an included file, if it could be read.
fn included(judged: &Judged, from: SourceId, name: &str) -> Option<Place> {
    let path = judged.sources.get(from).folder().join(name);
    let is_it = |path: &Path, other: Option<&Path>| {
        other.is_some_and(|other| crate::source::disk::clean(other) == crate::source::disk::clean(path))
    };
    let found = files(judged).find(|(source, _)| is_it(&path, judged.sources.get(*source).path.as_deref()));
    found.map(|(source, _)| Span::at(0).of(source))
}
