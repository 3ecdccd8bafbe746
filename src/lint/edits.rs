//! Edits that several rules share: removing an item or a clause together with the line that it would leave empty.

use crate::diagnostic::Edit;
use crate::source::{Place, Source, Sources, Span};

/// Removes what is at a place. If nothing else is on its lines, the whole lines are removed, with the comment
/// after it and the doc comments above it, which are about it.
pub fn without(sources: &Sources, place: Place) -> Edit {
    let source = sources.get(place.source);
    let span = lines_alone(source, place.span).unwrap_or_else(|| with_blanks(source, place.span));
    Edit { place: span.of(place.source), text: String::new() }
}

/// The whole lines, if nothing else is on them.
fn lines_alone(source: &Source, span: Span) -> Option<Span> {
    let (start, end) = (span.start as usize, span.end as usize);
    let line_start = source.text.get(..start)?.rfind('\n').map_or(source.body_start(), |end| end + 1);
    let rest = source.text.get(end..)?;
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    let is_blank = |text: &str| text.trim().is_empty();
    let is_alone =
        is_blank(source.text.get(line_start..start)?) && (is_blank(line) || line.trim_start().starts_with('#'));
    if !is_alone {
        return None;
    }
    let above = doc_comments(source, line_start);
    let mut below = end + line.len();
    // Of two blank lines around it one stays.
    let before = source.text.get(..above)?;
    let next = source.text.get(below..)?.split_inclusive('\n').next().unwrap_or_default();
    let is_first = above == source.body_start() || before.trim_end_matches([' ', '\t', '\r', '\n']).ends_with('{');
    let follows_blank = before.ends_with("\n\n") || before.ends_with("\n\r\n");
    if next.ends_with('\n') && is_blank(next) && (is_first || follows_blank) {
        below += next.len();
    }
    Some(Span::new(above, below))
}

/// The start of the `##` lines directly above a line.
fn doc_comments(source: &Source, line_start: usize) -> usize {
    let before = source.text.get(..line_start).unwrap_or_default();
    let lines = before.split_inclusive('\n').rev().take_while(|line| line.trim_start().starts_with("##"));
    line_start - lines.map(str::len).sum::<usize>()
}

/// Something with other text on its line, and the blanks before it.
fn with_blanks(source: &Source, span: Span) -> Span {
    let before = source.text.get(..span.start as usize).unwrap_or_default();
    let trimmed = before.trim_end_matches([' ', '\t']).len();
    // After a bracket or at the start of a line the blanks after it are removed instead.
    let rest = source.text.get(span.end as usize..).unwrap_or_default();
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if before.ends_with([' ', '\t']) && !before.get(..trimmed).unwrap_or_default().ends_with('\n') {
        Span::new(trimmed, span.end as usize)
    } else {
        Span::new(span.start as usize, span.end as usize + blanks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn removed(text: &str, what: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("p.pl", text));
        let start = text.find(what).unwrap();
        let edit = without(&sources, Span::new(start, start + what.len()).of(id));
        let mut text = text.to_owned();
        text.replace_range(edit.place.span.range(), &edit.text);
        text
    }

    #[test]
    fn whole_lines_are_removed() {
        assert_eq!(removed("a\n  b # why\nc\n", "b"), "a\nc\n");
        assert_eq!(removed("a\n## doc\nb\nc\n", "b"), "a\nc\n");
        assert_eq!(removed("a\n\nb\n\nc\n", "b"), "a\n\nc\n");
        assert_eq!(removed("b\n\nc\n", "b"), "c\n");
        assert_eq!(removed("a {\n  b\n\n  c\n}\n", "b"), "a {\n  c\n}\n");
        assert_eq!(removed("a\nb", "b"), "a\n");
        assert_eq!(removed("a\r\n\r\nb\r\n\r\nc\r\n", "b"), "a\r\n\r\nc\r\n");
    }

    #[test]
    fn other_text_on_the_line_stays() {
        assert_eq!(removed("tool x { b c }", "b"), "tool x { c }");
        assert_eq!(removed("a b\n", "b"), "a\n");
        assert_eq!(removed("b c\n", "b"), "c\n");
    }
}
