//! `--format short`: one line per diagnostic, `FILE:LINE:COLUMN: severity[code]: message`, written by
//! codespan-reporting. No other file names that crate.

use std::io;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use codespan_reporting::diagnostic::{Diagnostic as Shown, Label, LabelStyle, Severity as Shade};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{Config, DisplayStyle, WriteStyle, emit_to_write_style};

use super::content::{Look, Report};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{SourceId, Sources};
use crate::vocab::visible::{message, visible};

/// One line per diagnostic.
pub(super) fn render(report: &Report<'_>, look: Look) -> String {
    let mut lines = Lines { bytes: Vec::new(), color: look.color, severity: Severity::Error, word_follows: false };
    let config = Config { display_style: DisplayStyle::Short, ..Config::default() };
    let files = Texts { sources: report.sources };
    for diagnostic in report.diagnostics {
        lines.severity = diagnostic.severity;
        // Writing to memory does not fail, and every place is in a known source.
        let _ = emit_to_write_style(&mut lines, &config, &files, &shown(diagnostic));
    }
    String::from_utf8_lossy(&lines.bytes).into_owned()
}

fn shown(diagnostic: &Diagnostic) -> Shown<SourceId> {
    let place = diagnostic.primary.place;
    Shown::new(Shade::Error)
        .with_code(diagnostic.code.name())
        .with_message(message(&diagnostic.message))
        .with_label(Label::primary(place.source, place.span.range()))
}

/// The sources as codespan-reporting wants them. Its own columns count the byte order mark; ours do not.
struct Texts<'s> {
    sources: &'s Sources,
}

impl<'s> Files<'s> for Texts<'s> {
    type FileId = SourceId;
    type Name = String;
    type Source = &'s str;

    fn name(&'s self, id: SourceId) -> Result<String, Error> {
        Ok(visible(&self.sources.get(id).name).into_owned())
    }

    fn source(&'s self, id: SourceId) -> Result<&'s str, Error> {
        Ok(&self.sources.get(id).text)
    }

    fn line_index(&'s self, id: SourceId, offset: usize) -> Result<usize, Error> {
        Ok(self.sources.get(id).position(offset as u32).line as usize - 1)
    }

    fn column_number(&'s self, id: SourceId, _line: usize, offset: usize) -> Result<usize, Error> {
        Ok(self.sources.get(id).position(offset as u32).column as usize)
    }

    fn line_range(&'s self, id: SourceId, line: usize) -> Result<Range<usize>, Error> {
        Ok(self.sources.get(id).line(line as u64 + 1).range())
    }
}

/// Where the lines go. codespan-reporting has no `info`, so we write the word for the severity ourselves.
struct Lines {
    bytes: Vec<u8>,
    color: bool,
    severity: Severity,
    word_follows: bool,
}

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let word = std::mem::take(&mut self.word_follows);
        self.bytes.extend_from_slice(if word { self.severity.word().as_bytes() } else { bytes });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn paint(&mut self, style: Style) -> io::Result<()> {
        if self.color { style.write_to(&mut self.bytes) } else { Ok(()) }
    }
}

impl WriteStyle for Lines {
    fn set_header(&mut self, _: Shade) -> io::Result<()> {
        let color = match self.severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::Cyan,
            Severity::Note => AnsiColor::Green,
        };
        self.word_follows = true;
        self.paint(Style::new().bold().fg_color(Some(color.into())))
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.reset()
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_label(&mut self, _: Shade, _: LabelStyle) -> io::Result<()> {
        Ok(())
    }

    fn reset(&mut self) -> io::Result<()> {
        if self.color {
            anstyle::Reset.render().to_string().bytes().for_each(|byte| self.bytes.push(byte))
        }
        Ok(())
    }
}
