//! What the alternatives of an expression fix: the text that they begin with, the text that they end with, and the
//! stretch between them that is free. `^/srv/docs/.*\.md$` fixes `/srv/docs/` and `.md`.

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

use super::example::letter_of;
use super::expression::parsed;
use super::memo::Memo;

/// The most alternatives of one expression, and the most atoms of all of them together.
const MOST: usize = 64;
const MOST_ATOMS: usize = 8_000;
/// A repetition of at least this many is a free stretch.
const LONG: u32 = 8;
/// The most letters of a class that are alternatives.
const MOST_LISTED: usize = 4;

/// One alternative of an expression. Every text that it matches is a lead, a stretch and a tail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The letters that each text begins with.
    pub start: String,
    /// An example of what comes before the last free stretch.
    pub lead: String,
    /// The lead, with `*` in the place of each letter that is not fixed, and of the same length.
    pub outline: String,
    /// Whether the lead consists of fixed letters only.
    pub is_lead_fixed: bool,
    /// Whether the last step of the lead, after the last `/` or `\`, consists of fixed letters only.
    pub is_last_step_fixed: bool,
    /// The last free stretch.
    pub stretch: Stretch,
    /// An example of what comes after it.
    pub tail: String,
    /// Whether the tail consists of fixed letters only.
    pub is_tail_fixed: bool,
    /// Whether the text may begin with anything, because there is no `^`, or `.*` after it.
    pub is_open_at_start: bool,
    /// Whether some letters match in both cases.
    pub ignores_case: bool,
    /// Whether a `.` stands for any letter.
    pub has_any_letter: bool,
    /// The letters that each text ends with.
    pub last: String,
}

/// A part of a text that may be long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// There is none.
    None,
    /// Any letters, because there is no `$`, or by `.*`.
    Anything,
    /// Letters of a class that contains `/`: `[A-Za-z0-9_./-]+`.
    Steps,
}

impl Alternative {
    /// The text, if the alternative matches no other.
    pub fn only(&self) -> Option<&str> {
        (self.stretch == Stretch::None && self.is_lead_fixed && !self.ignores_case).then_some(&self.start)
    }

    /// The beginning, if the alternative matches every text that begins with it.
    pub fn beginning(&self) -> Option<&str> {
        let is_plain = self.is_lead_fixed && self.tail.is_empty() && self.is_tail_fixed;
        (self.stretch == Stretch::Anything && is_plain && !self.start.is_empty()).then_some(&self.start)
    }

    /// The end, if the alternative matches every text that ends with it.
    pub fn end(&self) -> Option<&str> {
        let is_plain = self.lead.is_empty() && self.is_tail_fixed;
        (self.stretch == Stretch::Anything && is_plain && !self.tail.is_empty()).then_some(&self.tail)
    }
}

/// The alternatives of an expression, or none if there are too many or if it is not an expression.
pub fn alternatives(pattern: &str) -> Vec<Alternative> {
    ALTERNATIVES.with(|all| all.get(pattern, || read(pattern), |_| true))
}

thread_local! {
    static ALTERNATIVES: Memo<Vec<Alternative>> = Memo::default();
}

