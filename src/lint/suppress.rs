//! Suppressions: `# jamb: ignore[rule-a, rule-b] reason` suppresses the findings of these rules on its own line or,
//! if the comment is alone on its line, on the next line that is not a comment. Without a reason it suppresses
//! nothing.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::source::{Place, Source, SourceId, Sources, Span};
use crate::syntax::tree::{Comment, File};

/// A comment that suppresses findings.
#[derive(Debug, Clone)]
pub struct Suppression {
    /// The comment.
    pub place: Place,
    /// The rules between the brackets, or none without brackets.
    pub rules: Vec<Named>,
    /// Whether it gives a reason.
    pub has_reason: bool,
    /// The lines that it applies to: its own, and another one if it is alone on its line.
    pub lines: (u64, Option<u64>),
}

/// A rule that a suppression names.
#[derive(Debug, Clone)]
pub struct Named {
    /// The name, which may not be the name of a rule.
    pub name: String,
    /// Whether the rule found something there.
    pub used: bool,
}

/// The suppressions in some files, in order.
pub fn read(sources: &Sources, files: &[(SourceId, File)]) -> Vec<Suppression> {
    files.iter().flat_map(|(id, file)| of_file(*id, sources.get(*id), file)).collect()
}

/// Removes the suppressed findings, and marks the suppressions that were used.
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
    // From the end, since a comment followed by another one applies to the same line as that one.
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

/// The rules that a comment names, and whether it gives a reason.
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
    fn a_comment_after_an_item_applies_to_its_own_line() {
        let found = read_text("default allow # jamb: ignore[default-allow] our own server\n");
        assert_eq!(found, [(vec!["default-allow".to_owned()], true, (1, None))]);
    }

    #[test]
    fn a_comment_on_its_own_line_applies_to_the_next_line_that_is_not_a_comment() {
        let found = read_text("# jamb: ignore[a, b] why\n# more\n\n# jamb:ignore[c]\ndefault allow\n");
        assert_eq!((found[0].1, found[0].2), (true, (1, Some(5))));
        assert_eq!((found[1].1, found[1].2), (false, (4, Some(5))));
    }

    #[test]
    fn other_comments_are_not_suppressions() {
        let none =
            "# jamb: the language\n## jamb: ignore[a] why\n# ignore[a] why\n# jamb: ignored[a] why\ndefault deny";
        assert_eq!(read_text(none), []);
        assert_eq!(read_text("# jamb: ignore all\ndefault deny")[0].0, [""; 0]);
        assert!(!read_text("# jamb: ignore[a] --\ndefault deny")[0].1);
    }
}
