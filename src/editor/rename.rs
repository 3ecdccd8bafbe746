//! Which names can be changed, and to what.

use super::places::files;
use super::symbol::{self, Symbol, symbol};
use crate::document::Judged;
use crate::source::SourceId;
use crate::syntax::mentions::Mention;
use crate::syntax::tree::Item;

/// The name that a mention would change; `None` if it can't be renamed: a tool's name, for example, is the server's.
pub fn name(source: SourceId, mention: &Mention<'_>) -> Option<String> {
    match symbol(source, mention)? {
        Symbol::Let(name) | Symbol::Rule(name) | Symbol::Parameter { name, .. } => Some(name),
        Symbol::Tool(_)
        | Symbol::Pattern(_)
        | Symbol::Every(_)
        | Symbol::Argument(_)
        | Symbol::Counter(_)
        | Symbol::Catalog
        | Symbol::Include(_) => None,
    }
}

/// Why the name at an offset can't be changed to another one.
pub fn check(judged: &Judged, offset: u32, new: &str) -> Result<(), String> {
    let mention = symbol::mention_at(judged, offset);
    let symbol = mention.as_ref().and_then(|mention| symbol(judged.judgement.main, mention));
    let old = mention.as_ref().and_then(|mention| name(judged.judgement.main, mention));
    let (Some(symbol), Some(old)) = (symbol, old) else {
        return Err("only lets, rules and parameters can be renamed".to_owned());
    };
    if !is_identifier(new) {
        return Err(format!(
            "`{new}` is not a name: a name has letters, digits and `_`, and does not begin with a digit"
        ));
    }
    if new != old && taken(judged, &symbol).any(|taken| taken == new) {
        return Err(format!("there is a `{new}` already"));
    }
    Ok(())
}

/// A name that may be defined, by the grammar's `new_name`.
fn is_identifier(text: &str) -> bool {
    let starts = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let is_word = text.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
    starts && is_word && !matches!(text, "true" | "false" | "null")
}

/// The names that would mean something else: a let and a parameter of the same name hide each other.
fn taken<'j>(judged: &'j Judged, symbol: &Symbol) -> Box<dyn Iterator<Item = &'j str> + 'j> {
    let items = files(judged).flat_map(|(_, file)| &file.items);
    if let Symbol::Rule(_) = symbol {
        return Box::new(items.filter_map(Item::as_rule).map(|rule| rule.name.text.as_str()));
    }
    Box::new(items.flat_map(|item| {
        let parameters = item.as_rule().into_iter().flat_map(|rule| &rule.parameters);
        item.as_let().map(|item| &item.name).into_iter().chain(parameters).map(|name| name.text.as_str())
    }))
}
