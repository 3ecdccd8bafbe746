//! Names and sentences as words: `create_or_update-file`, `createOrUpdateFile` and `Create or update a file`
//! give the same ones.

/// How many words of a name, or of the start of a description, are read.
const MOST_WORDS: usize = 24;
/// How many characters are read.
const LONGEST: usize = 400;

/// Two words that count as one.
const PAIRS: &[(&str, &str, &str)] = &[
    ("pull", "request", "pullrequest"),
    ("pull", "requests", "pullrequests"),
    ("merge", "request", "mergerequest"),
    ("merge", "requests", "mergerequests"),
    ("look", "up", "lookup"),
    ("roll", "back", "rollback"),
    ("clean", "up", "cleanup"),
    ("set", "up", "setup"),
    ("back", "up", "backup"),
    ("log", "in", "login"),
    ("log", "out", "logout"),
    ("sign", "in", "login"),
    ("sign", "out", "logout"),
    ("sign", "up", "register"),
    ("check", "in", "checkin"),
    ("check", "out", "checkout"),
    ("shut", "down", "shutdown"),
    ("turn", "on", "enable"),
    ("turn", "off", "disable"),
    ("opt", "out", "unsubscribe"),
    ("hang", "up", "disconnect"),
    ("cherry", "pick", "rebase"),
    ("time", "series", "timeseries"),
    ("real", "time", "realtime"),
];

/// The words of a name, in lower case. They end at anything that is not a letter or digit, and at a change of
/// case.
pub(super) fn of_name(name: &str) -> Vec<String> {
    let mut letters = name.chars().take(LONGEST).peekable();
    let (mut words, mut word, mut before) = (Vec::new(), String::new(), None);
    while let Some(letter) = letters.next() {
        let is_start = before.is_some_and(|before| starts_a_word(before, letter, letters.peek().copied()));
        before = Some(letter);
        if is_start || !letter.is_alphanumeric() {
            end(&mut words, &mut word);
        }
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
        } else if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
    }
    end(&mut words, &mut word);
    words.truncate(MOST_WORDS);
    paired(words)
}

/// The words of each sentence at the start of a description, in lower case.
pub(super) fn of_sentences(text: &str) -> impl Iterator<Item = Vec<String>> + '_ {
    let sentences = first_letters(text, LONGEST).split(['.', '\n', ';', ':', '!', '?']);
    sentences.filter(|part| part.chars().any(char::is_alphabetic)).map(of_text)
}

/// The words at the start of a text, in lower case, wherever its sentences end.
pub(super) fn of_text(text: &str) -> Vec<String> {
    let text = first_letters(text, LONGEST).replace(['/', ',', '&'], " and ");
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
    paired(words.filter(|word| !word.is_empty()).map(lowercase).take(MOST_WORDS).collect())
}

/// The start of a text, up to some number of characters.
pub(super) fn first_letters(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    text.char_indices().nth(most).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// Most words are ASCII, for which the standard library's tables are slow.
pub(super) fn lowercase(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { word.to_lowercase() }
}

fn paired(words: Vec<String>) -> Vec<String> {
    let is_pair = |pair: &[String]| matches!(pair, [first, second] if joined(first, second).is_some());
    if !words.windows(2).any(is_pair) {
        return words;
    }
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        match out.last().and_then(|before| joined(before, &word)) {
            Some(joined) => {
                out.pop();
                out.push(joined.to_owned());
            }
            None => out.push(word),
        }
    }
    out
}

/// The word that two words count as.
fn joined(first: &str, second: &str) -> Option<&'static str> {
    PAIRS.iter().find(|pair| pair.0 == first && pair.1 == second).map(|(_, _, joined)| *joined)
}

/// `getURLFor` is `get`, `url`, `for`; `s3Bucket` is `s3`, `bucket`.
fn starts_a_word(before: char, letter: char, after: Option<char>) -> bool {
    let follows_small = letter.is_uppercase() && (before.is_lowercase() || before.is_numeric());
    let ends_capitals = letter.is_uppercase()
        && before.is_uppercase()
        && after.is_some_and(|after| after.is_lowercase() && after != 's');
    follows_small || ends_capitals
}

fn end(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_habit_come_apart() {
        for (name, words) in [
            ("create_or_update-file", "create or update file"),
            ("createOrUpdateFile", "create or update file"),
            ("CreateOrUpdateFile", "create or update file"),
            ("repo.files/get", "repo files get"),
            ("getURLFor", "get url for"),
            ("listURLs", "list urls"),
            ("s3_get_object", "s3 get object"),
            ("GET users", "get users"),
            ("mergePullRequest", "merge pullrequest"),
            ("___odd__", "odd"),
            ("", ""),
        ] {
            assert_eq!(of_name(name).join(" "), words, "{name}");
        }
    }

    #[test]
    fn descriptions_are_split_into_sentences() {
        let sentences = |text: &str| of_sentences(text).map(|words| words.join(" ")).collect::<Vec<_>>();
        assert_eq!(sentences("\n Deletes a page. Creates none."), ["deletes a page", "creates none"]);
        assert_eq!(sentences("**Get** the user's files"), ["get the user's files"]);
        assert_eq!(sentences(""), [""; 0]);
        assert_eq!(of_text(&"x ".repeat(10_000)).len(), MOST_WORDS);
    }
}
