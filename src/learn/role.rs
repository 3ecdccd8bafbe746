//! What an argument is for, which decides what its values can teach: a text that is written anew for each call, a time
//! or a secret teaches nothing.

use crate::classify::{ArgumentKind, last_word, recipients, words_of};
use crate::init;
use crate::vocab::{Category, Path};

/// What an argument is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A path of a file or a folder.
    Path,
    /// An address with a scheme, or a host.
    Site,
    /// Somebody who receives something.
    Recipient,
    /// A command, a script or a query.
    Code,
    /// Says whose it is, or where: a project, a channel, an account.
    Scope,
    /// Says which thing it is: `file_id`. Another task is about another thing.
    Id,
    /// A text that is written anew for each call.
    Content,
    /// A time, which is another one for each call.
    Time,
    /// A password or a key.
    Secret,
    /// Anything else.
    Plain,
}

/// Words for times.
const TIMES: &[&str] = &[
    "date",
    "dates",
    "time",
    "datetime",
    "timestamp",
    "day",
    "month",
    "year",
    "hour",
    "since",
    "until",
    "before",
    "after",
    "deadline",
    "due",
    "start",
    "end",
    "when",
    "expires",
    "expiry",
    "from",
];
/// Words for secrets.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "credential",
    "credentials",
    "apikey",
    "pin",
    "otp",
    "token",
    "passwords",
    "secrets",
    "tokens",
    "pwd",
    "passcode",
    "cvv",
    "cvc",
    "csc",
    "totp",
    "authorization",
    "cookie",
    "cookies",
    "jwt",
];
/// Words before `token` or `key` that make it one.
const SECRET_KEYS: &[&str] = &[
    "api",
    "private",
    "access",
    "auth",
    "secret",
    "signing",
    "encryption",
    "ssh",
    "license",
    "session",
    "service",
    "client",
    "master",
];
/// Words by which a token is a place in a list of pages.
const PAGES: &[&str] = &["page", "next", "continuation", "cursor", "sync", "start"];
/// Words for texts that are written anew, besides those that `init` knows.
const CONTENTS: &[&str] = &[
    "location",
    "venue",
    "cursor",
    "page",
    "offset",
    "filter",
    "search",
    "term",
    "keyword",
    "keywords",
    "answer",
    "blocks",
    "patch",
    "diff",
    "transcript",
    "status",
];
/// Words for somebody who is paid.
const PAYEES: &[&str] = &[
    "to",
    "recipient",
    "recipients",
    "payee",
    "payees",
    "beneficiary",
    "receiver",
    "iban",
    "wallet",
    "destination",
    "vendor",
    "supplier",
    "address",
];
/// Words for numbers that say which thing it is.
const IDS: &[&str] = &["id", "ids", "number", "no", "uuid", "iban", "account", "key", "sha", "ref"];

impl Role {
    /// The role of an argument of a tool.
    pub fn of(tool: &str, category: Category, path: &Path, kind: Option<ArgumentKind>) -> Self {
        let name = path.segments().last().map_or("", String::as_str);
        let last = last_word(name).unwrap_or_default();
        let is = |words: &[&str]| words.contains(&last.as_str());
        match kind {
            _ if is_secret(name) => Role::Secret,
            Some(ArgumentKind::Path) => Role::Path,
            Some(ArgumentKind::Url | ArgumentKind::Host) => Role::Site,
            Some(ArgumentKind::Mail) => Role::Recipient,
            Some(ArgumentKind::Command) => Role::Code,
            Some(ArgumentKind::Query) if category != Category::Read => Role::Code,
            _ if is(TIMES) => Role::Time,
            _ if recipients::is_recipient(name) || recipients::is_paid(tool, name) => Role::Recipient,
            _ if init::is_free_text(&last) || recipients::is_content(name) || is(CONTENTS) => Role::Content,
            _ if is_scope(path) => Role::Scope,
            _ if is(IDS) => Role::Id,
            Some(ArgumentKind::Query) | None => Role::Plain,
        }
    }

    /// Whether a clause about it is worth writing. A tool that only reads does not become safer if it can't be asked
    /// about another city, and which thing it is matters only if the tool is dangerous.
    pub fn teaches(self, reads: bool, is_dangerous: bool) -> bool {
        match self {
            Role::Path | Role::Site | Role::Scope => true,
            Role::Recipient | Role::Code | Role::Plain => !reads,
            Role::Id => is_dangerous,
            Role::Content | Role::Time | Role::Secret => false,
        }
    }
}

/// Whether an argument of a tool that moves money says who gets it, rather than whose money it is.
pub fn is_payee(tool: &str, path: &Path) -> bool {
    let name = path.segments().last().map_or("", String::as_str);
    recipients::is_paid(tool, name) || words_of(name).iter().any(|word| PAYEES.contains(&word.as_str()))
}

/// Whether a number of this name says which thing it is, rather than how much or how many.
pub fn is_id(path: &Path) -> bool {
    let last = path.segments().last().and_then(|name| last_word(name)).unwrap_or_default();
    IDS.contains(&last.as_str())
}

/// `project`, but also `project_id`
fn is_scope(path: &Path) -> bool {
    let without_id = |name: &String| {
        let words = words_of(name);
        let (last, before) = words.split_last()?;
        (IDS.contains(&last.as_str()) && !before.is_empty()).then(|| Path::new(vec![before.join("_")]))?
    };
    init::is_worth(path) || path.segments().last().and_then(without_id).is_some_and(|path| init::is_worth(&path))
}

/// Whether an argument of this name has a password or a key.
pub fn is_secret(name: &str) -> bool {
    // `cvv2`
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<String> = words_of(name).into_iter().filter(|word| !is_number(word)).collect();
    let Some((last, before)) = words.split_last() else { return false };
    let last = last.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let has_before = |words: &[&str]| before.iter().any(|word| words.contains(&word.as_str()));
    SECRETS.contains(&last) && !has_before(PAGES) || last == "key" && has_before(SECRET_KEYS)
}
