//! Suppressions: `# jamb: ignore[rule-a, rule-b] reason` takes back what these rules find on its own line, or
//! where it stands alone, on the next line that is no comment. Without a reason it takes back nothing.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::source::{Place, Source, SourceId, Sources, Span};
use crate::syntax::tree::{Comment, File};

/// A comment that asks for findings to be taken back.
#[derive(Debug, Clone)]
pub struct Suppression {
    /// The comment.
    pub place: Place,
    /// The rules between the brackets; none where there are no brackets.
    pub rules: Vec<Named>,
    /// Whether it says why.
    pub has_reason: bool,
    /// The lines that it speaks of: its own, and where it stands alone another.
    pub lines: (u64, Option<u64>),
}

/// A rule that a suppression names.
#[derive(Debug, Clone)]
pub struct Named {
    /// Its name, perhaps of no rule.
    pub name: String,
    /// Whether it found something there.
    pub used: bool,
}

/// The suppressions in some files, in their order.
pub fn read(sources: &Sources, files: &[(SourceId, File)]) -> Vec<Suppression> {
    files.iter().flat_map(|(id, file)| of_file(*id, sources.get(*id), file)).collect()
}

/// Takes out the findings that are suppressed, and notes who suppressed them.
pub fn suppress(sources: &Sources, suppressions: &mut [Suppression], findings: &mut Vec<Diagnostic>) {
    let mut by_line: HashMap<(SourceId, u64), Vec<usize>> = HashMap::new();
    for (index, suppression) in suppressions.iter().enumerate().filter(|(_, it)| it.has_reason) {
        let (own, next) = suppression.lines;
        for line in std::iter::once(own).chain(next) {
            by_line.entry((suppression.place.source, line)).or_default().push(index);
        }
    }
    findings.retain(|finding| {
        let place = finding.primary.place;
        let spot = (place.source, sources.start(place).line);
        let mut is_suppressed = false;
        for index in by_line.get(&spot).into_iter().flatten() {
            let rules = suppressions.get_mut(*index).into_iter().flat_map(|suppression| &mut suppression.rules);
            for named in rules.filter(|named| named.name == finding.code.name()) {
                named.used = true;
                is_suppressed = true;
            }
        }
        !is_suppressed
    });
}

fn of_file(id: SourceId, source: &Source, file: &File) -> Vec<Suppression> {
    let mut nexts: HashMap<u64, Option<u64>> = HashMap::new();
    let mut found = Vec::new();
    // From the end on: where a comment follows, it speaks of the same line.
    for comment in file.comments.iter().rev() {
        let line = source.position(comment.span.start).line;
        let next = if comment.own_line { next_line(source, line, &nexts) } else { None };
        if comment.own_line {
            nexts.insert(line, next);
        }
        if let Some((rules, has_reason)) = asked(source.slice(comment.span), comment) {
            found.push(Suppression { place: comment.span.of(id), rules, has_reason, lines: (line, next) });
        }
    }
    found.reverse();
    found
}

fn next_line(source: &Source, line: u64, nexts: &HashMap<u64, Option<u64>>) -> Option<u64> {
    let below = (line + 1..source.lines().end).find(|line| !is_blank(source, *line))?;
    nexts.get(&below).copied().unwrap_or(Some(below))
}

fn is_blank(source: &Source, line: u64) -> bool {
    let Span { start, end } = source.line(line);
    source.slice(Span { start, end }).trim().is_empty()
}

/// What a comment asks for: rules, and whether it says why.
fn asked(text: &str, comment: &Comment) -> Option<(Vec<Named>, bool)> {
    let rest = text.strip_prefix('#').filter(|_| !comment.doc)?.trim_start();
    let rest = rest.strip_prefix("jamb:")?.trim_start().strip_prefix("ignore")?;
    if rest.starts_with(|letter: char| letter.is_alphanumeric()) {
        return None;
    }
    let (names, reason) = match rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some(parts) => parts,
        None => ("", rest),
    };
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let rules = names.map(|name| Named { name: name.to_owned(), used: false }).collect();
    Some((rules, reason.contains(char::is_alphanumeric)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax;

    type Read = (Vec<String>, bool, (u64, Option<u64>));

    fn read_text(text: &str) -> Vec<Read> {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("p.pl", text));
        let file = syntax::parse(id, sources.get(id)).0;
        let all = read(&sources, &[(id, file)]).into_iter();
        all.map(|it| (it.rules.into_iter().map(|rule| rule.name).collect(), it.has_reason, it.lines)).collect()
    }

    #[test]
    fn a_comment_behind_an_item_speaks_of_its_own_line() {
        let found = read_text("default allow # jamb: ignore[default-allow] our own server\n");
        assert_eq!(found, [(vec!["default-allow".to_owned()], true, (1, None))]);
    }

    #[test]
    fn one_that_stands_alone_speaks_of_the_next_line_that_is_no_comment() {
        let found = read_text("# jamb: ignore[a, b] why\n# more\n\n# jamb:ignore[c]\ndefault allow\n");
        assert_eq!((found[0].1, found[0].2), (true, (1, Some(5))));
        assert_eq!((found[1].1, found[1].2), (false, (4, Some(5))));
    }

    #[test]
    fn other_comments_are_none() {
        let none =
            "# jamb: the language\n## jamb: ignore[a] why\n# ignore[a] why\n# jamb: ignored[a] why\ndefault deny";
        assert_eq!(read_text(none), []);
        assert_eq!(read_text("# jamb: ignore all\ndefault deny")[0].0, [""; 0]);
        assert!(!read_text("# jamb: ignore[a] --\ndefault deny")[0].1);
    }
}
