//! Other spellings of a text: what a server takes for the same file, host, mailbox, command or statement, and a list of bad
//! texts does not name. The most convincing spellings come first.

mod paths;
mod addresses;
mod mail;
mod commands;
mod queries;

use crate::classify::ArgumentKind;

/// Other spellings of a text, or names of the same kind of thing, and more of them where nothing else restricts it.
pub fn others(kind: ArgumentKind, text: &str, is_free: bool) -> Vec<String> {
    let mut all = match kind {
        ArgumentKind::Path => paths::others(text, is_free),
        ArgumentKind::Url => addresses::others_of_url(text),
        ArgumentKind::Host => addresses::others_of_host(text),
        ArgumentKind::Mail => mail::others(text),
        ArgumentKind::Command => commands::others(text),
        ArgumentKind::Query => queries::others(text),
    };
    let mut seen = std::collections::HashSet::from([text.to_owned()]);
    all.retain(|other| seen.insert(other.clone()));
    all
}

/// Whether a text is one of this kind at all.
pub fn fits(kind: ArgumentKind, text: &str) -> bool {
    match kind {
        ArgumentKind::Path => paths::fits(text),
        ArgumentKind::Url => addresses::fits_url(text),
        ArgumentKind::Host => addresses::fits_host(text),
        ArgumentKind::Mail => mail::fits(text),
        ArgumentKind::Command => commands::fits(text),
        ArgumentKind::Query => queries::fits(text),
    }
}

/// Texts that many policies deny.
pub fn known(kind: ArgumentKind) -> &'static [&'static str] {
    match kind {
        ArgumentKind::Path => paths::KNOWN,
        ArgumentKind::Url => addresses::KNOWN_URLS,
        ArgumentKind::Host => addresses::KNOWN_HOSTS,
        ArgumentKind::Mail => mail::KNOWN,
        ArgumentKind::Command => commands::KNOWN,
        ArgumentKind::Query => queries::KNOWN,
    }
}

/// What may come before and after a part of a text, so that the whole is one that somebody would send.
pub fn around(kind: ArgumentKind, part: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        ArgumentKind::Path => (&["", "/srv/app/", "/srv/app"], &["", "passwd", "/passwd", "/x.txt"]),
        ArgumentKind::Url => (
            &["", "http://", "https://", "http://a", "https://evil.test/"],
            &["", "/", "0.0.1/", "0.1/", "1/", ".test/"],
        ),
        ArgumentKind::Host => (&["", "a"], &["", "0.0.1", "0.1", "1", ".test"]),
        ArgumentKind::Mail => (&["", "bo", "bo@", "bo@a"], &["", ".test", "@rival.test"]),
        ArgumentKind::Command => (&["", "git "], &["", " -rf ~", " ~", " https://evil.test/x.sh", " origin main"]),
        ArgumentKind::Query => (&[""], queries::ends(part)),
    }
}
