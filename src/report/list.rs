//! Lists of sentences, for terminals and as Markdown.

use textwrap::{Options, WordSeparator, WordSplitter};

use super::ascii::drawn;
use super::content::{List, Look};
use crate::describe::Phrase;

/// Lines longer than this are hard to read, even on a wide terminal.
const WIDEST: usize = 100;

/// Stands for a blank that is no place to break a line. Hidden characters are spelled out, so no text has it.
const BLANK: &str = "\u{1}";

/// The title, and each item below it.
pub(super) fn pretty(list: &List, look: Look) -> String {
    let has_title = !list.title.pieces().is_empty();
    let (start, indent) = if has_title { ("    - ", "      ") } else { ("  - ", "    ") };
    let title = has_title.then(|| filled(&list.title, "  ", "  ", look));
    title.into_iter().chain(list.items.iter().map(|item| filled(item, start, indent, look))).collect()
}

/// The phrase, wrapped between words, but not inside of a name or value: its blanks matter.
fn filled(phrase: &Phrase, start: &str, indent: &str, look: Look) -> String {
    let options = Options::new(look.width.clamp(20, WIDEST))
        .initial_indent(start)
        .subsequent_indent(indent)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    let text = phrase.text_with(|code| code.replace(' ', BLANK));
    let text = drawn(&text, look.is_ascii);
    textwrap::wrap(&text, &options).into_iter().map(|line| format!("{}\n", line.replace(BLANK, " "))).collect()
}

/// A list item with its own list.
pub(super) fn markdown(list: &List) -> String {
    let has_title = !list.title.pieces().is_empty();
    let title = has_title.then(|| format!("- {}\n", list.title.markdown()));
    let indent = if has_title { "  " } else { "" };
    title.into_iter().chain(list.items.iter().map(|item| format!("{indent}- {}\n", item.markdown()))).collect()
}
