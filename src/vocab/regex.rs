//! Regular expressions as the gateway has them: RE2's syntax, unanchored, run by Rust's automata.
//!
//! Both descend from one family and differ in details. [`translate`] rewrites what RE2 reads
//! differently, so that a pattern means here what it means there:
//!
//! | pattern | in RE2 | in Rust |
//! | --- | --- | --- |
//! | `\d` `\w` `\s` `\b` | ASCII, `\s` without `\v` | Unicode |
//! | `a{`, `{x}` | a literal brace | an error |
//! | `[a[b]`, `[a&&b]`, `[+--]` | literal characters, a range | nesting, set operations |
//! | `\<`, `\Q…\E`, `\012` | literal, literal text, an octal code | word start, errors |
//! | `a**`, `(?x)`, `\u0041` | errors | accepted |
//! | `a{1001}`, `(a{50}){50}` | errors: more than 1,000 in all | accepted |

use std::sync::OnceLock;

use regex_automata::meta;
use regex_automata::nfa::thompson::NFA;
use regex_syntax::ast::{self, Ast};
use regex_syntax::hir::{Hir, translate::TranslatorBuilder};

use super::Path;

/// The longest pattern, in bytes. What is longer takes more than [`MAX_REGEX_BYTES`] compiled, but
/// for a few that no person writes; its syntax tree alone may take a hundred times its length.
const MAX_PATTERN: usize = 1 << 16;
/// The most classes of Unicode characters in one pattern. Each has hundreds of ranges, and all of
/// them are written out before the automaton is measured.
const MAX_UNICODE_CLASSES: usize = 100;
/// The memory that one compiled expression may take, in bytes.
pub const MAX_REGEX_BYTES: usize = 1 << 20;
/// How often a repetition may repeat, nested ones multiplied: RE2's own bound.
pub const MAX_REPETITIONS: u32 = 1_000;

/// A regular expression: read, measured, and compiled when it is first run.
#[derive(Debug, Clone)]
pub struct Regex {
    hir: Hir,
    compiled_bytes: usize,
    matcher: OnceLock<Option<meta::Regex>>,
}

/// Why a text is no regular expression of the gateway's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegexError {
    /// What is wrong, in lower case.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<&'static str>,
    /// Where in the pattern, in bytes.
    pub span: std::ops::Range<usize>,
    /// Whether it is right, but too large.
    pub is_too_large: bool,
}

impl RegexError {
    /// The expression goes beyond what those of one document may take together.
    pub fn too_many_together(pattern: &str) -> Self {
        Self::too_large(pattern, "the regular expressions of this file take more than 256 MiB together")
    }

    fn too_large(pattern: &str, message: &str) -> Self {
        Self { message: message.to_owned(), help: None, span: 0..pattern.len(), is_too_large: true }
    }
}

impl Regex {
    /// Reads and compiles a pattern.
    pub fn new(pattern: &str) -> Result<Self, RegexError> {
        Self::within(pattern, MAX_REGEX_BYTES)
    }

    /// The same where less memory than [`MAX_REGEX_BYTES`] may be taken.
    pub fn within(pattern: &str, most_bytes: usize) -> Result<Self, RegexError> {
        if pattern.len() > MAX_PATTERN {
            return Err(RegexError::too_large(pattern, "this regular expression is longer than 64 KiB"));
        }
        let translated = translate(pattern)?;
        let tree = ast::parse::Parser::new()
            .parse(&translated.text)
            .map_err(|error| translated.error(&error.kind().to_string(), error.span()))?;
        check_repetitions(&tree, u64::from(MAX_REPETITIONS), None)
            .map_err(|(message, span)| translated.error(message, &span))?;
        let hir = TranslatorBuilder::new()
            .build()
            .translate(&translated.text, &tree)
            .map_err(|error| translated.error(&error.kind().to_string(), error.span()))?;
        let config = NFA::config().nfa_size_limit(Some(most_bytes));
        let automaton = NFA::compiler().configure(config).build_from_hir(&hir).map_err(|_| {
            RegexError::too_large(pattern, "this regular expression is too large: compiled it takes more than 1 MiB")
        })?;
        Ok(Self { hir, compiled_bytes: automaton.memory_usage(), matcher: OnceLock::new() })
    }

