//! What the name of an argument says about it: `repo_url` leads to a host, `buildScript` is a command.

use crate::analyze::holes::HostForm;
use crate::vocab::Path;

/// The last words of names, by what a text of that name is.
const COMMANDS: [&str; 4] = ["command", "cmd", "shell", "script"];
const PATHS: [&str; 6] = ["path", "file", "filename", "dir", "directory", "folder"];
const URLS: [&str; 6] = ["url", "uri", "href", "origin", "endpoint", "webhook"];
const HOSTS: [&str; 3] = ["host", "hostname", "domain"];
const ADDRESSES: [&str; 7] = ["email", "mail", "to", "cc", "bcc", "recipient", "recipients"];
/// The last words of names of numbers that are counted or paid.
const QUANTITIES: [&str; 7] = ["amount", "price", "total", "sum", "fee", "cost", "quantity"];

/// What a text is, judging by its argument's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A command line.
    Command,
    /// A file path.
    Path,
    /// A host name, alone or in an address.
    Host(HostForm),
}

impl Meaning {
    /// What the text at a path is, if its name says so.
    pub fn of(path: &Path) -> Option<Self> {
        let word = last_word(name(path));
        let is = |words: &[&str]| words.contains(&word.as_str());
        let hosts = [(&URLS[..], HostForm::Url), (&HOSTS, HostForm::Name), (&ADDRESSES, HostForm::Address)];
        let host = hosts.iter().find(|(words, _)| is(words)).map(|(_, form)| Self::Host(*form));
        match host {
            Some(host) => Some(host),
            None if is(&COMMANDS) => Some(Self::Command),
            None => is(&PATHS).then_some(Self::Path),
        }
    }
}

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

    #[test]
    fn the_last_word_says_what_a_text_is() {
        let meaning = |name: &str| Meaning::of(&Path::new(vec!["x".to_owned(), name.to_owned()]).unwrap());
        assert_eq!(meaning("buildScript"), Some(Meaning::Command));
        assert_eq!(meaning("target_dir"), Some(Meaning::Path));
        assert_eq!(meaning("webhook-url"), Some(Meaning::Host(HostForm::Url)));
        assert_eq!(meaning("cc"), Some(Meaning::Host(HostForm::Address)));
        assert_eq!(meaning("url_pattern"), None);
        assert_eq!(meaning("paths"), None);
    }
}