fn read(pattern: &str) -> Vec<Alternative> {
    let Ok(hir) = parsed(pattern) else { return Vec::new() };
    let read = |lists_letters| Reader { left: MOST_ATOMS, lists_letters }.rows(&hir);
    let rows = read(true).or_else(|| read(false)).unwrap_or_default();
    rows.iter().map(|row| alternative(row)).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Atom {
    Start,
    End,
    Letter {
        letter: char,
        ignores_case: bool,
    },
    /// `.`, which is meant as a dot or as any letter.
    Any,
    Free(Stretch),
    /// A letter of a class, or an end of a word.
    Example(Option<char>),
}

type Rows = Vec<Vec<Atom>>;

struct Reader {
    left: usize,
    /// Whether each letter of a short class is an alternative: the parser makes `[ab]` of `(?:a|b)`.
    lists_letters: bool,
}

impl Reader {
    /// The parser bounds the depth.
    fn rows(&mut self, hir: &Hir) -> Option<Rows> {
        self.left = self.left.checked_sub(1)?;
        match hir.kind() {
            HirKind::Empty => Some(vec![Vec::new()]),
            HirKind::Literal(literal) => {
                let letters = std::str::from_utf8(&literal.0).ok()?.chars();
                self.left = self.left.checked_sub(literal.0.len())?;
                Some(vec![of_letters(letters)])
            }
            HirKind::Class(class) => Some(match listed(class).filter(|_| self.lists_letters) {
                Some(letters) => letters.into_iter().map(|letter| of_letters([letter].into_iter())).collect(),
                None => vec![vec![of_class(class)]],
            }),
            HirKind::Look(Look::Start) => Some(vec![vec![Atom::Start]]),
            HirKind::Look(Look::End) => Some(vec![vec![Atom::End]]),
            HirKind::Look(_) => Some(vec![vec![Atom::Example(None)]]),
            HirKind::Repetition(repetition) => self.repeated(repetition),
            HirKind::Capture(capture) => self.rows(&capture.sub),
            HirKind::Concat(parts) => parts.iter().try_fold(vec![Vec::new()], |rows, part| {
                let next = self.rows(part)?;
                self.joined(&rows, &next)
            }),
            HirKind::Alternation(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(self.rows(part)?);
                }
                (all.len() <= MOST).then_some(all)
            }
        }
    }

    fn joined(&mut self, rows: &Rows, next: &Rows) -> Option<Rows> {
        let count = rows.len().saturating_mul(next.len());
        let joined: Rows = if count <= MOST {
            rows.iter().flat_map(|row| next.iter().map(move |next| [row.as_slice(), next].concat())).collect()
        } else {
            return None;
        };
        self.left = self.left.checked_sub(joined.iter().map(Vec::len).sum())?;
        Some(joined)
    }

    fn repeated(&mut self, repetition: &Repetition) -> Option<Rows> {
        let is_long = repetition.max.is_none_or(|max| max >= LONG);
        if let (HirKind::Class(class), true) = (repetition.sub.kind(), is_long)
            && let Some(stretch) = stretch(class)
        {
            return Some(vec![vec![Atom::Free(stretch)]]);
        }
        let once = if let HirKind::Class(class) = repetition.sub.kind() {
            vec![vec![of_class(class)]]
        } else {
            self.rows(&repetition.sub)?
        };
        match (repetition.min, repetition.max) {
            (0, Some(1)) => Some([once, vec![Vec::new()]].concat()),
            // An example of each: without it, and with it once.
            (0, _) => Some([vec![Vec::new()], in_example(once)].concat()),
            (min, max) => {
                let mut rows = once.clone();
                for _ in 1..min {
                    rows = self.joined(&rows, &once)?;
                }
                Some(if max == Some(min) { rows } else { in_example(rows) })
            }
        }
    }
}

/// What may be repeated is not fixed.
fn in_example(mut rows: Rows) -> Rows {
    for atom in rows.iter_mut().flatten() {
        if let Atom::Letter { letter, .. } = *atom {
            *atom = Atom::Example(Some(letter));
        }
    }
    rows
}

fn of_letters(letters: impl Iterator<Item = char>) -> Vec<Atom> {
    letters.map(|letter| Atom::Letter { letter, ignores_case: false }).collect()
}

/// The letters of a class of few, unless they are one letter in both cases.
fn listed(class: &Class) -> Option<Vec<char>> {
    let Class::Unicode(ranges) = class else { return None };
    let all = ranges.iter().flat_map(|range| (range.start()..=range.end()).take(MOST_LISTED + 1));
    let letters: Vec<char> = all.take(MOST_LISTED + 1).collect();
    let is_listed = letters.len() <= MOST_LISTED && letters.iter().all(char::is_ascii_alphanumeric);
    (is_listed && !matches!(of_class(class), Atom::Letter { .. })).then_some(letters)
}

/// A class of one letter in both cases is a letter; a dot is meant as one.
fn of_class(class: &Class) -> Atom {
    if stretch(class) == Some(Stretch::Anything) {
        return Atom::Any;
    }
    let Class::Unicode(ranges) = class else { return Atom::Example(letter_of(class, 0)) };
    let letters: Vec<char> = ranges.iter().flat_map(|range| (range.start()..=range.end()).take(4)).take(4).collect();
    let lower = letters.iter().find(|letter| letter.is_ascii_lowercase()).copied();
    let is_same = |letter: &char| lower.is_some_and(|lower| folds_to(*letter, lower));
    match lower {
        Some(lower) if letters.len() > 1 && letters.iter().all(is_same) => {
            Atom::Letter { letter: lower, ignores_case: true }
        }
        Some(_) | None => Atom::Example(letter_of(class, 0)),
    }
}