    /// The memory that its automaton takes, in bytes: how much work it was to read it.
    pub fn compiled_bytes(&self) -> usize {
        self.compiled_bytes
    }

    /// Whether some part of the text matches.
    pub fn is_match(&self, text: &str) -> bool {
        // The automaton was built once within the limit, so building the faster ones does not fail.
        let matcher = self.matcher.get_or_init(|| meta::Builder::new().build_from_hir(&self.hir).ok());
        matcher.as_ref().is_some_and(|matcher| matcher.is_match(text))
    }

    /// The expression as a tree, for analysis.
    pub fn hir(&self) -> &Hir {
        &self.hir
    }
}

/// A pattern in Rust's syntax, and where each piece of it came from.
struct Translated {
    text: String,
    /// Offsets in `text` and in the pattern: `(here, there)`, both growing.
    anchors: Vec<(usize, usize)>,
    pattern_length: usize,
}

impl Translated {
    fn error(&self, message: &str, span: &ast::Span) -> RegexError {
        let start = self.original(span.start.offset);
        let end = self.original(span.end.offset).max(start);
        let span = start..end.min(self.pattern_length);
        RegexError { message: message.to_owned(), help: None, span, is_too_large: false }
    }

    fn original(&self, offset: usize) -> usize {
        let after = self.anchors.partition_point(|&(here, _)| here <= offset);
        match after.checked_sub(1).and_then(|index| self.anchors.get(index)) {
            Some(&(here, there)) => {
                (there + (offset - here)).min(self.anchors.get(after).map_or(self.pattern_length, |next| next.1))
            }
            None => offset,
        }
    }
}

/// Rewrites RE2's syntax to Rust's.
fn translate(pattern: &str) -> Result<Translated, RegexError> {
    let mut scan = Scan {
        pattern,
        at: 0,
        last_class_name: pattern.rfind(":]"),
        unicode_classes: 0,
        out: Translated { text: String::new(), anchors: Vec::new(), pattern_length: pattern.len() },
    };
    while let Some(next) = scan.peek() {
        match next {
            '\\' => scan.escape(false)?,
            '[' => scan.class()?,
            '(' => scan.group()?,
            '{' => scan.brace(),
            _ => scan.copy(next.len_utf8()),
        }
    }
    Ok(scan.out)
}

struct Scan<'p> {
    pattern: &'p str,
    at: usize,
    /// Where the last `:]` stands: behind it no `[:` is the start of a name.
    last_class_name: Option<usize>,
    unicode_classes: usize,
    out: Translated,
}

impl<'p> Scan<'p> {
    fn rest(&self) -> &'p str {
        self.pattern.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes `length` bytes of the pattern as they are.
    fn copy(&mut self, length: usize) {
        let text = self.rest().get(..length).unwrap_or(self.rest());
        self.replace(length, text);
    }

    /// Takes `length` bytes of the pattern and writes `text` for them.
    fn replace(&mut self, length: usize, text: &str) {
        self.out.anchors.push((self.out.text.len(), self.at));
        self.out.text.push_str(text);
        self.at = (self.at + length).min(self.pattern.len());
    }

    fn error(&self, length: usize, message: &str, help: Option<&'static str>) -> RegexError {
        let end = (self.at + length).min(self.pattern.len());
        RegexError { message: message.to_owned(), help, span: self.at..end, is_too_large: false }
    }

