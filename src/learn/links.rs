//! The sites that texts link to. An agent that a stranger talks to is often asked to pass on a link, so a text that is
//! sent and never had a link, or only to a few sites, gets the clause that says so.
//!
//! Chat programs turn `evil.test` into a link without a scheme, so every dot before a letter counts.

pub mod endings;
mod patterns;

use std::collections::HashMap;

use super::tally::{Budget, Table};
use super::who::{Unit, Who};
use crate::vocab::Regex;

/// The most sites that a clause lists.
const MOST_SITES: usize = 10;
/// The most different sets of sites in one text each, for which an expression is compiled.
const MOST_SETS: usize = 200;

/// The sites in the texts of an argument.
#[derive(Default)]
pub struct Links {
    sites: Table,
    /// Calls with a text.
    pub texts: u64,
    /// Calls with a text in which something can't be told from a link.
    odd: u64,
    /// Finds what is not allowed beside links to some sites, by these sites.
    allowed: HashMap<Vec<String>, Option<Allowed>>,
}

/// A clause about links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRule {
    /// The regular expression that a text has to match, if there are sites.
    pub required: Option<String>,
    /// The regular expression that a text must not match.
    pub denied: String,
    /// The sites that it allows, the names of files, `*.html`, and full stops.
    pub sites: Vec<String>,
    /// At most so many of the calls would be refused.
    pub refused: u64,
}

/// The expressions of a clause, compiled.
struct Allowed {
    required: Option<Regex>,
    denied: Regex,
}

impl std::fmt::Debug for Links {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Links").field("sites", &self.sites).field("odd", &self.odd).finish_non_exhaustive()
    }
}

impl Links {
    /// Counts a text. What the clause for its own sites would refuse can't be told from a link to elsewhere.
    pub fn add(&mut self, text: &str, who: Who, budget: &mut Budget) {
        self.texts += 1;
        if self.allows(&[], text) {
            return;
        }
        let sites = sites(text);
        if sites.is_empty() || sites.len() > MOST_SITES || !self.allows(&sites, text) {
            self.odd += 1;
            return;
        }
        sites.iter().for_each(|site| self.sites.add(site, who, budget));
    }

    /// Whether a clause that allows these sites allows a text.
    fn allows(&mut self, sites: &[String], text: &str) -> bool {
        if !self.allowed.contains_key(sites) {
            if self.allowed.len() >= MOST_SETS {
                return false;
            }
            self.allowed.insert(sites.to_vec(), Allowed::new(sites));
        }
        self.allowed.get(sites).and_then(Option::as_ref).is_some_and(|allowed| allowed.is_met(text))
    }

    /// The clause that texts link only to sites that several grants linked to.
    pub fn rule(&self, unit: Unit) -> Option<LinkRule> {
        let rows = self.sites.rows();
        let (shared, alone): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, support)| support.is_shared(unit));
        let refused = self.odd + self.sites.others + alone.iter().map(|(_, support)| support.calls).sum::<u64>();
        let sites: Vec<String> = shared.into_iter().map(|(site, _)| site.to_owned()).collect();
        let (required, denied) = patterns::of(&sites);
        (self.texts > 0 && sites.len() <= MOST_SITES).then_some(LinkRule { required, denied, sites, refused })
    }
}

impl Allowed {
    fn new(sites: &[String]) -> Option<Self> {
        let (required, denied) = patterns::of(sites);
        let required = required.map(|required| Regex::new(&required)).transpose().ok()?;
        Some(Self { required, denied: Regex::new(&denied).ok()? })
    }

    fn is_met(&self, text: &str) -> bool {
        self.required.as_ref().is_none_or(|required| required.is_match(text)) && !self.denied.is_match(text)
    }
}