/// `(?i)` also takes `ſ` for `s` and the sign for kelvin for `k`.
fn folds_to(letter: char, lower: char) -> bool {
    letter.eq_ignore_ascii_case(&lower) || matches!((letter, lower), ('\u{17f}', 's') | ('\u{212a}', 'k'))
}

fn stretch(class: &Class) -> Option<Stretch> {
    let has = |letter: char| match class {
        Class::Unicode(class) => class.iter().any(|range| (range.start()..=range.end()).contains(&letter)),
        Class::Bytes(class) => class
            .iter()
            .any(|range| u32::from(letter) <= 0x7f && range.start() <= letter as u8 && letter as u8 <= range.end()),
    };
    if ('!'..='~').all(has) {
        return Some(Stretch::Anything);
    }
    (has('/') && has('a')).then_some(Stretch::Steps)
}

fn alternative(row: &[Atom]) -> Alternative {
    let is_held = row.first() == Some(&Atom::Start);
    let is_closed = row.last() == Some(&Atom::End);
    let inner: Vec<Atom> = row.iter().copied().filter(|atom| !matches!(atom, Atom::Start | Atom::End)).collect();
    let free = inner.iter().rposition(|atom| matches!(atom, Atom::Free(_)));
    let is_open_at_start = !is_held || matches!(inner.first(), Some(Atom::Free(Stretch::Anything)));
    let fixed = inner.iter().map_while(fixed_letter);
    let start: String = if is_held { fixed.collect() } else { String::new() };
    let (lead, stretch, tail) = match (free, is_closed) {
        (_, false) => (inner.as_slice(), Stretch::Anything, &[][..]),
        (Some(at), true) => split(&inner, at),
        (None, true) if !is_held => (&[][..], Stretch::Anything, inner.as_slice()),
        (None, true) => (inner.as_slice(), Stretch::None, &[][..]),
    };
    // What is free up to an open end is part of the stretch.
    let lead = if is_closed { lead } else { without_free_end(lead) };
    Alternative {
        is_lead_fixed: is_fixed(lead) && (is_held || lead.is_empty()),
        is_last_step_fixed: is_held && is_last_step_fixed(lead),
        outline: outline(lead),
        lead: example(lead),
        stretch,
        is_tail_fixed: is_fixed(tail),
        tail: example(tail),
        is_open_at_start,
        ignores_case: inner.iter().any(|atom| matches!(atom, Atom::Letter { ignores_case: true, .. })),
        has_any_letter: inner.contains(&Atom::Any),
        last: if is_closed { last_letters(&inner) } else { String::new() },
        start,
    }
}

fn last_letters(atoms: &[Atom]) -> String {
    let backwards: Vec<char> = atoms.iter().rev().map_while(fixed_letter).collect();
    backwards.into_iter().rev().collect()
}

fn fixed_letter(atom: &Atom) -> Option<char> {
    match atom {
        Atom::Letter { letter, .. } => Some(*letter),
        Atom::Any => Some('.'),
        Atom::Start | Atom::End | Atom::Free(_) | Atom::Example(_) => None,
    }
}

fn split(inner: &[Atom], at: usize) -> (&[Atom], Stretch, &[Atom]) {
    let stretch = match inner.get(at) {
        Some(Atom::Free(stretch)) => *stretch,
        Some(Atom::Start | Atom::End | Atom::Letter { .. } | Atom::Any | Atom::Example(_)) | None => Stretch::None,
    };
    (inner.get(..at).unwrap_or_default(), stretch, inner.get(at + 1..).unwrap_or_default())
}

fn without_free_end(lead: &[Atom]) -> &[Atom] {
    match lead.split_last() {
        Some((Atom::Free(_) | Atom::Example(None), rest)) => without_free_end(rest),
        Some(_) | None => lead,
    }
}

fn is_fixed(atoms: &[Atom]) -> bool {
    atoms.iter().all(|atom| fixed_letter(atom).is_some())
}

fn is_last_step_fixed(atoms: &[Atom]) -> bool {
    let is_letter = |atom: &&Atom| fixed_letter(atom).is_some();
    let is_slash = |atom: &Atom| matches!(atom, Atom::Letter { letter: '/' | '\\', .. });
    atoms.iter().rev().take_while(is_letter).any(is_slash) || is_fixed(atoms)
}

