//! What `jamb explain` prints: the page of an error or a lint rule, or a list of all pages. Pages are Markdown; without
//! colors they are printed as they are.

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSeparator, WordSplitter};

use super::ascii::drawn;
use super::content::Look;
use crate::diagnostic::Code;
use crate::lint::pages::Page;

const HEADING: Style = Style::new().bold();
const CODE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));

/// Lines longer than this are hard to read, even on a wide terminal.
const WIDEST: usize = 100;

/// The page of a code.
pub fn page(code: Code, look: Look) -> String {
    let page = Page::of(code);
    let text = drawn(&page.text, look.is_ascii);
    if look.color { painted(&text, look.width.min(WIDEST)) } else { ended(&text) }
}

/// All codes with their titles: errors, then lint rules.
pub fn pages(look: Look) -> String {
    let widest = Page::all().map(|page| page.code.name().len()).max().unwrap_or(0);
    let style = if look.color { CODE } else { Style::new() };
    Page::all()
        .map(|page| format!("{style}{:widest$}{style:#}  {}\n", page.code.name(), drawn(page.title, look.is_ascii)))
        .collect()
}

/// The Markdown that our pages use: headings, paragraphs, lists and fenced code. Tables stay as they are.
fn painted(markdown: &str, width: usize) -> String {
    let mut out = String::new();
    let mut text = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            flush(&mut out, &mut text, width);
            in_code = !in_code;
        } else if in_code {
            out.push_str(&if line.is_empty() { "\n".to_owned() } else { format!("    {CODE}{line}{CODE:#}\n") });
        } else if let Some(heading) = line.strip_prefix('#') {
            flush(&mut out, &mut text, width);
            let heading = heading.trim_start_matches('#').trim_start();
            out.push_str(&format!("{HEADING}{heading}{HEADING:#}\n"));
        } else if line.trim().is_empty() || line.starts_with('|') {
            flush(&mut out, &mut text, width);
            out.push_str(line);
            out.push('\n');
        } else {
            if is_list_item(line) {
                flush(&mut out, &mut text, width);
            }
            text.push_str(if text.is_empty() { "" } else { " " });
            text.push_str(line.trim());
        }
    }
    flush(&mut out, &mut text, width);
    out
}

/// Writes the collected paragraph, wrapped. The lines of a list item are indented.
fn flush(out: &mut String, text: &mut String, width: usize) {
    if text.is_empty() {
        return;
    }
    let options = Options::new(width.max(20))
        .subsequent_indent(if is_list_item(text) { "  " } else { "" })
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    for line in textwrap::wrap(&with_code_painted(text), options) {
        out.push_str(&line);
        out.push('\n');
    }
    text.clear();
}

fn is_list_item(line: &str) -> bool {
    line.trim_start().starts_with("- ")
}

/// Colors the text between backticks, word by word, so that a line may end inside it.
fn with_code_painted(text: &str) -> String {
    let paint = |(index, part): (usize, &str)| {
        if index % 2 == 0 {
            return part.to_owned();
        }
        part.split(' ').map(|word| format!("{CODE}{word}{CODE:#}")).collect::<Vec<_>>().join(" ")
    };
    text.split('`').enumerate().map(paint).collect()
}

fn ended(page: &str) -> String {
    if page.ends_with('\n') { page.to_owned() } else { format!("{page}\n") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples::assert_picture;

    const PAGE: &str = "# unknown-thing\nA thing that is not there.\n\nThe catalog lists every thing, so \
        a name that it lacks, such as `create charge`, is a slip\nof the finger.\n\n- one that is near\n- one that is far \
        off, and says so in a line that is much too long for the terminal\n\n```pl\nallow thing\n\ndeny thing\n```\n";

    #[test]
    fn a_page_is_painted_and_wrapped() {
        assert_picture("page", &painted(PAGE, 60).replace('\u{1b}', "␛"));
    }

    #[test]
    fn without_color_a_page_is_printed_as_it_is() {
        for code in Page::all().map(|page| page.code) {
            assert_eq!(page(code, Look::plain(80)).trim_end(), Page::of(code).text.trim_end());
        }
    }

    #[test]
    fn the_list_has_a_line_for_every_code() {
        assert_eq!(pages(Look::plain(80)).lines().count(), Page::all().count());
    }
}
