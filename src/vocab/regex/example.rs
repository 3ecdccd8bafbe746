//! A text that an expression matches, short and plain enough to show: `SUP-1` for `^SUP-[0-9]{1,8}$`.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::expression::Regex;

/// Longer examples don't help.
const LONGEST: usize = 200;
/// How many parts of an expression are looked at.
const MOST_PARTS: usize = 10_000;
/// The characters that are preferred from a class: the next one of the first row that the class has any of.
const PLAIN: [&str; 4] = ["abcdefghijklmnopqrstuvwxyz", "123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0_-. "];

impl Regex {
    /// A text that matches, if one is easy to find.
    pub fn example(&self) -> Option<String> {
        let mut writer = Writer::default();
        writer.write(self.hir())?;
        // `^`, `$` and `\b` were ignored above.
        self.is_match(&writer.out).then_some(writer.out)
    }
}

impl Regex {
    /// Short texts that match, one for each way through the expression's alternatives, up to a bound.
    pub fn examples(&self, most: usize) -> Vec<String> {
        let mut ways = Ways { most, parts: 0 };
        let mut all = ways.through(self.hir()).unwrap_or_default();
        all.retain(|text| self.is_match(text));
        all
    }
}

/// Finds texts for each alternative and each optional part of an expression.
struct Ways {
    most: usize,
    parts: usize,
}

impl Ways {
    /// The parser bounds the depth.
    fn through(&mut self, hir: &Hir) -> Option<Vec<String>> {
        self.parts += 1;
        if self.parts > MOST_PARTS {
            return None;
        }
        let mut all = match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => vec![String::new()],
            HirKind::Literal(literal) => vec![std::str::from_utf8(&literal.0).ok()?.to_owned()],
            HirKind::Class(class) => vec![letter_of(class, 0)?.to_string()],
            HirKind::Repetition(repetition) => {
                let least = repetition.min as usize;
                let once = self.through(&repetition.sub)?;
                let some = once.iter().map(|text| text.repeat(least.max(1)));
                let none = (least == 0).then(String::new).into_iter();
                // A group is left out first, such as a port; a word should have a letter.
                match repetition.sub.kind() {
                    HirKind::Class(_) => some.chain(none).collect(),
                    HirKind::Empty
                    | HirKind::Literal(_)
                    | HirKind::Look(_)
                    | HirKind::Repetition(_)
                    | HirKind::Capture(_)
                    | HirKind::Concat(_)
                    | HirKind::Alternation(_) => none.chain(some).collect(),
                }
            }
            HirKind::Capture(capture) => self.through(&capture.sub)?,
            HirKind::Concat(parts) => parts.iter().try_fold(vec![String::new()], |all, part| {
                let next = self.through(part)?;
                let joined = all.iter().flat_map(|start| next.iter().map(move |end| format!("{start}{end}")));
                let joined: Vec<String> = joined.take(self.most).collect();
                joined.iter().all(|text| text.len() <= LONGEST).then_some(joined)
            })?,
            HirKind::Alternation(parts) => {
                let ways: Option<Vec<Vec<String>>> = parts.iter().map(|part| self.through(part)).collect();
                ways?.concat()
            }
        };
        all.truncate(self.most);
        all.iter().all(|text| text.len() <= LONGEST).then_some(all)
    }
}

#[derive(Default)]
struct Writer {
    out: String,
    /// How many letters were taken from classes so far.
    classes: usize,
    parts: usize,
}

impl Writer {
    /// The parser bounds the depth.
    fn write(&mut self, hir: &Hir) -> Option<()> {
        self.parts += 1;
        if self.out.len() > LONGEST || self.parts > MOST_PARTS {
            return None;
        }
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Some(()),
            HirKind::Literal(literal) => {
                self.out.push_str(std::str::from_utf8(&literal.0).ok()?);
                Some(())
            }
            HirKind::Class(class) => {
                self.out.push(letter_of(class, self.classes)?);
                self.classes += 1;
                Some(())
            }
            HirKind::Repetition(repetition) => (0..repetition.min).try_for_each(|_| self.write(&repetition.sub)),
            HirKind::Capture(capture) => self.write(&capture.sub),
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.write(part)),
            HirKind::Alternation(parts) => self.write(parts.first()?),
        }
    }
}

/// A letter of a class, a different one each time that it is asked for with another number.
pub fn letter_of(class: &Class, number: usize) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let has = |letter: &char| class.iter().any(|range| (range.start()..=range.end()).contains(letter));
    let next = |row: &&str| {
        let mut from_here = row.chars().cycle().skip(number % row.len()).take(row.len());
        from_here.find(has)
    };
    PLAIN.iter().find_map(next).or_else(|| class.iter().next().map(|range| range.start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_alternative_has_an_example() {
        for (pattern, examples) in [
            ("^/(?:etc|root)/", &["/etc/", "/root/"][..]),
            (r"(?:^|/)\.env$", &[".env", "/.env"]),
            (r"\brm +-rf\b", &["rm -rf"]),
            (r"^git(?: [a-z]+)?$", &["git", "git a"]),
            ("(?i)drop|delete", &["drop", "delete"]),
            ("^a{500}$", &[]),
        ] {
            assert_eq!(Regex::new(pattern).unwrap().examples(8), examples, "{pattern}");
        }
    }

    #[test]
    fn examples_are_short_and_match() {
        for (pattern, example) in [
            ("^SUP-[0-9]{1,8}$", Some("SUP-1")),
            ("^cus_[A-Za-z0-9]{4,64}$", Some("cus_abcd")),
            (r"^/srv/(?:src|docs)(?:/[a-z]+)+$", Some("/srv/src/a")),
            (r"@example\.com$", Some("@example.com")),
            ("^(usd|eur)$", Some("usd")),
            ("", Some("")),
            (r"^[^a-zA-Z0-9]$", Some("_")),
            (r"^é{2}$", Some("éé")),
            (r"a\bb", None),
            ("^x{500}$", None),
        ] {
            assert_eq!(Regex::new(pattern).unwrap().example().as_deref(), example, "{pattern}");
        }
    }
}
