//! What a text is, by how it is written: `/srv/docs` is a path, `https://docs.example.com/` an address.

use crate::classify::argument_kind::ArgumentKind;
use crate::classify::nouns::has;

/// Programs that commands start with.
const PROGRAMS: &str = "git npm npx yarn pnpm node python python3 pip ruby perl php make cargo go rustc mvn gradle docker \
    podman kubectl helm terraform ansible ssh scp rsync curl wget ls cat head tail grep find sed awk xargs rm cp mv mkdir \
    chmod chown tar zip unzip echo pwd env sh bash zsh sudo systemctl service apt brew jq ping dig nc psql mysql sqlite3 \
    redis-cli aws gcloud az gh pytest jest ps kill df du";
/// Words that statements start with.
const STATEMENTS: &str = "select insert update delete merge match drop alter create truncate grant explain with pragma show \
    describe attach";
/// The last labels of hosts, so that a file's name is not taken for a host.
const TOP_LABELS: &str = "com org net io dev app test example internal local corp edu gov eu uk de fr nl ch cloud ai co invalid \
    lan localdomain";

/// What a whole text is.
pub fn of_text(text: &str) -> Option<ArgumentKind> {
    of_beginning(text).or_else(|| whole_mail(text)).or_else(|| whole_host(text))
}

/// What a text is that begins like this, whatever follows.
pub fn of_beginning(text: &str) -> Option<ArgumentKind> {
    if begins_address(text) {
        return Some(ArgumentKind::Url);
    }
    if let Some(kind) = by_first_word(text) {
        return Some(kind);
    }
    begins_path(text).then_some(ArgumentKind::Path)
}

/// Whether a word is the name of a program.
pub(super) fn is_program(word: &str) -> bool {
    has(PROGRAMS, word)
}

/// A scheme, and `//`.
fn begins_address(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once("://") else { return false };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+.-".contains(letter))
}

/// A program or a statement, and a blank.
fn by_first_word(text: &str) -> Option<ArgumentKind> {
    let (first, _) = text.trim_start().split_once([' ', '\t'])?;
    let program = first.rsplit('/').next().unwrap_or(first);
    if has(PROGRAMS, program) {
        return Some(ArgumentKind::Command);
    }
    has(STATEMENTS, &first.to_ascii_lowercase()).then_some(ArgumentKind::Query)
}

fn begins_path(text: &str) -> bool {
    let mut letters = text.chars();
    let drive = matches!(
        (letters.next(), letters.next(), letters.next()),
        (Some(drive), Some(':'), Some('\\' | '/')) if drive.is_ascii_alphabetic()
    );
    let is_home = text == "~" || text.starts_with("~/");
    // `//host` is an address without its scheme, and `/` alone may begin anything.
    let is_rooted = text.len() > 1 && text.starts_with('/') && !text.starts_with("//");
    drive || is_home || is_rooted || text.starts_with("./") || text.starts_with("../")
}

/// `ann@acme.example`, or the `@acme.example` that one ends with.
fn whole_mail(text: &str) -> Option<ArgumentKind> {
    let (user, domain) = text.rsplit_once('@')?;
    let is_user = user.chars().all(|letter| letter.is_ascii_alphanumeric() || "._+-".contains(letter));
    (is_user && is_host(domain)).then_some(ArgumentKind::Mail)
}

/// `docs.example.com`, `10.0.0.1`
fn whole_host(text: &str) -> Option<ArgumentKind> {
    let last = text.rsplit('.').next().unwrap_or_default();
    let is_known = has(TOP_LABELS, &last.to_ascii_lowercase()) || text.parse::<std::net::IpAddr>().is_ok();
    (text == "localhost" || is_known && is_host(text)).then_some(ArgumentKind::Host)
}

fn is_host(text: &str) -> bool {
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    text.contains('.') && text.split('.').all(is_label)
}
