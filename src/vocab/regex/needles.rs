//! Texts that every match must contain. Searching for them takes a fraction of the time of an automaton, in
//! which each byte waits for the one before it, and most texts contain none of them.

use memchr::memmem::{self, Finder};
use regex_syntax::hir::literal::{ExtractKind, Extractor, Seq};
use regex_syntax::hir::{Hir, Look};

use super::starts::Starts;

/// Some texts, one of which a match must contain.
#[derive(Debug)]
pub struct Needles {
    search: Search,
    /// The start of long escapes; `None` if one of the texts has a character that can also be written as a
    /// short escape.
    long_escape: Option<Finder<'static>>,
}

#[derive(Debug)]
enum Search {
    /// There is only one.
    One(Box<Finder<'static>>),
    Several(Starts),
}

impl Needles {
    /// One text.
    pub fn one(text: &[u8]) -> Self {
        Self::new(Search::One(Box::new(Finder::new(text).into_owned())), text)
    }

    /// Texts one of which starts every match of an expression, if they help, and whether starting with one is
    /// already a match.
    pub fn of(hir: &Hir) -> Option<(Self, bool)> {
        if hir.properties().look_set_prefix().contains(Look::Start) {
            return None;
        }
        let mut texts = shortest(Extractor::new().kind(ExtractKind::Prefix).extract(hir));
        texts.optimize_for_prefix_by_preference();
        let is_all = texts.is_exact() && hir.properties().look_set().is_empty();
        let texts: Vec<&[u8]> = texts.literals()?.iter().map(|text| text.as_bytes()).collect();
        match texts.as_slice() {
            // The automaton is just as fast at searching for a single byte.
            [text] => (text.len() > 1).then(|| (Self::one(text), is_all)),
            texts => {
                let starts = Starts::new(texts)?;
                Some((Self::new(Search::Several(starts), &texts.concat()), false))
            }
        }
    }

    fn new(search: Search, bytes: &[u8]) -> Self {
        let are_plain = bytes.iter().all(|byte| !b"\"\\/\x08\x0c\n\r\t".contains(byte));
        Self { search, long_escape: are_plain.then(|| Finder::new(b"\\u")) }
    }

    /// The memory that they take, in bytes.
    pub fn bytes(&self) -> usize {
        let search = match &self.search {
            Search::One(finder) => size_of::<Finder<'_>>() + finder.needle().len(),
            Search::Several(starts) => starts.bytes(),
        };
        size_of::<Self>() + search
    }

    /// Whether the text may contain one of several needles, or contains the only one.
    #[inline]
    pub fn are_in(&self, text: &[u8]) -> bool {
        match &self.search {
            Search::One(finder) => finder.find(text).is_some(),
            Search::Several(starts) => starts.are_in(text),
        }
    }

    /// Whether a JSON string with escapes may contain a needle once it is decoded. `written` is what is
    /// between its quotes.
    ///
    /// If it only has short escapes, each decodes to a character that no needle has. The bytes of a needle in
    /// the decoded text are then unescaped bytes with no escape between them, so the string as written
    /// contains the needle.
    #[inline]
    pub fn may_be_in_quoted(&self, quoted: &[u8]) -> bool {
        self.long_escape.as_ref().is_none_or(|escape| self.are_in(quoted) || escape.find(quoted).is_some())
    }
}

/// With more texts than this, it is not checked which ones contain which.
const MANY: usize = 32;

/// Leaves out texts that contain another one: the other one is found wherever they are.
fn shortest(texts: Seq) -> Seq {
    let Some(all) = texts.literals().filter(|all| all.len() <= MANY) else { return texts };
    let holds = |text: &[u8], part: &[u8]| text.len() > part.len() && memmem::find(text, part).is_some();
    let kept = all.iter().filter(|text| !all.iter().any(|part| holds(text.as_bytes(), part.as_bytes())));
    Seq::from_iter(kept.cloned())
}

#[cfg(test)]
mod tests {
    use super::super::Regex;
    use super::*;

