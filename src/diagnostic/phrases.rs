//! Phrases that the messages of all modules share.

use std::fmt::Display;

/// The help with a suggestion: ``did you mean `amount`?``
pub fn did_you_mean(near: impl Display) -> String {
    format!("did you mean `{}`?", between_backticks(&near.to_string()))
}

/// Each word in backticks.
pub fn quoted<W: Display>(words: impl IntoIterator<Item = W>) -> Vec<String> {
    words.into_iter().map(|word| format!("`{}`", between_backticks(&word.to_string()))).collect()
}

/// A text as it is written between backticks: its own backticks, which would end it, are spelled out.
pub fn between_backticks(text: &str) -> String {
    text.replace('`', "\\u{60}")
}

/// `a`, `a and b`, `a, b and c`; empty for no words.
pub fn listed(words: &[impl AsRef<str>], join: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [others @ .., last] => {
            let others: Vec<&str> = others.iter().map(AsRef::as_ref).collect();
            format!("{} {join} {}", others.join(", "), last.as_ref())
        }
    }
}

/// The text, or its first `longest` characters: a message is one line.
pub fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => text.get(..end).unwrap_or(text).to_owned() + "…",
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_people_say_them() {
        assert_eq!(listed(&quoted(["a"]), "and"), "`a`");
        assert_eq!(listed(&quoted(["a", "b", "c"]), "or"), "`a`, `b` or `c`");
        assert_eq!(listed(&[""; 0], "and"), "");
    }

    #[test]
    fn long_texts_are_cut_at_a_character() {
        assert_eq!((shortened("éé", 2), shortened("ééé", 2)), ("éé".to_owned(), "éé…".to_owned()));
    }
}
