//! Translates RE2's syntax to that of Rust's automata, so that a pattern means the same here as there.
//!
//! Both belong to the same family and differ in details:
//!
//! | pattern | in RE2 | in Rust |
//! | --- | --- | --- |
//! | `\d` `\w` `\s` `\b` | ASCII, `\s` without `\v` | Unicode |
//! | `a{`, `{x}` | a literal brace | an error |
//! | `[a[b]`, `[a&&b]`, `[+--]` | literal characters, a range | nesting, set operations |
//! | `\<`, `\Q…\E`, `\012` | literal, literal text, an octal code | word start, errors |
//! | `a**`, `(?x)`, `\u0041` | errors | accepted |
//! | `a{1001}`, `(a{50}){50}` | errors: more than 1,000 in all | accepted |

use regex_syntax::ast;

use super::error::RegexError;
use crate::vocab::Path;

/// The most classes of Unicode characters in one pattern. Each has hundreds of ranges, and all of them are
/// expanded before the automaton is measured.
const MAX_UNICODE_CLASSES: usize = 100;

/// A pattern in Rust's syntax, and where each piece came from.
pub(super) struct Translated {
    pub text: String,
    /// Offsets in `text` and in the pattern: `(here, there)`, both increasing.
    anchors: Vec<(usize, usize)>,
    pattern_length: usize,
}

impl Translated {
    /// An error found in the rewritten pattern, at its place in the original.
    pub fn error(&self, message: &str, span: &ast::Span) -> RegexError {
        RegexError { message: message.to_owned(), help: None, span: self.place(span), is_too_large: false }
    }