fn example(atoms: &[Atom]) -> String {
    atoms.iter().filter_map(example_letter).collect()
}

fn example_letter(atom: &Atom) -> Option<char> {
    match atom {
        Atom::Letter { letter, .. } | Atom::Example(Some(letter)) => Some(*letter),
        Atom::Any => Some('.'),
        Atom::Free(_) => Some('a'),
        Atom::Start | Atom::End | Atom::Example(None) => None,
    }
}

fn outline(atoms: &[Atom]) -> String {
    let part = |atom: &Atom| match fixed_letter(atom) {
        Some(letter) => letter.to_string(),
        None => "*".repeat(example_letter(atom).map_or(0, char::len_utf8)),
    };
    atoms.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str) -> Vec<String> {
        let words = |it: &Alternative| {
            let plain = |text: &str, is_plain: bool| if is_plain { text.to_owned() } else { format!("{text}?") };
            let sign = match it.stretch {
                Stretch::None => "",
                Stretch::Anything => "*",
                Stretch::Steps => "/",
            };
            let open = if it.is_open_at_start { "..." } else { "" };
            format!("{open}{}{sign}{}", plain(&it.lead, it.is_lead_fixed), plain(&it.tail, it.is_tail_fixed))
        };
        alternatives(pattern).iter().map(words).collect()
    }

    #[test]
    fn an_alternative_fixes_its_ends() {
        for (pattern, expected) in [
            ("^/srv/docs", &["/srv/docs*"][..]),
            ("^/srv/docs.*", &["/srv/docs*"]),
            ("^/srv/docs/.*$", &["/srv/docs/*"]),
            (r"^/srv/docs/[\w./-]+\.md$", &["/srv/docs//.md"]),
            ("^/srv/docs(?:/.*)?$", &["/srv/docs/*", "/srv/docs"]),
            ("^/srv/docs(/|$)", &["/srv/docs/*", "/srv/docs"]),
            ("^/(?:srv|opt)/x$", &["/srv/x", "/opt/x"]),
            (r"\.csv$", &["...*.csv"]),
            (r"^.*@corp\.example$", &["...*@corp.example"]),
            (r"^https?://docs\.example\.com", &["https://docs.example.com*", "http://docs.example.com*"]),
            ("^/srv/[a-z]+/docs", &["/srv/a/docs?*"]),
            ("^/srv/docs(?:/[a-z]+)*$", &["/srv/docs", "/srv/docs/a?"]),
            (r"docs\.example", &["...docs.example?*"]),
            ("^a{3}$", &["aaa"]),
            (r"^/srv/docs\b", &["/srv/docs*"]),
            ("^[a-z]+$", &["a?"]),
            ("^/srv/(?:a|b)", &["/srv/a*", "/srv/b*"]),
            ("^[ab]+$", &["a?"]),
            ("^x[aA]$", &["xa"]),
            ("", &["...*"]),
        ] {
            assert_eq!(read(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn what_a_pattern_means_in_whole() {
        let of = |pattern: &str| alternatives(pattern).remove(0);
        assert_eq!(of("^/srv/docs/.*$").beginning(), Some("/srv/docs/"));
        assert_eq!(of(r"^/srv/.*\.md$").beginning(), None);
        assert_eq!(of(r"\.md$").end(), Some(".md"));
        assert_eq!(of(r"^.*\.md$").end(), Some(".md"));
        assert_eq!(of(r"^a.*\.md$").end(), None);
        assert_eq!(of("^usd$").only(), Some("usd"));
        assert_eq!(of("^/srv/v[0-9]+/é[a-z]").outline, "/srv/v*/é*");
        assert!(of("(?i)^https://x").ignores_case && of("(?i)^sk").ignores_case);
    }

    #[test]
    fn an_expression_with_many_alternatives_is_not_read() {
        assert_eq!(read("^(?:aa|bb|cc)(?:aa|bb|cc)(?:aa|bb|cc)(?:aa|bb|cc)$"), [""; 0]);
        assert_eq!(read("^(?:ab){1000}$"), [""; 0]);
        assert_eq!(read("^(?:ab){20}$").len(), 1);
        assert_eq!(read("^[ab][ab][ab][ab][ab][ab][ab]/x$"), ["aaaaaaa/x?"]);
    }
}
