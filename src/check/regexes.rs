//! Regular expressions: each is compiled once, and a mistake is shown inside the string that contains it,
//! wherever that is.

use super::context::Context;
use super::errors;
use super::site::Site;
use crate::diagnostic::Code;
use crate::source::{Place, SourceId};
use crate::syntax::strings;
use crate::syntax::tree::Text;

/// Whether the text is a valid regular expression. If not, that is reported at `place`: the text itself, or
/// the name that stands for it. `source` is the file of the text.
pub fn check<'t>(context: &mut Context<'t>, site: &Site<'t>, place: Place, source: SourceId, text: &'t Text) -> bool {
    let Some(error) = context.regexes.mistake(&text.value) else { return true };
    if !context.diagnostics.has(Code::INVALID_REGEX, place) {
        let inside = strings::place_inside(context.sources.get(source), text, error.span.clone());
        let diagnostic = errors::invalid_regex(place, inside.of(source), error);
        context.report(site, diagnostic);
    }
    false
}
