//! Server-sent events, as a client or a proxy records them: the records are what their `data:` lines hold.
//!
//! ```text
//! event: response.output_item.done
//! data: {"type": "response.output_item.done", "item": {…}}
//! ```

/// The field with the data.
const DATA: &str = "data:";

/// A line of an event stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventLine<'l> {
    /// `data:`, and what follows it.
    Data(&'l str),
    /// `event:`, `id:`, `retry:`, or a comment.
    Field,
}

/// The line of an event stream; `None` if no event stream has such a line.
pub(super) fn event_line(line: &str) -> Option<EventLine<'_>> {
    if let Some(data) = line.strip_prefix(DATA) {
        return Some(EventLine::Data(data));
    }
    let is_field = ["event:", "id:", "retry:", ":"].iter().any(|field| line.starts_with(field));
    is_field.then_some(EventLine::Field)
}

/// Whether these lines are the beginning of an event stream: fields only, and one of them has data.
pub(super) fn is_stream<'l>(lines: impl Iterator<Item = &'l str>) -> bool {
    const LINES: usize = 16;
    let mut has_data = false;
    for line in lines.filter(|line| !line.trim().is_empty()).take(LINES) {
        match event_line(line) {
            Some(EventLine::Data(_)) => has_data = true,
            Some(EventLine::Field) => {}
            None => return false,
        }
    }
    has_data
}

/// What some servers write after the last event.
pub(super) fn is_end(data: &str) -> bool {
    data.trim() == "[DONE]"
}

/// The data in lines of an event, with a blank for each letter of the field: every place stays as it is.
pub(super) fn only_data(lines: &str) -> String {
    let only =
        |line: &str| line.strip_prefix(DATA).map_or_else(|| line.to_owned(), |data| " ".repeat(DATA.len()) + data);
    lines.split_inclusive('\n').map(only).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_has_only_fields() {
        let of = |text: &'static str| is_stream(text.lines());
        assert!(of("event: a\ndata: {}\n\n: ping\nid: 7\ndata:{\"b\": 1}\n"));
        assert!(!of("event: a\n\n"));
        assert!(!of("data: {}\nand words\n"));
        assert_eq!(event_line("data:  {}"), Some(EventLine::Data("  {}")));
        assert_eq!(event_line("{\"data\": 1}"), None);
    }
}