    /// An escape, outside a class or in one.
    fn escape(&mut self, in_class: bool) -> Result<(), RegexError> {
        let rest = self.rest();
        let Some(letter) = rest.chars().nth(1) else {
            self.copy(1);
            return Ok(());
        };
        let ascii_class = match letter.to_ascii_lowercase() {
            'd' => Some("0-9"),
            'w' => Some("0-9A-Za-z_"),
            's' => Some("\\t\\n\\f\\r "),
            _ => None,
        };
        if let Some(members) = ascii_class {
            let text = match (in_class, letter.is_ascii_uppercase()) {
                (true, false) => members.to_owned(),
                (true, true) => format!("[^{members}]"),
                (false, false) => format!("(?-i:[{members}])"),
                (false, true) => format!("(?-i:[^{members}])"),
            };
            self.replace(2, &text);
            return Ok(());
        }
        match letter {
            'b' if !in_class => self.replace(2, "(?-u:\\b)"),
            'B' if !in_class => self.replace(2, "(?-u:\\B)"),
            '<' | '>' => self.replace(2, if letter == '<' { "<" } else { ">" }),
            'u' | 'U' => {
                return Err(self.error(
                    2,
                    &format!("RE2 has no escape `\\{letter}`"),
                    Some("write `\\x{…}` with the code of the character"),
                ));
            }
            'Z' => return Err(self.error(2, "RE2 has no escape `\\Z`", Some("write `\\z` for the end of the text"))),
            'Q' => {
                let quoted = rest.get(2..).unwrap_or_default();
                let (text, length) = match quoted.find("\\E") {
                    Some(end) => (quoted.get(..end).unwrap_or_default(), end + 4),
                    None => (quoted, rest.len()),
                };
                self.replace(length, &regex_syntax::escape(text));
            }
            'p' | 'P' => self.property(letter)?,
            '0'..='7' => {
                let digits: String =
                    rest.chars().skip(1).take(3).take_while(|digit| ('0'..='7').contains(digit)).collect();
                if letter != '0' && digits.len() < 2 {
                    return Err(self.error(
                        2,
                        "RE2 has no back-references",
                        Some("say the text again, or compare it in another condition"),
                    ));
                }
                let code = u32::from_str_radix(&digits, 8).unwrap_or_default();
                self.replace(1 + digits.len(), &format!("\\x{{{code:x}}}"));
            }
            'k' => {
                return Err(self.error(
                    2,
                    "RE2 has no back-references",
                    Some("say the text again, or compare it in another condition"),
                ));
            }
            'x' if rest.get(2..3) == Some("{") => self.copy(rest.find('}').map_or(rest.len(), |end| end + 1)),
            _ => self.copy(1 + letter.len_utf8()),
        }
        Ok(())
    }

    /// `\pN`, `\p{Lu}`, `\p{Greek}`: RE2 knows general categories by their short names, and scripts.
    fn property(&mut self, letter: char) -> Result<(), RegexError> {
        const CATEGORIES: [&str; 38] = [
            "Any", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No", "P", "Pc", "Pd",
            "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs", "C", "Cc", "Cf", "Cn",
            "Co", "Cs",
        ];
        self.unicode_classes += 1;
        if self.unicode_classes > MAX_UNICODE_CLASSES {
            let message = "this regular expression is too large: more than 100 classes of Unicode characters";
            return Err(RegexError::too_large(self.pattern, message));
        }
        let rest = self.rest();
        let Some(braced) = rest.get(2..).and_then(|rest| rest.strip_prefix('{')) else {
            self.copy(3);
            return Ok(());
        };
        let Some(end) = braced.find('}') else {
            self.copy(rest.len());
            return Ok(());
        };
        let length = end + 4;
        let name = braced.get(..end).unwrap_or_default();
        let (negated, name) = name.strip_prefix('^').map_or((false, name), |name| (true, name));
        let letter = if negated == (letter == 'p') { 'P' } else { 'p' };
        let is_script = Path::is_ident(name) && name.starts_with(|first: char| first.is_ascii_uppercase());
        if CATEGORIES.contains(&name) {
            self.replace(length, &format!("\\{letter}{{{name}}}"));
        } else if is_script && regex_syntax::parse(&format!("\\p{{Script={name}}}")).is_ok() {
            self.replace(length, &format!("\\{letter}{{Script={name}}}"));
        } else {
            return Err(self.error(length, &format!("RE2 knows no characters called `{name}`"), None));
        }
        Ok(())
    }

