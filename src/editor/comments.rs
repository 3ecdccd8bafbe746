//! The codes that comments name: `# jamb: ignore[default-allow] reason`.

use crate::diagnostic::Code;
use crate::document::Judged;
use crate::lint::pages;
use crate::source::Span;

/// The code at an offset, if the offset is in a comment that suppresses findings.
pub fn code_at(judged: &Judged, offset: u32) -> Option<(Code, Span)> {
    let tree = judged.judgement.tree()?;
    let source = judged.sources.get(judged.judgement.main);
    let after = tree.comments.partition_point(|comment| comment.span.start <= offset);
    let comment = tree.comments.get(after.checked_sub(1)?).filter(|comment| offset <= comment.span.end)?;
    let text = source.slice(comment.span);
    if !text.trim_start_matches('#').trim_start().starts_with("jamb:") {
        return None;
    }
    let at = (offset - comment.span.start) as usize;
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '-';
    let start = text.get(..at)?.rfind(|char| !is_part(char)).map_or(0, |before| before + 1);
    let end = at + text.get(at..)?.find(|char| !is_part(char)).unwrap_or(text.len() - at);
    let base = comment.span.start as usize;
    Some((pages::code_named(text.get(start..end)?)?, Span::new(base + start, base + end)))
}
