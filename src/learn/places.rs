//! The folders, sites and mail domains that values are in, as the operators `under`, `on` and `at` take them.

use super::role::Role;
use crate::vocab::TextOperator;

/// How many folders above a file are counted.
const DEEPEST: usize = 8;

/// Mail domains where anybody can have an address.
const PUBLIC_MAIL: &[&str] = &[
    "126.com",
    "163.com",
    "aol.com",
    "fastmail.com",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "outlook.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yandex.com",
    "yandex.ru",
    "ymail.com",
    "zoho.com",
];
/// Hosts on which anybody can have pages: only the first step of the path says whose they are.
const SHARED_HOSTS: &[&str] = &[
    "api.github.com",
    "bitbucket.org",
    "codeberg.org",
    "gist.github.com",
    "github.com",
    "gitlab.com",
    "huggingface.co",
    "medium.com",
    "raw.githubusercontent.com",
    "storage.googleapis.com",
    "s3.amazonaws.com",
    "x.com",
];
/// Hosts on which anybody can put anything, under names that say nothing.
const ANYBODYS_HOSTS: &[&str] = &[
    "bit.ly",
    "docs.google.com",
    "drive.google.com",
    "dropbox.com",
    "forms.gle",
    "pastebin.com",
    "t.co",
    "tinyurl.com",
    "webhook.site",
    "www.dropbox.com",
];

/// The operator that groups the values of an argument.
pub fn operator(role: Role) -> Option<TextOperator> {
    match role {
        Role::Path => Some(TextOperator::Under),
        Role::Site => Some(TextOperator::On),
        Role::Recipient => Some(TextOperator::At),
        Role::Code | Role::Scope | Role::Id | Role::Content | Role::Time | Role::Secret | Role::Plain => None,
    }
}

/// The groups that a value is in, the largest first; none if it is in no group that says who is behind it.
pub fn groups(operator: TextOperator, value: &str) -> Vec<String> {
    match operator {
        TextOperator::Under => folders(value),
        TextOperator::On => site(value).into_iter().collect(),
        TextOperator::At => domain(value).into_iter().collect(),
        TextOperator::StartsWith | TextOperator::EndsWith => Vec::new(),
    }
}

/// The folders above a path: `/srv` and `/srv/docs` of `/srv/docs/a.md`, `.` and `docs` of `docs/a.md`. The root is not
/// one, because everything is below it.
fn folders(path: &str) -> Vec<String> {
    let is_odd = |step: &str| step.is_empty() || step == ".." || step == ".";
    let inner = path.strip_prefix('/').unwrap_or(path);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    if path.contains(['%', '\\', '~', ':']) || path.chars().any(char::is_control) || inner.split('/').any(is_odd) {
        return Vec::new();
    }
    let is_absolute = path.starts_with('/');
    let (root, first) = if is_absolute { ("/", None) } else { ("", Some(".".to_owned())) };
    let ends = inner.match_indices('/').map(|(at, _)| at);
    let above = ends.take(DEEPEST).filter_map(|end| inner.get(..end)).map(|folder| format!("{root}{folder}"));
    first.into_iter().chain(above).collect()
}

/// `docs.example.com` of `https://docs.example.com/a`, `http://localhost:3000`, `github.com/acme`.
fn site(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end)?;
    let host = host.to_ascii_lowercase();
    let is_odd = host.is_empty() || host.contains('@') || address.contains(['\\', ' ']);
    if is_odd || ANYBODYS_HOSTS.contains(&host.as_str()) || !matches!(scheme, "http" | "https") {
        return None;
    }
    let place = match SHARED_HOSTS.contains(&host.as_str()) {
        true => format!(
            "{host}/{}",
            path.trim_start_matches('/').split(['/', '?', '#']).next().filter(|it| !it.is_empty())?
        ),
        false => host,
    };
    Some(if scheme == "https" { place } else { format!("{scheme}://{place}") })
}

/// The host of an address that may lack its scheme: `docs.example.com` of `docs.example.com/a`.
pub fn bare_host(address: &str) -> Option<String> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or(address);
    let host = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    let is_usual = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
    let is_name =
        host.contains('.') && host.chars().all(is_usual) && host.ends_with(|it: char| it.is_ascii_alphabetic());
    let is_odd = address.contains(['\\', ' ', '@']) || address.chars().any(char::is_control);
    let is_shared = SHARED_HOSTS.contains(&host.as_str()) || ANYBODYS_HOSTS.contains(&host.as_str());
    (is_name && !is_odd && !is_shared).then_some(host)
}

/// Whether an address is unencrypted, and not of the machine itself.
pub fn is_clear(address: &str) -> bool {
    let rest = ["http://", "ws://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    rest.is_some_and(|host| !["localhost", "127.", "[::1]"].iter().any(|here| host.starts_with(here)))
}

/// The regular expression for addresses on these hosts that may lack their scheme. Without `clear`, it is not `http`.
pub fn bare_pattern(hosts: &[&str], clear: bool) -> String {
    let scheme = if clear { "https?" } else { "https" };
    let hosts: Vec<String> = hosts.iter().map(|host| host.replace('.', r"\.")).collect();
    format!(r"^(?:{scheme}://)?(?i:{})(?:[/?#][^\s\\@]*)?$", hosts.join("|"))
}

/// `acme.example` of `ann@acme.example`
fn domain(address: &str) -> Option<String> {
    let (user, domain) = address.split_once('@')?;
    let domain = domain.to_ascii_lowercase();
    let is_odd = user.is_empty() || domain.contains('@') || !domain.contains('.') || address.contains([' ', ',', ';']);
    (!is_odd && !PUBLIC_MAIL.contains(&domain.as_str())).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_in_folders_sites_and_domains() {
        let groups = |operator, value| groups(operator, value).join(" ");
        for (value, folders) in [
            ("/srv/docs/a.md", "/srv /srv/docs"),
            ("docs/a.md", ". docs"),
            ("a.md", "."),
            ("/a.md", ""),
            ("/srv/../etc/passwd", ""),
            ("/srv//a", ""),
            ("C:\\docs\\a", ""),
            ("%2e%2e/a", ""),
        ] {
            assert_eq!(groups(TextOperator::Under, value), folders, "{value}");
        }
        for (value, site) in [
            ("https://Docs.example.com/a?b", "docs.example.com"),
            ("http://localhost:3000/a", "http://localhost:3000"),
            ("https://github.com/acme/shop", "github.com/acme"),
            ("https://github.com", ""),
            ("https://pastebin.com/x", ""),
            ("https://docs.example.com@evil.test/", ""),
            ("docs.example.com", ""),
            ("ftp://docs.example.com", ""),
        ] {
            assert_eq!(groups(TextOperator::On, value), site, "{value}");
        }
        for (value, domain) in [
            ("Ann@Acme.example", "acme.example"),
            ("ann@gmail.com", ""),
            ("ann@acme.example, eve@evil.test", ""),
            ("ann", ""),
        ] {
            assert_eq!(groups(TextOperator::At, value), domain, "{value}");
        }
    }
}
