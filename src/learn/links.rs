//! The sites that texts link to. An agent that a stranger talks to is often asked to pass on a link, so a text that is
//! sent and never had a link, or only to a few sites, gets the clause that says so.
//!
//! Chat programs turn `evil.test` into a link without a scheme, so every dot before a letter counts.

use super::tally::{Budget, Table};
use super::who::{Unit, Who};

/// The most sites that a clause lists.
const MOST_SITES: usize = 10;
/// The most sites of one text that are counted.
const MOST_IN_TEXT: usize = 50;
/// Characters that browsers take for a dot.
const DOTS: &str = "\u{3002}\u{ff0e}\u{ff61}";
/// The same in a regular expression.
const IN_CLASS: &str = r"\x{3002}\x{ff0e}\x{ff61}";

/// The sites in the texts of an argument.
#[derive(Debug, Default)]
pub struct Links {
    sites: Table,
    /// Calls with a text.
    pub texts: u64,
    /// Calls with a text in which something can't be told from a link.
    odd: u64,
}

/// A clause about links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRule {
    /// The regular expression that a text has to match; without sites, the one that finds a link.
    pub pattern: String,
    /// The sites that it allows.
    pub sites: Vec<String>,
    /// At most so many of the calls would be refused.
    pub refused: u64,
}

impl Links {
    /// Counts a text.
    pub fn add(&mut self, text: &str, who: Who, budget: &mut Budget) {
        self.texts += 1;
        let Some(mut sites) = sites(text) else {
            self.odd += 1;
            return;
        };
        sites.sort_unstable();
        sites.dedup();
        sites.iter().for_each(|site| self.sites.add(site, who, budget));
    }

    /// The clause that texts link only to sites that several grants linked to.
    pub fn rule(&self, unit: Unit) -> Option<LinkRule> {
        let rows = self.sites.rows();
        let (shared, alone): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, support)| support.is_shared(unit));
        let refused = self.odd + self.sites.others + alone.iter().map(|(_, support)| support.calls).sum::<u64>();
        let sites: Vec<String> = shared.into_iter().map(|(site, _)| site.to_owned()).collect();
        (self.texts > 0 && sites.len() <= MOST_SITES).then(|| LinkRule { pattern: pattern(&sites), sites, refused })
    }
}

/// The sites in a text, in lower case; `None` if it has something that may be a link to elsewhere.
fn sites(text: &str) -> Option<Vec<String>> {
    if text.contains(|letter| DOTS.contains(letter)) {
        return None;
    }
    let text = without_schemes(text)?;
    let mut found = Vec::new();
    let mut before = None;
    for word in text.split_inclusive(|letter| !is_part(letter)) {
        let (name, end) = match word.char_indices().next_back().filter(|(_, last)| !is_part(*last)) {
            Some((at, last)) => (word.get(..at).unwrap_or_default(), Some(last)),
            None => (word, None),
        };
        let name = if before == Some('\\') { name.trim_start_matches(['n', 'r', 't']) } else { name };
        let name = name.trim_end_matches(['.', '-', '@']);
        if has_site(name) {
            let is_plain = name.starts_with(|it: char| it.is_ascii_alphanumeric()) && !name.contains("..");
            found.push((is_plain && before != Some('/')).then(|| name.to_ascii_lowercase())?);
        }
        before = end;
    }
    (found.len() <= MOST_IN_TEXT).then_some(found)
}

/// The text without the `https://` in front of sites; `None` if `//` is anywhere else.
fn without_schemes(text: &str) -> Option<String> {
    let mut parts = text.split("//");
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let start = ["https:", "http:"].iter().find_map(|scheme| out.strip_suffix(scheme)).map(str::len)?;
        out.truncate(start);
        let is_apart = out.chars().next_back().is_none_or(|last| !is_part(last) && last != '/');
        let host: &str = part.split(|letter| !is_part(letter)).next().unwrap_or_default();
        if !is_apart || !has_site(host) {
            return None;
        }
        out += part;
    }
    Some(out)
}

fn is_part(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '@')
}

/// Whether a word has a dot before a letter.
fn has_site(word: &str) -> bool {
    word.as_bytes().windows(2).any(|pair| matches!(pair, [b'.', letter] if letter.is_ascii_alphabetic()))
}

/// The whole text consists of the sites, each as a word of its own, and of characters among which no dot is followed by
/// a letter and no slash by a slash. RE2 has no look-ahead, so the character after dots and slashes is a part of each
/// alternative.
fn pattern(sites: &[String]) -> String {
    if sites.is_empty() {
        return format!("[.{IN_CLASS}][A-Za-z]|//");
    }
    let plain = format!("[^./{IN_CLASS}]");
    let slash = format!(r"\.*/(?:\.+/)*(?:[^./{IN_CLASS}]|$)");
    let dot = format!(r"/?(?:\.+/)*\.+(?:[^A-Za-z./{IN_CLASS}]|$)");
    let names: Vec<String> = sites.iter().map(|site| site.replace('.', r"\.")).collect();
    // Models often write `\n` for a line break.
    let apart = format!(r"(?:^|/?(?:\.+/)*\.*[^A-Za-z0-9./@{IN_CLASS}-]|\\[nrt])");
    let site = format!(r"{apart}(?:https?://)?(?i:{})\b", names.join("|"));
    format!("^(?:{site}|{plain}|{slash}|{dot})*$")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Regex;

    #[test]
    fn a_pattern_allows_its_sites_only() {
        let ours = Regex::new(&pattern(&["www.acme.example".to_owned(), "acme.example".to_owned()])).unwrap();
        for text in [
            "",
            "Hello.",
            "At 12:30, for 12.50: yes. No... Really?",
            "See www.acme.example.",
            "See http://www.acme.example/a, or https://acme.example",
            "www.acme.example",
            "Look: www.acme.example",
            "First. www.acme.example\nSecond:www.acme.example",
            "(www.acme.example)",
            r"See\nwww.acme.example",
        ] {
            assert!(ours.is_match(text), "{text}");
        }
        for text in [
            "evil.test",
            "www.acme.example.evil.test",
            "www.acme.example evil.test",
            "evilwww.acme.example",
            "evil-acme.example",
            "x@acme.example",
            "http://evil",
            "https://2130706433/",
            "ftp://www.acme.example",
            "evil\u{3002}test",
            "//evil",
            "a/www.acme.example",
            "www.acme.examples",
        ] {
            assert!(!ours.is_match(text), "{text}");
        }
        let none = Regex::new(&pattern(&[])).unwrap();
        assert!(!none.is_match("Hello. 12:30, 1.5") && none.is_match("a b.c") && none.is_match("http://a"));
    }

    #[test]
    fn every_dot_before_a_letter_is_a_link() {
        let of = |text: &str| sites(text).map(|sites| sites.join(" "));
        assert_eq!(of("See WWW.acme.example, and http://b.test/x."), Some("www.acme.example b.test".to_owned()));
        assert_eq!(of("At 12.30."), Some(String::new()));
        for odd in ["ftp://a.test", "http://localhost", "a\u{ff0e}test", "a..b", "https://a.test/x.html"] {
            assert_eq!(of(odd), None, "{odd}");
        }
    }
}
