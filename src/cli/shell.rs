//! Commands that messages tell you to run.

use crate::source::disk::display_name;
use std::path::Path;

/// A command in backticks, with its arguments quoted for a shell.
pub fn command<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(quoted).collect();
    format!("`jamb {}`", words.join(" "))
}

/// A path as an argument of a command. A name that begins with a dash would be an option.
pub fn path(path: &Path) -> String {
    let name = display_name(path);
    if name.starts_with('-') && name != "-" { format!("./{name}") } else { name }
}

fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "_-./:=@%+,".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_quoted_for_a_shell() {
        assert_eq!(command(["fmt", "a/b.pl"]), "`jamb fmt a/b.pl`");
        assert_eq!(command(["fmt", "it's a.pl", ""]), r"`jamb fmt 'it'\''s a.pl' ''`");
        assert_eq!((path(Path::new("-x.pl")), path(Path::new("-"))), ("./-x.pl".to_owned(), "-".to_owned()));
    }
}