    /// A class, from `[` to its `]`.
    fn class(&mut self) -> Result<(), RegexError> {
        let open = if self.rest().starts_with("[^") { 2 } else { 1 };
        self.copy(open);
        if self.rest().starts_with(']') {
            self.replace(1, "\\]");
        }
        while let Some(next) = self.peek() {
            let rest = self.rest();
            match next {
                ']' => {
                    self.copy(1);
                    return Ok(());
                }
                '\\' => self.escape(true)?,
                '[' if rest.starts_with("[:") && self.last_class_name > Some(self.at + 1) => {
                    self.copy(rest.get(2..).and_then(|name| name.find(":]")).map_or(1, |end| end + 4))
                }
                '[' => self.replace(1, "\\["),
                '&' if rest.starts_with("&&") => self.replace(1, "\\&"),
                '~' if rest.starts_with("~~") => self.replace(1, "\\~"),
                // A range up to `-`, as in `[+--]`.
                '-' if rest.starts_with("--") => self.replace(2, "-\\-"),
                _ => self.copy(next.len_utf8()),
            }
        }
        Ok(())
    }

    /// The start of a group: RE2 has no look-around, and of the flags only `i`, `m`, `s` and `U`.
    fn group(&mut self) -> Result<(), RegexError> {
        let rest = self.rest();
        for look in ["(?=", "(?!", "(?<=", "(?<!"] {
            if rest.starts_with(look) {
                let help = "say what the text has to look like, or put what it must not hold into a `deny if`";
                return Err(self.error(look.len(), "RE2 has no look-around", Some(help)));
            }
        }
        let Some(after) = rest.strip_prefix("(?") else {
            self.copy(1);
            return Ok(());
        };
        let end = after.find(|flag: char| !flag.is_ascii_alphabetic() && flag != '-').unwrap_or(after.len());
        let flags = after.get(..end).unwrap_or_default();
        if let Some(flag) = flags.chars().find(|flag| flag.is_ascii_alphabetic() && !"imsUP".contains(*flag)) {
            return Err(self.error(
                2 + flags.len(),
                &format!("RE2 has no flag `{flag}`"),
                Some("its flags are `i`, `m`, `s` and `U`"),
            ));
        }
        self.copy(2);
        Ok(())
    }

    /// A brace outside a class: a repetition, or else itself.
    fn brace(&mut self) {
        let inside = self.rest().get(1..).unwrap_or_default();
        let end = inside.find(|digit: char| !digit.is_ascii_digit() && digit != ',').unwrap_or(inside.len());
        let (count, behind) = inside.split_at_checked(end).unwrap_or_default();
        let (from, to) = count.split_once(',').unwrap_or((count, ""));
        let is_repetition = behind.starts_with('}') && !from.is_empty() && !to.contains(',');
        if is_repetition { self.copy(count.len() + 2) } else { self.replace(1, "\\{") }
    }
}

