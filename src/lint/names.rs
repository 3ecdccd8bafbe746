//! The words in the name of an argument.

use crate::vocab::Path;

/// The last words of names of numbers that are counted or paid.
const QUANTITIES: [&str; 7] = ["amount", "price", "total", "sum", "fee", "cost", "quantity"];

/// Whether an argument is an amount or a quantity, judging by its name.
pub fn is_quantity(path: &Path) -> bool {
    QUANTITIES.contains(&last_word(name(path)).as_str())
}

/// The last step of a path.
pub fn name(path: &Path) -> &str {
    path.segments().last().map_or("", String::as_str)
}

/// The last word of a name, in lower case.
pub fn last_word(name: &str) -> String {
    words(name).pop().unwrap_or_default()
}

/// The words of a name, in lower case. They end at `_`, `-`, `.`, `/` and a change of case, so
/// `targetURL` and `HTTPPath` have two each.
pub fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| letters.get(before));
        let next = letters.get(index + 1);
        let after_small = before.is_some_and(|before| before.is_lowercase() || before.is_ascii_digit());
        let ends_capitals = before.is_some_and(|it| it.is_uppercase()) && next.is_some_and(|it| it.is_lowercase());
        if letter.is_uppercase() && (after_small || ends_capitals) {
            words.push(String::new());
        }
        match (letter, words.last_mut()) {
            ('_' | '-' | '.' | '/', _) => words.push(String::new()),
            (letter, Some(word)) => word.extend(letter.to_lowercase()),
            (_, None) => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        for (name, expected) in [
            ("repo_url", &["repo", "url"][..]),
            ("targetURL", &["target", "url"]),
            ("HTTPPath", &["http", "path"]),
            ("content-type", &["content", "type"]),
            ("a.b/c", &["a", "b", "c"]),
            ("filename", &["filename"]),
            ("ID", &["id"]),
            ("sha256Sum", &["sha256", "sum"]),
            ("__", &[]),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
    }
}
