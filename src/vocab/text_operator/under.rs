//! `under`: a folder, and what is in it. Steps that climb (`..`), are empty, or could be decoded by the server
//! (`%2e`) are refused, and so are backslashes and control characters.

use super::literal::{forbidden, quoted, unquoted};
use super::mistake::OperandMistake;

/// A step of a path: it is not empty, and not of dots and blanks only.
const STEP: &str = r"[. ]*[^/\\. %\x00-\x1f\x7f][^/\\%\x00-\x1f\x7f]*";
/// The first step of a relative path: it is not a home folder (`~`), an option (`-`) or a drive or scheme (`:`).
const FIRST: &str = r"[. ]*[^/\\. %:~\x00-\x1f\x7f-][^/\\%:\x00-\x1f\x7f]*";
/// What a folder can't contain, besides control characters: it could mean something else to the server.
const FORBIDDEN: [char; 5] = ['\\', '%', '*', '?', '\0'];

pub fn regex(folder: &str) -> Result<String, OperandMistake> {
    match folder {
        "." => return Ok(relative()),
        "/" => return Ok(absolute()),
        _ => {}
    }
    if let Some(rest) = folder.strip_prefix("./") {
        return Err(OperandMistake::LeadingDot(rest.trim_start_matches(['.', '/']).to_owned()));
    }
    if let Some(character) = forbidden(folder, &FORBIDDEN) {
        return Err(OperandMistake::Character(character));
    }
    let folder = folder.strip_suffix('/').unwrap_or(folder);
    let steps = folder.strip_prefix('/').unwrap_or(folder);
    if let Some(step) = steps.split('/').find(|step| step.trim_matches(['.', ' ']).is_empty()) {
        return Err(OperandMistake::EmptyStep(step.to_owned()));
    }
    let start = if folder.starts_with('/') { "" } else { r"(?:\./)?" };
    Ok(format!("^{start}{}{}", quoted(folder), below()))
}

/// The folder that an expression comes from, if it is one of [`regex`].
pub fn operand(pattern: &str) -> Option<String> {
    if pattern == relative() {
        return Some(".".to_owned());
    }
    if pattern == absolute() {
        return Some("/".to_owned());
    }
    let folder = pattern.strip_prefix('^')?.strip_suffix(&below())?;
    unquoted(folder.strip_prefix(r"(?:\./)?").unwrap_or(folder))
}

/// Anything in the folder, or the folder itself.
fn below() -> String {
    format!("(?:/{STEP})*/?$")
}

/// Every absolute path.
fn absolute() -> String {
    format!("^/(?:{STEP}(?:/{STEP})*/?)?$")
}

/// Every relative path that does not climb.
fn relative() -> String {
    format!(r"^(?:\./?|(?:\./)?{FIRST}(?:/{STEP})*/?)$")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Regex;

    #[test]
    fn a_folder_and_what_is_in_it() {
        let passes = |folder: &str, path: &str| Regex::new(&regex(folder).unwrap()).unwrap().is_match(path);
        for path in ["/srv/docs", "/srv/docs/", "/srv/docs/a", "/srv/docs/a b/.c", "/srv/docs/..a", "/srv/docs/a/é"] {
            assert!(passes("/srv/docs", path) && passes("/srv/docs/", path) && passes("/", path), "{path}");
        }
        for path in [
            "/srv/docsx",
            "/srv/docs/..",
            "/srv/docs/../x",
            "/srv/docs/. ./x",
            "/srv/docs//x",
            "/srv/docs/a//",
            "/srv/docs/%2e%2e/x",
            "/srv/docs\\..\\x",
            "/srv/docs/a\n",
            "/srv/docs/\0",
            " /srv/docs",
            "srv/docs",
            "",
        ] {
            assert!(!passes("/srv/docs", path), "{path:?}");
        }
        assert!(passes("a", "./a/b") && passes("a", "a") && !passes("a", "/a") && !passes("a", "././a"));
        for path in [".", "./", "a", "./a/b", ".git", "a/"] {
            assert!(passes(".", path), "{path}");
        }
        for path in ["..", "/a", "~", "~/a", "-rf", "c:a", "../a", "a/../..", "./..", ".//a", ""] {
            assert!(!passes(".", path), "{path}");
        }
    }

    #[test]
    fn texts_that_are_not_folders() {
        for (folder, mistake) in [
            ("//", OperandMistake::EmptyStep(String::new())),
            ("/srv//x", OperandMistake::EmptyStep(String::new())),
            ("/srv/../etc", OperandMistake::EmptyStep("..".to_owned())),
            ("a/. ", OperandMistake::EmptyStep(". ".to_owned())),
            ("..", OperandMistake::EmptyStep("..".to_owned())),
            ("./docs", OperandMistake::LeadingDot("docs".to_owned())),
            ("/srv/my%20docs", OperandMistake::Character('%')),
            ("/srv/**", OperandMistake::Character('*')),
            ("C:\\docs", OperandMistake::Character('\\')),
            ("/a\u{7f}", OperandMistake::Character('\u{7f}')),
        ] {
            assert_eq!(regex(folder), Err(mistake), "{folder}");
        }
    }
}
