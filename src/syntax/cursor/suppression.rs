//! A cursor in `# jamb: ignore[…]`.

use crate::source::Span;

/// The code at an offset in a comment, and the codes before it; `None` unless the offset is between the brackets of a
/// suppression.
pub(super) fn at(text: &str, comment: Span, offset: usize) -> Option<(Span, Vec<String>)> {
    let before = text.get(comment.start as usize..offset)?;
    let rest = before.strip_prefix('#')?.trim_start().strip_prefix("jamb:")?.trim_start();
    let codes = rest.strip_prefix("ignore")?.trim_start().strip_prefix('[').filter(|codes| !codes.contains(']'))?;
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '-';
    let typed = codes.rfind(|char| !is_part(char)).map_or(codes.len(), |end| codes.len() - end - 1);
    let after = text.get(offset..)?;
    let end = offset + after.find(|char| !is_part(char)).unwrap_or(after.len());
    let named = codes.split(',').rev().skip(1).map(|code| code.trim().to_owned()).collect();
    Some((Span::new(offset - typed, end), named))
}
