//! How texts look to people: invisible characters, words that mix scripts, and names that look alike. The
//! tables are those of UTS 39.

use std::ops::Range;

use unicode_properties::UnicodeEmoji;
use unicode_script::{Script, UnicodeScript};
use unicode_security::{MixedScript, skeleton};

use crate::vocab::visible::is_hidden;

/// Letters that people confuse with another one. Tool names that differ only in these count as the same.
const ALIKE: [(&str, &str); 9] =
    [("i", "l"), ("I", "l"), ("1", "l"), ("|", "l"), ("O", "o"), ("0", "o"), ("rn", "m"), ("vv", "w"), ("ı", "l")];

/// Where the first invisible character is that is not part of an emoji.
pub fn hidden(text: &str) -> Option<(usize, char)> {
    if !text.chars().any(is_invisible) {
        return None;
    }
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let is_meant = |index: usize| is_part(&letters, index);
    let found = letters.iter().enumerate().find(|(index, (_, letter))| is_invisible(*letter) && !is_meant(*index));
    found.map(|(_, found)| *found)
}

/// The text without invisible characters.
pub fn without_hidden(text: &str) -> String {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let kept =
        letters.iter().enumerate().filter(|(index, (_, letter))| !is_invisible(*letter) || is_part(&letters, *index));
    kept.map(|(_, (_, letter))| *letter).collect()
}

/// The first word that mixes letters of several scripts. Latin letters next to Chinese, Japanese or Korean
/// ones are normal there.
pub fn mixed_word(text: &str) -> Option<Range<usize>> {
    if text.is_ascii() {
        return None;
    }
    words(text).into_iter().find(|word| text.get(word.clone()).is_some_and(is_mixed))
}

/// A mixed word in Latin letters, if each of its other letters looks like a Latin one.
pub fn in_latin(word: &str) -> Option<String> {
    let latin: String = word.chars().map(|letter| latin(letter).unwrap_or(letter)).collect();
    (latin.is_ascii() && latin != word).then_some(latin)
}

/// What a name looks like. Two names that look the same are confused.
pub fn look(name: &str) -> String {
    let mut look: String = skeleton(name).collect();
    for (written, read) in ALIKE {
        look = look.replace(written, read);
    }
    look
}

fn is_invisible(letter: char) -> bool {
    is_hidden(letter) || matches!(letter, '\u{34f}' | '\u{17b4}' | '\u{17b5}' | '\u{fe00}'..='\u{fe0f}')
}

/// Whether an invisible character is there on purpose.
fn is_part(letters: &[(usize, char)], index: usize) -> bool {
    let at = |index: usize| letters.get(index).map(|(_, letter)| *letter);
    let Some(letter) = at(index) else { return false };
    let before = index.checked_sub(1).and_then(at);
    let next = at(index + 1);
    match letter {
        '\u{fe0e}' | '\u{fe0f}' => {
            before.is_some_and(|it| is_emoji(it) || matches!(it, '0'..='9' | '#' | '*') && next == Some('\u{20e3}'))
        }
        '\u{200c}' | '\u{200d}' if before.is_some_and(joins) && next.is_some_and(joins) => true,
        '\u{200d}' => {
            let before = if before == Some('\u{fe0f}') { index.checked_sub(2).and_then(at) } else { before };
            before.is_some_and(is_emoji) && next.is_some_and(is_emoji)
        }
        '\u{e0020}'..='\u{e007f}' => is_in_flag(letters, index),
        _ => false,
    }
}

fn is_emoji(letter: char) -> bool {
    !letter.is_ascii() && letter.is_emoji_char()
}

/// Scripts in which an invisible joiner decides how two letters are drawn.
fn joins(letter: char) -> bool {
    matches!(
        letter.script(),
        Script::Arabic
            | Script::Syriac
            | Script::Mongolian
            | Script::Devanagari
            | Script::Bengali
            | Script::Gurmukhi
            | Script::Gujarati
            | Script::Oriya
            | Script::Tamil
            | Script::Telugu
            | Script::Kannada
            | Script::Malayalam
            | Script::Sinhala
            | Script::Khmer
    )
}

