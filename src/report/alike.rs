//! Diagnostics that say the same about many names, as a generated file has them. One of them is drawn for all.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{SourceId, Sources};

/// Up to this many diagnostics that are alike, each is drawn.
const MOST_DRAWN: usize = 20;

/// The diagnostics to draw, in order, each with the text about those like it, if there are too many of them.
pub fn drawn<'d>(diagnostics: &'d [Diagnostic], sources: &Sources) -> Vec<(&'d Diagnostic, Option<String>)> {
    let mut groups: HashMap<Kind, Vec<&Diagnostic>> = HashMap::new();
    for diagnostic in diagnostics {
        groups.entry(kind(diagnostic)).or_default().push(diagnostic);
    }
    let with_text = |diagnostic: &'d Diagnostic| {
        let alike = groups.get(&kind(diagnostic)).filter(|alike| alike.len() > MOST_DRAWN);
        match alike {
            None => Some((diagnostic, None)),
            Some(alike) => {
                let is_first = alike.first().is_some_and(|first| std::ptr::eq(*first, diagnostic));
                is_first.then(|| (diagnostic, Some(others(alike, sources))))
            }
        }
    };
    diagnostics.iter().filter_map(with_text).collect()
}

/// What diagnostics that are alike have in common: also their message and their help, without the names in them.
type Kind = (Severity, Code, SourceId, String, Option<String>);

fn kind(diagnostic: &Diagnostic) -> Kind {
    let help = diagnostic.help.as_deref().map(without_names);
    let source = diagnostic.primary.place.source;
    (diagnostic.severity, diagnostic.code, source, without_names(&diagnostic.message), help)
}

/// The text without what is in backticks.
fn without_names(text: &str) -> String {
    text.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

fn others(alike: &[&Diagnostic], sources: &Sources) -> String {
    let more = alike.len() - 1;
    let places: Vec<_> = alike.iter().map(|diagnostic| sources.file_and_line(diagnostic.primary.place)).collect();
    let (file, first) = places.first().copied().unwrap_or_default();
    let last = places.iter().map(|(_, line)| *line).max().unwrap_or(first);
    let lines = if last > first { format!("up to line {last}") } else { "on the same line".to_owned() };
    format!("… and {more} more like this in `{file}`, {lines}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{Source, Span};

    #[test]
    fn one_of_many_that_differ_in_names_only_is_drawn() {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("a.pl", "a\n".repeat(30)));
        let at = |line: usize, message: String| {
            Diagnostic::error(Code::SYNTAX, Span::new(2 * line, 2 * line + 1).of(id), message, "")
        };
        let mut all: Vec<_> = (0..MOST_DRAWN).map(|line| at(line, format!("unknown tool `t{line}`"))).collect();
        all.push(at(29, "another mistake".to_owned()));
        assert!(drawn(&all, &sources).iter().all(|(_, others)| others.is_none()));
        all.insert(MOST_DRAWN, at(MOST_DRAWN, "unknown tool `last`".to_owned()));
        let texts: Vec<_> = drawn(&all, &sources)
            .iter()
            .map(|(diagnostic, others)| (diagnostic.message.clone(), others.clone()))
            .collect();
        let others = "… and 20 more like this in `a.pl`, up to line 21".to_owned();
        assert_eq!(texts, [("unknown tool `t0`".to_owned(), Some(others)), ("another mistake".to_owned(), None)]);
    }
}