    /// A place in the rewritten pattern as one in the original.
    pub fn place(&self, span: &ast::Span) -> std::ops::Range<usize> {
        let start = self.original(span.start.offset);
        let end = self.original(span.end.offset).max(start);
        start..end.min(self.pattern_length)
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
pub(super) fn translate(pattern: &str) -> Result<Translated, RegexError> {
    let mut scan = Scan {
        pattern,
        at: 0,
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

    /// Copies `length` bytes of the pattern unchanged.
    fn copy(&mut self, length: usize) {
        let text = self.rest().get(..length).unwrap_or(self.rest());
        self.replace(length, text);
    }

    /// Writes `text` for the next `length` bytes of the pattern.
    fn replace(&mut self, length: usize, text: &str) {
        self.out.anchors.push((self.out.text.len(), self.at));
        self.out.text.push_str(text);
        self.at = (self.at + length).min(self.pattern.len());
    }

    fn error(&self, length: usize, message: &str, help: Option<&'static str>) -> RegexError {
        let end = (self.at + length).min(self.pattern.len());
        RegexError { message: message.to_owned(), help, span: self.at..end, is_too_large: false }
    }

    /// An escape, inside a class or outside.
    fn escape(&mut self, in_class: bool) -> Result<(), RegexError> {
        let rest = self.rest();
        let Some(letter) = rest.chars().nth(1) else {
            self.copy(1);
            return Ok(());
        };
        match letter {
            'd' | 'D' => self.ascii_class("0-9", letter, in_class),
            'w' | 'W' => self.ascii_class("0-9A-Za-z_", letter, in_class),
            's' | 'S' => self.ascii_class("\\t\\n\\f\\r ", letter, in_class),
            'b' if !in_class => self.replace(2, "(?-u:\\b)"),
            'B' if !in_class => self.replace(2, "(?-u:\\B)"),
            '<' => self.replace(2, "<"),
            '>' => self.replace(2, ">"),
            'u' | 'U' => return Err(self.no_escape(letter, "write `\\x{…}` with the code of the character")),
            'Z' => return Err(self.no_escape(letter, "write `\\z` for the end of the text")),
            'k' => return Err(self.no_back_reference()),
            'Q' => self.quoted_text(),
            'p' | 'P' => self.property(letter)?,
            '0'..='7' => self.octal(letter)?,
            'x' if rest.get(2..3) == Some("{") => self.copy(rest.find('}').map_or(rest.len(), |end| end + 1)),
            _ => self.copy(1 + letter.len_utf8()),
        }
        Ok(())
    }

    fn no_escape(&self, letter: char, help: &'static str) -> RegexError {
        self.error(2, &format!("RE2 has no escape `\\{letter}`"), Some(help))
    }

    fn no_back_reference(&self) -> RegexError {
        let help = "repeat the text, or compare it in another condition";
        self.error(2, "RE2 has no backreferences", Some(help))
    }

    /// `\d` and the like, or their negations in capital letters. They are ASCII only; `(?i)` would widen them
    /// outside a class.
    fn ascii_class(&mut self, members: &str, letter: char, in_class: bool) {
        let text = match (in_class, letter.is_ascii_uppercase()) {
            (true, false) => members.to_owned(),
            (true, true) => format!("[^{members}]"),
            (false, false) => format!("(?-i:[{members}])"),
            (false, true) => format!("(?-i:[^{members}])"),
        };
        self.replace(2, &text);
    }

    /// `\Q…\E`; without `\E`, up to the end.
    fn quoted_text(&mut self) {
        let rest = self.rest();
        let quoted = rest.get(2..).unwrap_or_default();
        let (text, length) = match quoted.find("\\E") {
            Some(end) => (quoted.get(..end).unwrap_or_default(), end + 4),
            None => (quoted, rest.len()),
        };
        self.replace(length, &regex_syntax::escape(text));
    }

    /// `\012`, up to three digits. A single digit would be a back-reference, except `\0`.
    fn octal(&mut self, first: char) -> Result<(), RegexError> {
        let after = self.rest().chars().skip(1).take(3);
        let digits: String = after.take_while(|digit| ('0'..='7').contains(digit)).collect();
        if first != '0' && digits.len() < 2 {
            return Err(self.no_back_reference());
        }
        let code = u32::from_str_radix(&digits, 8).unwrap_or_default();
        self.replace(1 + digits.len(), &format!("\\x{{{code:x}}}"));
        Ok(())
    }

    /// `\pN`, `\p{Lu}`, `\p{Greek}`: RE2 has general categories by their short names, and scripts.
    fn property(&mut self, letter: char) -> Result<(), RegexError> {
        const CATEGORIES: [&str; 38] = [
            "Any", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No", "P", "Pc", "Pd",
            "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs", "C", "Cc", "Cf", "Cn",
            "Co", "Cs",
        ];
        self.unicode_classes += 1;
        if self.unicode_classes > MAX_UNICODE_CLASSES {
            let message = "it has more than 100 classes of Unicode characters";
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
            return Err(self.error(length, &format!("RE2 has no character class named `{name}`"), None));
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
                '[' if posix_class(rest).is_some() => self.posix_class()?,
                '[' => self.replace(1, "\\["),
                '&' if rest.starts_with("&&") => self.replace(1, "\\&"),
                '~' if rest.starts_with("~~") => self.replace(1, "\\~"),
                // A range that ends with `-`, as in `[+--]`.
                '-' if rest.starts_with("--") => self.replace(2, "-\\-"),
                _ => self.copy(next.len_utf8()),
            }
        }
        Ok(())
    }

    /// `[:alpha:]`, `[:^alpha:]`
    fn posix_class(&mut self) -> Result<(), RegexError> {
        const CLASSES: [&str; 14] = [
            "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper",
            "word", "xdigit",
        ];
        let name = posix_class(self.rest()).unwrap_or_default();
        let length = name.len() + "[::]".len();
        if !CLASSES.contains(&name.strip_prefix('^').unwrap_or(name)) {
            return Err(self.error(length, &format!("RE2 has no class `[:{name}:]`"), None));
        }
        self.copy(length);
        Ok(())
    }

    /// The start of a group. RE2 has no look-around, and only the flags `i`, `m`, `s` and `U`.
    fn group(&mut self) -> Result<(), RegexError> {
        let rest = self.rest();
        for look in ["(?=", "(?!", "(?<=", "(?<!"] {
            if rest.starts_with(look) {
                let help = "describe what the text must look like, or put what it must not contain into a `deny if`";
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

    /// A brace outside a class: a repetition, or a literal brace.
    fn brace(&mut self) {
        let inside = self.rest().get(1..).unwrap_or_default();
        let end = inside.find(|digit: char| !digit.is_ascii_digit() && digit != ',').unwrap_or(inside.len());
        let (count, behind) = inside.split_at_checked(end).unwrap_or_default();
        let (from, to) = count.split_once(',').unwrap_or((count, ""));
        let is_repetition = behind.starts_with('}') && !from.is_empty() && !to.contains(',');
        if is_repetition { self.copy(count.len() + 2) } else { self.replace(1, "\\{") }
    }
}

/// The name of the class that a text starts with, such as `alpha` in `[:alpha:]`.
fn posix_class(text: &str) -> Option<&str> {
    near(text).strip_prefix("[:")?.split_once(":]").map(|(name, _)| name)
}

/// The start of a text. What is searched for is near, or not there at all: searching to the end again and
/// again would take the square of a long pattern's length.
fn near(text: &str) -> &str {
    const NEAR: usize = 64;
    text.char_indices().nth(NEAR).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}