/// The flags of countries within countries: a black flag, a few invisible letters, and their end.
fn is_in_flag(letters: &[(usize, char)], index: usize) -> bool {
    const LONGEST: usize = 8;
    let is_tag = |letter: char| ('\u{e0020}'..='\u{e007e}').contains(&letter);
    let before = letters.get(..index).unwrap_or_default().iter().rev().take(LONGEST).map(|(_, letter)| *letter);
    let behind = letters.get(index..).unwrap_or_default().iter().take(LONGEST).map(|(_, letter)| *letter);
    let starts = before.into_iter().find(|letter| !is_tag(*letter)) == Some('\u{1f3f4}');
    let ends = behind.into_iter().find(|letter| !is_tag(*letter)) == Some('\u{e007f}');
    starts && ends
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, letter) in text.char_indices() {
        let is_mark = !letter.is_ascii() && letter.script() == Script::Inherited;
        if !letter.is_alphanumeric() && !is_mark {
            continue;
        }
        let end = at + letter.len_utf8();
        match words.last_mut() {
            Some(word) if word.end == at => word.end = end,
            Some(_) | None => words.push(at..end),
        }
    }
    words
}

fn is_mixed(word: &str) -> bool {
    let is_east_asian = |letter: char| {
        matches!(
            letter.script(),
            Script::Latin
                | Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Hangul
                | Script::Bopomofo
                | Script::Common
                | Script::Inherited
        )
    };
    !word.is_ascii() && !word.is_single_script() && !word.chars().all(is_east_asian)
}

/// The Latin letter that a letter of another script looks like.
fn latin(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return None;
    }
    let mut buffer = [0; 4];
    let mut looks = skeleton(letter.encode_utf8(&mut buffer));
    match (looks.next(), looks.next()) {
        (Some(only), None) if only.is_ascii_alphanumeric() => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_found_but_in_emoji() {
        for (text, hides) in [
            ("plain", None),
            ("a\u{200b}b", Some((1, '\u{200b}'))),
            ("\u{202e}abc", Some((0, '\u{202e}'))),
            ("tag \u{e0041}", Some((4, '\u{e0041}'))),
            ("a\u{fe0f}", Some((1, '\u{fe0f}'))),
            ("❤\u{fe0f} 1\u{fe0f}\u{20e3} 👩\u{200d}👩\u{200d}👧 🏳\u{fe0f}\u{200d}🌈", None),
            ("🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", None),
            ("👍\u{e0067}\u{e0062}\u{e007f}", Some((4, '\u{e0067}'))),
            ("👍\u{fe0f}\u{fe0f}", Some((7, '\u{fe0f}'))),
            ("👍\u{200d}x", Some((4, '\u{200d}'))),
            ("می\u{200c}خواهم", None),
            ("a\u{1b}[31m", Some((1, '\u{1b}'))),
        ] {
            assert_eq!(hidden(text), hides, "{text:?}");
            assert_eq!(hidden(&without_hidden(text)), None);
        }
        assert_eq!(without_hidden("a\u{200b}b❤\u{fe0f}"), "ab❤\u{fe0f}");
    }

    #[test]
    fn words_of_several_scripts_are_found() {
        for (text, word) in [
            ("plain text", None),
            ("naïve Ελλάδα Россия", None),
            ("the p\u{430}yment", Some("p\u{430}yment")),
            ("α2 5µm PDFファイル 東京 日本語のテスト", None),
            ("e\u{301}t", None),
            ("delеte_all", Some("delеte")),
        ] {
            assert_eq!(mixed_word(text).and_then(|range| text.get(range)), word, "{text}");
        }
        assert_eq!(in_latin("p\u{430}yment").as_deref(), Some("payment"));
        assert_eq!(in_latin("plain"), None);
    }

    #[test]
    fn names_that_look_alike_have_one_look() {
        for (one, other) in [
            ("list_files", "Iist_fi1es"),
            ("get_modern", "get_rnodern"),
            ("view_Order", "vievv_0rder"),
            ("delete", "dеlete"),
            ("O0o", "ooo"),
        ] {
            assert_eq!(look(one), look(other), "{one} {other}");
        }
        for (one, other) in [("get_user", "get_users"), ("getUser", "getuser"), ("list_a", "list_b")] {
            assert_ne!(look(one), look(other), "{one} {other}");
        }
    }
}