/// Refuses what RE2 refuses of repetitions. `budget` is what is left of [`MAX_REPETITIONS`] inside
/// the repetitions around, `repeated_by` the operator that stands directly behind; the depth is bounded by the parser's own limit.
fn check_repetitions(tree: &Ast, budget: u64, repeated_by: Option<ast::Span>) -> Result<(), (&'static str, ast::Span)> {
    match tree {
        Ast::Repetition(repetition) => {
            if let Some(outer) = repeated_by {
                return Err(("a repetition of a repetition: RE2 wants a group around the inner one", outer));
            }
            let count = match &repetition.op.kind {
                ast::RepetitionKind::Range(
                    ast::RepetitionRange::Exactly(count) | ast::RepetitionRange::AtLeast(count),
                ) => *count,
                ast::RepetitionKind::Range(ast::RepetitionRange::Bounded(_, most)) => *most,
                ast::RepetitionKind::ZeroOrOne | ast::RepetitionKind::ZeroOrMore | ast::RepetitionKind::OneOrMore => 1,
            };
            let count = u64::from(count).max(1);
            if count > budget {
                return Err(("more than 1,000 repetitions, nested ones multiplied", repetition.op.span));
            }
            check_repetitions(&repetition.ast, budget / count, Some(repetition.op.span))
        }
        Ast::Group(group) => check_repetitions(&group.ast, budget, None),
        Ast::Alternation(alternation) => {
            alternation.asts.iter().try_for_each(|part| check_repetitions(part, budget, None))
        }
        Ast::Concat(concat) => concat.asts.iter().try_for_each(|part| check_repetitions(part, budget, None)),
        Ast::Empty(_)
        | Ast::Flags(_)
        | Ast::Literal(_)
        | Ast::Dot(_)
        | Ast::Assertion(_)
        | Ast::ClassUnicode(_)
        | Ast::ClassPerl(_)
        | Ast::ClassBracketed(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_what_it_means_in_re2() {
        for (pattern, text, matches) in [
            (r"^\d+$", "12", true),
            (r"^\d+$", "१२", false),
            (r"^\w$", "é", false),
            (r"(?i)^\w$", "\u{17f}", false),
            (r"^\s$", "\u{b}", false),
            (r"^[\s\d]+$", "1 2", true),
            (r"^[^\D]$", "1", true),
            (r"\bé", "xé", true),
            (r"(?i)^É$", "é", true),
            (r"a{", "a{", true),
            (r"^{x}$", "{x}", true),
            (r"^a{1,2,3}$", "a{1,2,3}", true),
            (r"^a{1,}$", "aa", true),
            (r"^[[:]$", ":", true),
            (r"^a{,2}$", "a{,2}", true),
            (r"^[a[b]$", "[", true),
            (r"^[a&&b]$", "&", true),
            (r"^[+--]$", ",", true),
            (r"^\<\Qa.b\E$", "<a.b", true),
            (r"^\Qa.b", "a.b", true),
            (r"^\101$", "A", true),
            (r"^\p{Greek}+$", "αβ", true),
            (r"^\pN$", "5", true),
            (r"a.c", "a\nc", false),
            (r"a$", "a\n", false),
            (r"^[]a]+$", "]a", true),
            (r"^[[:alpha:]]+$", "ab", true),
            (r"^(?P<x>a|b){2}$", "ab", true),
        ] {
            let regex = Regex::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error:?}"));
            assert_eq!(regex.is_match(text), matches, "{pattern} {text:?}");
        }
    }

    #[test]
    fn what_re2_refuses_is_refused_at_its_place() {
        for (pattern, span) in [
            ("a(?!b)", 1..4),
            ("(?<=a)b", 0..4),
            (r"(a)\1", 3..5),
            ("a**", 2..3),
            ("(?x)a", 0..3),
            ("(?x", 0..3),
            (r"\u0041", 0..2),
            (r"\p{greek}", 0..9),
            ("a{1001}", 1..7),
            ("(a{50}){50}", 2..6),
            (r"\d(a", 2..3),
            ("[a", 0..1),
            ("b[z-a]", 2..5),
            ("*a", 0..0),
            (r"^\Z", 1..3),
        ] {
            let error = Regex::new(pattern).expect_err(pattern);
            assert_eq!(error.span, span, "{pattern}: {}", error.message);
        }
    }

    #[test]
    fn what_grows_too_large_is_refused() {
        assert!(Regex::new(r"\pL{1000}").is_err());
        assert!(Regex::new(&r"(?i)\pL".repeat(101)).is_err_and(|error| error.is_too_large));
        assert!(Regex::new(&".".repeat(100_000)).is_err_and(|error| error.is_too_large));
    }

    #[test]
    fn what_is_not_closed_is_read_in_one_go() {
        for piece in ["(?", "(?i", "{", "{1", "[[:", "[:", r"\Q", r"\x{", r"\p{"] {
            let pattern = piece.repeat(MAX_PATTERN / piece.len());
            let start = std::time::Instant::now();
            let _ = Regex::new(&pattern);
            assert!(start.elapsed().as_secs() < 5, "{piece}");
        }
    }
}
