//! One diagnostic, drawn for people by miette. Each file of a diagnostic is a snippet of one picture, the main place
//! first. No other file names miette.

use std::fmt;

use anstyle::{AnsiColor, Style};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents, ThemeCharacters, ThemeStyles,
};
use textwrap::{Options, WordSeparator, WordSplitter};

use super::snippet::{Block, Mark, Snippet, snippet};
use super::{ascii, clipping, content::Look};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;
use crate::vocab::visible::{message, paragraph};

/// Labels are wrapped at the edge of the terminal, but are at least this wide.
const NARROWEST_LABEL: usize = 28;

/// One diagnostic, as a picture.
pub(super) fn draw(out: &mut String, diagnostic: &Diagnostic, sources: &Sources, look: Look) {
    let picture = Picture {
        headline: headline(diagnostic, look),
        help: diagnostic.help.as_deref().map(|help| ascii::drawn(&paragraph(help), look.is_ascii).into_owned()),
        snippet: snippet(diagnostic, sources, look),
        width: look.width,
    };
    let handler = GraphicalReportHandler::new_themed(theme(diagnostic.severity, &picture.snippet.marks, look))
        .with_width(look.width.max(20))
        .with_links(false)
        .without_syntax_highlighting()
        .tab_width(clipping::TAB_WIDTH)
        // Names are there to be copied, so words are never split at hyphens or slashes.
        .with_word_separator(WordSeparator::AsciiSpace)
        .with_word_splitter(WordSplitter::NoHyphenation);
    if handler.render_report(out, &picture).is_err() {
        // Writing to a string does not fail, and every span is inside its snippet. If that is ever wrong, show the
        // message.
        out.push_str(&picture.headline);
        out.push('\n');
    }
}

/// `error[unknown-tool]: unknown tool …`, with the part before the message in color.
fn headline(diagnostic: &Diagnostic, look: Look) -> String {
    let kind = format!("{}[{}]", diagnostic.severity.word(), diagnostic.code);
    let style = if look.color { color(diagnostic.severity).bold() } else { Style::new() };
    format!("{style}{kind}{style:#}: {}", ascii::drawn(&message(&diagnostic.message), look.is_ascii))
}

fn color(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
        Severity::Note => AnsiColor::Green,
    };
    Style::new().fg_color(Some(color.into()))
}

/// miette has three severities and gives labels colors in turn. Here each diagnostic has its own sign, and its main
/// place has the color of its severity.
fn theme(severity: Severity, marks: &[Mark], look: Look) -> GraphicalTheme {
    let mut theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    if look.is_ascii {
        theme.characters = ThemeCharacters::ascii();
    }
    theme.characters.error = ascii::drawn(sign(severity), look.is_ascii).into_owned();
    if look.color {
        let ansi = ThemeStyles::ansi();
        let main = match severity {
            Severity::Error => ansi.error,
            Severity::Warning => ansi.warning,
            Severity::Info => ansi.advice,
            Severity::Note => ansi.advice.green(),
        };
        let beside = ansi.advice.bright_blue();
        theme.styles.error = main;
        theme.styles.link = ansi.advice;
        theme.styles.highlights = marks.iter().map(|mark| if mark.primary { main.bold() } else { beside }).collect();
    }
    theme
}

fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "×",
        Severity::Warning => "⚠",
        Severity::Info => "ℹ",
        Severity::Note => "•",
    }
}

/// A diagnostic as miette wants it.
#[derive(Debug)]
struct Picture {
    headline: String,
    help: Option<String>,
    snippet: Snippet,
    width: usize,
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline)
    }
}

impl std::error::Error for Picture {}

impl miette::Diagnostic for Picture {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.snippet.marks.iter().map(|mark| {
            let message = mark.message.as_ref().map(|message| wrapped(message, &self.snippet.text, mark, self.width));
            let span = SourceSpan::from(mark.range.clone());
            if mark.primary {
                LabeledSpan::new_primary_with_span(message, span)
            } else {
                LabeledSpan::new_with_span(message, span)
            }
        })))
    }
}

/// A label, wrapped to the columns that are left to the right of its underline.
fn wrapped(message: &str, text: &str, mark: &Mark, width: usize) -> String {
    let before = text.get(..mark.range.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let marked = text.get(mark.range.clone()).unwrap_or_default();
    let columns = |text: &str| text.chars().map(clipping::width).sum::<usize>();
    let gutter = mark.position.line.to_string().len() + 10;
    let left = width.saturating_sub(gutter + columns(line) + columns(marked) / 2).max(NARROWEST_LABEL);
    let options =
        Options::new(left).word_separator(WordSeparator::AsciiSpace).word_splitter(WordSplitter::NoHyphenation);
    message.lines().flat_map(|line| textwrap::wrap(line, &options)).collect::<Vec<_>>().join("\n")
}

/// miette asks for each label with its context, and for each label alone to find its line and column. A span over two
/// blocks is refused, so that they stay two snippets.
impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        _context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let range = span.offset()..span.offset() + span.len();
        // A mark ends before the LF of its last line, so one that ends at the end of a block belongs to the next block.
        let holds = |block: &&Block| block.range.start <= range.start && range.end < block.range.end;
        let block = self.blocks.iter().find(holds);
        let block = block.ok_or(MietteError::OutOfBounds)?;
        let contents =
            if context_before == 0 { self.place_alone(block, &range) } else { Some(self.whole_block(block)) };
        contents.map(|contents| Box::new(contents) as Box<dyn SpanContents<'a>>).ok_or(MietteError::OutOfBounds)
    }
}

impl Snippet {
    fn whole_block(&self, block: &Block) -> MietteSpanContents<'_> {
        let data = self.text.get(block.range.clone()).unwrap_or_default().as_bytes();
        let (line, line_count) = (block.first_line as usize - 1, block.line_count);
        MietteSpanContents::new_named(block.name.clone(), data, block.range.clone().into(), line, 0, line_count)
    }

    fn place_alone(&self, block: &Block, range: &std::ops::Range<usize>) -> Option<MietteSpanContents<'_>> {
        let mark = self.marks.iter().find(|mark| mark.range == *range)?;
        let data = self.text.get(range.clone())?.as_bytes();
        let (line, column) = (mark.position.line as usize - 1, mark.position.column as usize - 1);
        Some(MietteSpanContents::new_named(block.name.clone(), data, range.clone().into(), line, column, 1))
    }
}
