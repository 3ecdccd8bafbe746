//! Why the system refused something, in words for a message. The system's own words end in a number, and they speak
//! of a file where a folder is missing.

use std::io::{Error, ErrorKind};

/// Why a file could not be read.
#[allow(clippy::wildcard_enum_match_arm)]
pub fn unreadable(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::IsADirectory => "this is a directory".to_owned(),
        _ => any(error),
    }
}

/// Why a file could not be written.
#[allow(clippy::wildcard_enum_match_arm)]
pub fn unwritable(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such directory".to_owned(),
        ErrorKind::IsADirectory => "this is a directory".to_owned(),
        ErrorKind::FileTooLarge => "the system's limit on the size of files is lower".to_owned(),
        _ => any(error),
    }
}

/// Why a command could not be started.
#[allow(clippy::wildcard_enum_match_arm)]
pub fn unstartable(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such command".to_owned(),
        _ => any(error),
    }
}

#[allow(clippy::wildcard_enum_match_arm)]
fn any(error: &Error) -> String {
    match (error.kind(), error.raw_os_error()) {
        (ErrorKind::PermissionDenied, _) => "permission denied".to_owned(),
        (ErrorKind::NotADirectory, _) => "a part of the path is not a directory".to_owned(),
        (_, Some(code)) => without_number(&Error::from_raw_os_error(code).to_string()),
        // An error that another library wrapped may name a temporary file.
        (kind, None) => kind.to_string(),
    }
}

/// `File name too long (os error 36)` as a part of a sentence.
fn without_number(words: &str) -> String {
    let words = words.split(" (os error").next().unwrap_or(words);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_have_no_numbers_and_speak_of_what_is_missing() {
        let missing = Error::from(ErrorKind::NotFound);
        assert_eq!(unreadable(&missing), "there is no such file");
        assert_eq!(unwritable(&missing), "there is no such directory");
        assert_eq!(unstartable(&missing), "there is no such command");
        assert_eq!(without_number("File name too long (os error 36)"), "file name too long");
        let wrapped = Error::other("can't make /tmp/.secret123");
        assert!(!unwritable(&wrapped).contains("secret"));
    }
}
