//! Texts that have to be in what matches. To look for them takes a fraction of an automaton's time, in
//! which each byte waits for the one before it, and most texts hold none.

use memchr::memmem::Finder;
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Hir, Look};

/// Some texts, of which one has to be found.
#[derive(Debug)]
pub struct Needles {
    search: Search,
    /// Whether none of them holds a character for which there is a short escape.
    are_plain: bool,
    /// What long escapes begin with.
    long_escape: Finder<'static>,
}

#[derive(Debug)]
enum Search {
    /// The only one.
    One(Finder<'static>),
    /// The first four bytes of each, at most eight.
    Several(Box<Starts>),
}

impl Needles {
    /// One text.
    pub fn one(text: &[u8]) -> Self {
        Self::new(Search::One(Finder::new(text).into_owned()), text)
    }

    /// Texts with one of which each match of an expression begins, where these help, and whether to begin
    /// so is to match.
    pub fn of(hir: &Hir) -> Option<(Self, bool)> {
        if hir.properties().look_set_prefix().contains(Look::Start) {
            return None;
        }
        let mut texts = Extractor::new().kind(ExtractKind::Prefix).extract(hir);
        texts.optimize_for_prefix_by_preference();
        let is_all = texts.is_exact() && hir.properties().look_set().is_empty();
        let texts: Vec<&[u8]> = texts.literals()?.iter().map(|text| text.as_bytes()).collect();
        match texts.as_slice() {
            // The automaton itself looks for a single byte as fast.
            [text] => (text.len() > 1).then(|| (Self::one(text), is_all)),
            texts => {
                let starts = Starts::new(texts)?;
                Some((Self::new(Search::Several(Box::new(starts)), &texts.concat()), false))
            }
        }
    }

    fn new(search: Search, bytes: &[u8]) -> Self {
        let are_plain = bytes.iter().all(|byte| !b"\"\\/\x08\x0c\n\r\t".contains(byte));
        Self { search, are_plain, long_escape: Finder::new(b"\\u") }
    }

    /// The memory that they take, in bytes.
    pub fn bytes(&self) -> usize {
        let search = match &self.search {
            Search::One(finder) => finder.needle().len(),
            Search::Several(_) => size_of::<Starts>(),
        };
        size_of::<Self>() + search
    }

    /// Whether one of several may be in the text; whether the only one is.
    #[inline]
    pub fn are_in(&self, text: &[u8]) -> bool {
        match &self.search {
            Search::One(finder) => finder.find(text).is_some(),
            Search::Several(starts) => starts.are_in(text),
        }
    }

    /// Whether one may be in the text of a JSON string with escapes, of which this stands between the quotes.
    ///
    /// Where there are short escapes only, each decodes to one of the characters that no needle holds. So
    /// the bytes of a needle in the decoded text are bytes that stand for themselves, and no escape is
    /// between them: the needle is in the string as it is written.
    #[inline]
    pub fn may_be_in_quoted(&self, quoted: &[u8]) -> bool {
        !self.are_plain || self.are_in(quoted) || self.long_escape.find(quoted).is_some()
    }
}

/// The first four bytes of some texts. Of each byte, for each of the four places, the texts that have it
/// there, a bit for each: a byte for the first place, and so on. No lookup waits for another one.
#[derive(Debug)]
struct Starts {
    places: [u32; 256],
    /// The texts of three bytes, behind which there may be nothing.
    short: u32,
}

/// How many places are looked at before it is asked whether a text is at one of them.
const STRIDE: usize = 8;

impl Starts {
    fn new(texts: &[&[u8]]) -> Option<Self> {
        let mut starts = Self { places: [0; 256], short: 0 };
        let mut known: Vec<Vec<u8>> = Vec::new();
        for text in texts {
            if text.len() < 3 {
                // Such are found all the time.
                return None;
            }
            // Texts that differ by case alone share a bit.
            let key = text.iter().take(4).map(u8::to_ascii_lowercase).collect();
            let bit = known.iter().position(|other| *other == key).unwrap_or(known.len());
            if bit == known.len() {
                known.push(key);
            }
            starts.add(text, 1_u8.checked_shl(bit as u32)?);
        }
        Some(starts)
    }

    fn add(&mut self, text: &[u8], mark: u8) {
        for place in 0..4 {
            let wanted = text.get(place).map(|byte| usize::from(*byte));
            let places = self.places.iter_mut().enumerate();
            let fitting = places.filter(|(byte, _)| wanted.is_none_or(|wanted| wanted == *byte));
            fitting.for_each(|(_, places)| *places |= u32::from(mark) << (8 * place));
        }
        if text.len() == 3 {
            self.short |= u32::from(mark);
        }
    }

    /// Whether the text holds one of them, or what looks like one.
    #[inline]
    fn are_in(&self, text: &[u8]) -> bool {
        let mut behind = text;
        while let Some(ahead) = behind.first_chunk::<{ STRIDE + 3 }>() {
            if self.begin_in(ahead) {
                return true;
            }
            behind = behind.get(STRIDE..).unwrap_or_default();
        }
        // Some places once more: that takes less time than to find out which are left.
        let last = text.last_chunk::<{ STRIDE + 3 }>().map_or(text, |last| last);
        self.begin_in(last) || text.last_chunk().is_some_and(|last| self.three(last) & self.short != 0)
    }

    #[inline(always)]
    fn begin_in(&self, text: &[u8]) -> bool {
        let fourth = text.iter().skip(3).map(|byte| self.places(*byte) >> 24);
        let firsts = text.windows(3).map(|firsts| firsts.first_chunk().map_or(0, |firsts| self.three(firsts)));
        firsts.zip(fourth).fold(0, |found, (firsts, fourth)| found | firsts & fourth) != 0
    }

    /// The texts whose first three bytes these may be.
    #[inline(always)]
    fn three(&self, [first, second, third]: &[u8; 3]) -> u32 {
        self.places(*first) & self.places(*second) >> 8 & self.places(*third) >> 16 & 0xff
    }

    #[inline(always)]
    fn places(&self, byte: u8) -> u32 {
        self.places.get(usize::from(byte)).copied().unwrap_or(0)
    }
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
                    let whole = format!("{}{text}{}", "-".repeat(before), "-".repeat(behind));
                    assert!(needles.are_in(whole.as_bytes()), "{whole}");
                    let (first, last) = (&whole[..before + text.len() - 1], &whole[before + 1..]);
                    assert!(!needles.are_in(first.as_bytes()) && !needles.are_in(last.as_bytes()), "{whole}");
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
        // Short escapes alone do not make it worth while to decode.
        let needle = Needles::one(b"BEGIN");
        assert!(!needle.may_be_in_quoted(br"Hi,\n\nBEG\tIN \\ \/"));
        assert!(needle.may_be_in_quoted(br"\u0042EGIN") && needle.may_be_in_quoted(br"\\BEGIN"));
    }
}