/// The words of a text that may be sites, in lower case: those with a dot before a letter. Of names of files, only the
/// ending counts, `*.html`, and full stops before Chinese letters count once, as a site of their own.
fn sites(text: &str) -> Vec<String> {
    let text = &*without_paths(text);
    let mut found = Vec::new();
    if endings::has_stops(text) {
        found.push(endings::STOPS.to_owned());
    }
    let mut before = None;
    for word in text.split_inclusive(|letter| !is_part(letter)) {
        let (name, end) = match word.char_indices().next_back().filter(|(_, last)| !is_part(*last)) {
            Some((at, last)) => (word.get(..at).unwrap_or_default(), Some(last)),
            None => (word, None),
        };
        let name = if before == Some('\\') { name.trim_start_matches(['n', 'r', 't']) } else { name };
        let name = name.trim_end_matches(['.', '-', '@']);
        match dots_before_letters(name) {
            0 => {}
            1 => found.push(endings::files(name).unwrap_or_else(|| name.to_ascii_lowercase())),
            _ => found.push(name.to_ascii_lowercase()),
        }
        before = end;
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn is_part(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '@')
}

/// How many dots of a word are before a letter.
fn dots_before_letters(word: &str) -> usize {
    word.as_bytes().windows(2).filter(|pair| matches!(pair, [b'.', letter] if letter.is_ascii_alphabetic())).count()
}

/// A text in which addresses with a scheme have no path: the dots in a path begin no site.
fn without_paths(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("://") {
        out.push_str(before);
        out.push_str("://");
        rest = after;
        if ["http", "https"].iter().any(|scheme| ends_with(before, scheme)) {
            let host = rest.find(|letter: char| !is_part(letter) && letter != ':').unwrap_or(rest.len());
            let (host, path) = rest.split_at_checked(host).unwrap_or((rest, ""));
            out.push_str(host);
            out.push(' ');
            rest = after_path(path);
        }
    }
    out + rest
}

fn ends_with(text: &str, end: &str) -> bool {
    let start = text.len().checked_sub(end.len());
    start.and_then(|start| text.get(start..)).is_some_and(|found| found.eq_ignore_ascii_case(end))
}

/// What is after the steps of a path that the clause for its site allows.
fn after_path(text: &str) -> &str {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let mut rest = text;
    let mut next = '/';
    while let Some(name) = rest.strip_prefix(next).filter(|name| name.starts_with(is_name)) {
        rest = name.trim_start_matches(is_name);
        next = if rest.starts_with('.') { '.' } else { '/' };
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_allowed(sites: &[&str], text: &str) -> bool {
        let sites: Vec<String> = sites.iter().map(|site| (*site).to_owned()).collect();
        Allowed::new(&sites).unwrap().is_met(text)
    }

    #[test]
    fn a_clause_allows_its_sites_only() {
        let ours = ["www.acme.example", "acme.example", "ann@acme.example"];
        for text in [
            "",
            "Hello.",
            "At 12:30, for 12.50: yes. No... Really?",
            "See www.acme.example.",
            "See http://www.acme.example/a, or https://acme.example",
            "See HTTPS://WWW.acme.example:8443/a?b#c.",
            "www.acme.example",
            "Look: www.acme.example",
            "First. www.acme.example\nSecond:www.acme.example",
            "www.acme.example acme.example www.acme.example",
            "(www.acme.example), \"acme.example\"! <https://acme.example>",
            "[here](https://acme.example/a).",
            r"See\nwww.acme.example\nnow",
            "Write to ann@acme.example.",
            "a / b ... c/d. 2.0",
            "https://acme.example/v1.x/report.final.php, and https://acme.example/a.b?c#d",
            "https://acme.example:8443/a.git www.acme.example",
        ] {
            assert!(is_allowed(&ours, text), "{text}");
        }
        for text in [
            "evil.test",
            "www.acme.example.evil.test",
            "www.acme.example evil.test",
            "evilwww.acme.example",
            "evil-acme.example",
            "\u{44f}acme.example",
            "x@acme.example",
            "http://evil",
            "https://2130706433/",
            "ftp://www.acme.example",
            "evil\u{3002}test",
            "//evil",
            "a/www.acme.example",
            "www.acme.examples",
            "www.acme.example_evil",
            "https://acme.example@1.2.3.4/p",
            "https://acme.example:x@1.2.3.4/p",
            "https://acme.example:x@2130706433/p",
            r"https://acme.example\@1.2.3.4/p",
            r"https://acme.example\@2130706433/p",
            "https://acme.example)x@2130706433/p",
            "https://acme.example\n@2130706433/p",
            "https://ann@acme.example/",
            "acme.example/a.evil.test",
            "https://acme.example/a.b@evil.test",
            "https://acme.example/a.b)evil.test",
            "https://acme.example/a.b//evil",
            "https://acme.example/a.b?c=evil.test",
            "https://acme.example./a.b",
            "https://acme.example/a\u{3002}b",
            "x.html",
            "ftp://acme.example/a.b",
        ] {
            assert!(!is_allowed(&ours, text), "{text}");
        }
        for text in ODD {
            assert!(!is_allowed(&ours, text) && !is_allowed(&[], text), "{text}");
        }
    }

    const ODD: [&str; 27] = [
        "http:/1.2.3.4/x",
        r"http:\\evil",
        "[x](http:1.2.3.4)",
        "[x](HTTPS:evil)",
        "1.2.3.4/leak",
        "evil.\u{440}\u{444}/p",
        "a b.c",
        "http://a",
        r"\\evil\a",
        r"[x](/\evil)",
        "evil.\u{ad}test",
        "evil\u{ff0e}test",
        "1\u{3002}2\u{3002}3\u{3002}4",
        "see http:",
        "\u{4f8b}\u{5b50}\u{3002}\u{4e2d}\u{56fd}",
        "evil\u{ff61}\u{516c}\u{53f8}/x",
        "\u{8bf7}\u{770b}\u{3002}evil",
        "\u{8bf7}\u{770b}\u{3002}\u{440}",
        // What browsers rewrite to top-level domains.
        "a\u{3002}\u{ff7a}\u{ff91}",
        "a\u{3002}\u{30b3}\u{ff91}",
        "a\u{3002}\u{2f3f}\u{673a}",
        "a\u{3002}\u{1112}\u{1161}\u{11ab}",
        "a\u{3002}\u{4e2d}\u{ad}\u{56fd}",
        "a\u{3002}\u{30af}\u{3099}\u{30fc}\u{30af}\u{3099}\u{30eb}",
        "a\u{3002}\u{32a5}\u{56fd}",
        "evil.\u{24d2}\u{24de}\u{24dc}",
        "evil.\u{2122}",
    ];

    #[test]
    fn what_has_no_link_meets_every_clause() {
        for text in ["Hello. 12:30, 1.5", "a/b/c", "1.2.3", "...", "x./y", "Fertig. \u{dc}ber", r"one\ntwo", "a @b"] {
            assert!(is_allowed(&[], text) && is_allowed(&["acme.example"], text), "{text}");
        }
    }

    #[test]
    fn a_sentence_after_a_full_stop_is_no_link() {
        for sites in [&["\u{3002}"][..], &["\u{3002}", "acme.example"], &["\u{3002}", "*.html"]] {
            for text in [CHINESE, "\u{3002}\u{c548}\u{b155}", "a\u{ff61}\u{3044}. B", "\u{3002}\u{597d}\u{ff0c}A"] {
                assert!(is_allowed(sites, text), "{text}");
            }
            for text in ODD {
                assert!(!is_allowed(sites, text), "{text}");
            }
        }
        assert!(is_allowed(&["\u{3002}", "acme.example"], &format!("{CHINESE} acme.example {CHINESE}")));
        assert!(!is_allowed(&[], CHINESE) && !is_allowed(&["acme.example"], CHINESE));
    }

    const CHINESE: &str = "\u{8bf7}\u{770b}\u{3002}\u{7136}\u{540e}\u{3002}\u{3042}\u{3002}";

    #[test]
    fn the_name_of_a_file_is_no_link() {
        for sites in [&["*.html", "*.pdf"][..], &["*.html", "*.pdf", "acme.example"]] {
            for text in [
                "See index.html. Then docs/a.PDF, please.",
                "index.html",
                "(index.html)\nindex.html: done",
                "v1.5.html",
            ] {
                assert!(is_allowed(sites, text), "{text}");
            }
            for text in [
                "index.html.evil.test",
                "index.html-evil.test",
                "index.htmlx",
                "index.html.a",
                "index.html//evil",
                "//index.html/x",
                "http:index.html",
                "index.html@evil.test",
                "a.txt",
                "index.html\u{ff0e}evil",
                "index.html\u{200d}evil",
                "index.html\u{24d2}",
                "index.html\u{7136}",
                "index\u{3002}html",
            ] {
                assert!(!is_allowed(sites, text), "{text}");
            }
        }
        for text in ["index.html acme.example", "acme.example/index.html", "https://acme.example/a/index.html"] {
            assert!(is_allowed(&["*.html", "acme.example"], text), "{text}");
        }
    }

    #[test]
    fn every_dot_before_a_letter_is_a_link() {
        let of = |text: &str| sites(text).join(" ");
        assert_eq!(of("See WWW.acme.example, and http://b.test/x."), "b.test www.acme.example");
        assert_eq!(of("At 12.30."), "");
        assert_eq!(of("See a/b.HTML, and c.html.d or e.zip."), "*.html c.html.d e.zip");
        assert_eq!(of("HTTPS://b.test:80/c.d/e.f. Then ftp://g.test/h.i"), "b.test g.test h.i");
        assert_eq!(of(CHINESE), "\u{3002}");
    }
}