    fn of(pattern: &str) -> Option<(Needles, bool)> {
        Needles::of(Regex::new(pattern).unwrap().hir())
    }

    #[test]
    fn needles_are_taken_where_they_help() {
        for pattern in ["^abc", "", "a", "a|b", "ab|cd", "[a-z]+x", "(?i)k|abc", r"\d+", ".*abc", "(?:abc)?"] {
            assert!(of(pattern).is_none(), "{pattern}");
        }
        let nine: Vec<String> = ('a'..='i').map(|letter| format!("{letter}bcd")).collect();
        assert!(of(&nine.join("|")).is_none());
        for (pattern, is_all) in [
            (r"\.\./", true),
            ("abc", true),
            (r"\babc\b", false),
            ("abc.*d", false),
            ("abc|def", false),
            (r"(?i)\b(drop|truncate|alter|grant|delete)\b", false),
            (r"(^|/)\.(ssh|aws|git|env)(/|$)", false),
        ] {
            assert_eq!(of(pattern).map(|(_, is_all)| is_all), Some(is_all), "{pattern}");
        }
    }

    #[test]
    fn several_are_found_wherever_they_stand() {
        let (needles, _) = of("abc|wxyz|(?i)drop").unwrap();
        for text in ["abc", "wxyz", "DrOp"] {
            for before in 0..40 {
                for behind in 0..40 {
                    let whole = format!("{}{text}{}", "-".repeat(before), "-".repeat(behind)).into_bytes();
                    assert!(needles.are_in(&whole), "{text} {before} {behind}");
                    let (first, last) = (&whole[..before + 2], &whole[before + 1..]);
                    assert!(!needles.are_in(first) && !needles.are_in(last), "{text} {before} {behind}");
                }
            }
        }
    }

    #[test]
    fn what_a_text_holds_may_be_in_the_string_as_it_is_written() {
        let parts = [
            r"\n",
            r"\t",
            r"\/",
            r#"\""#,
            r"\\",
            r"\b",
            r"\u0041",
            r"\u006e",
            r"\ud83d\ude00",
            r"\u0000",
            "n",
            "u",
            "0041",
            "A",
            "ab",
            "/",
            "é",
            "x",
        ];
        let needles =
            ["n", "nab", "u0041", "A", "/", "\\", "\n", "\"", "ab", "abx", "\\u", "é", "😀", "\0", "", "b", "xn"];
        let mut random = 0x2545_f491_4f6c_dd1d_u64;
        for length in (0..12).cycle().take(6000) {
            let written: String = (0..length)
                .map(|_| {
                    random ^= random << 13;
                    random ^= random >> 7;
                    random ^= random << 17;
                    parts[(random % parts.len() as u64) as usize]
                })
                .collect();
            let text: String = serde_json::from_str(&format!("\"{written}\"")).unwrap();
            for needle in needles {
                let is_there = text.contains(needle);
                let one = Needles::one(needle.as_bytes());
                assert_eq!(one.are_in(text.as_bytes()), is_there);
                assert!(one.may_be_in_quoted(written.as_bytes()) || !is_there, "{needle:?} in {written}");
            }
            for pattern in ["nab|ab/|u0041", "abx|xxx", "x/a|abA"] {
                let is_there = Regex::new(pattern).unwrap().is_match(&text);
                let (several, _) = of(pattern).unwrap();
                assert!(several.are_in(text.as_bytes()) || !is_there, "{pattern} in {text}");
                assert!(several.may_be_in_quoted(written.as_bytes()) || !is_there, "{pattern} in {written}");
            }
        }
        // If there are only short escapes, decoding is not worth it.
        let needle = Needles::one(b"BEGIN");
        assert!(!needle.may_be_in_quoted(br"Hi,\n\nBEG\tIN \\ \/"));
        assert!(needle.may_be_in_quoted(br"\u0042EGIN") && needle.may_be_in_quoted(br"\\BEGIN"));
    }
}
