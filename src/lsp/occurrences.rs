//! Where a symbol is mentioned in all open documents: a part of policies is used by those that include it.

use gen_lsp_types::{Location, Position, Uri};

use super::state::{State, View};
use crate::editor::symbol::Symbol;
use crate::editor::{places, symbol};
use crate::source::{Place, SourceId};

/// A mention of a symbol.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where it is.
    pub location: Location,
    /// Whether it is defined there.
    pub is_definition: bool,
}

/// The mentions of the symbol at a position, in the document, in what it includes, and in the open documents that read the
/// file in which the symbol is defined; `None` if there is no symbol.
pub fn everywhere(state: &mut State, uri: &Uri, position: Position) -> Option<Vec<Found>> {
    let view = state.view(uri)?;
    let main = view.judged.judgement.main;
    let mention = symbol::mention_at(&view.judged, view.positions.offset(position))?;
    let symbol = symbol::symbol(main, &mention)?;
    let mut all = located(&view, places::occurrences_of(&view.judged, main, &mention));
    if let Symbol::Argument(_) = symbol {
        return Some(all);
    }
    let home = home(&view, &symbol).or_else(|| view.address(main).cloned())?;
    for other in state.uris() {
        let Some(other) = state.view(&other).filter(|other| other.uri != *uri) else { continue };
        let Some(source) = other.source_at(&home) else { continue };
        for found in located(&other, places::occurrences(&other.judged, &moved(&symbol, source))) {
            if !all.contains(&found) {
                all.push(found);
            }
        }
    }
    Some(all)
}

fn located(view: &View, all: Vec<places::Occurrence>) -> Vec<Found> {
    let found = |found: places::Occurrence| {
        Some(Found { location: view.location(found.place)?, is_definition: found.is_definition })
    };
    all.into_iter().filter_map(found).collect()
}

/// The file in which the symbol is defined. A tool is defined in the catalog, which many policies share.
fn home(view: &View, symbol: &Symbol) -> Option<Uri> {
    let defined = places::occurrences(&view.judged, symbol).into_iter().find(|found| found.is_definition);
    let place: Option<Place> = defined.map(|found| found.place);
    view.address(place?.source).cloned()
}

/// The same symbol, in a judgement that gives the file of its definition another number.
fn moved(symbol: &Symbol, source: SourceId) -> Symbol {
    match symbol {
        Symbol::Parameter { rule, name, .. } => Symbol::Parameter { source, rule: *rule, name: name.clone() },
        Symbol::Let(_)
        | Symbol::Rule(_)
        | Symbol::Tool(_)
        | Symbol::Pattern(_)
        | Symbol::Every(_)
        | Symbol::Argument(_)
        | Symbol::Counter(_)
        | Symbol::Catalog
        | Symbol::Include(_) => symbol.clone(),
    }
}
