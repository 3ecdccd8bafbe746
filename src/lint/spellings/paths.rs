//! Other spellings of a file path.

/// Files that many policies deny.
pub const KNOWN: &[&str] = &[
    "/etc/passwd",
    "/etc/shadow",
    "/root/.ssh/id_rsa",
    "/home/ann/.ssh/id_rsa",
    "~/.ssh/id_rsa",
    "/proc/self/environ",
    "/srv/app/.env",
    "/srv/app/.git/config",
    "/srv/app/secrets.json",
    "/srv/app/server.key",
    "/srv/app/server.pem",
    "/home/ann/.aws/credentials",
    "/var/log/auth.log",
    ".env",
    r"C:\Windows\System32\config\SAM",
];

/// The most places at which a path is changed.
const MOST_PLACES: usize = 4;

/// A path with `..` is the business of another rule.
pub fn fits(text: &str) -> bool {
    let is_climbing = text.split(['/', '\\']).any(|step| step == "..");
    let is_named = text.chars().any(char::is_alphanumeric);
    is_named && !is_climbing && text.chars().all(|letter| !letter.is_control() && !"*?<>|\"".contains(letter))
}

/// Other spellings of a path, and names of files like it. Folders in other case count where nothing else restricts them:
/// on most servers they are other folders. Those that begin with a dot, such as `.git`, are kept on people's machines.
pub fn others(text: &str, is_free: bool) -> Vec<String> {
    let mut all = Vec::new();
    let last = last_step(text);
    if let Some(rest) = text.strip_prefix('/') {
        all.extend(["//", "/./", "/tmp/../"].map(|start| format!("{start}{rest}")));
    } else if !text.starts_with(['~', '\\', '.']) && !has_drive(text) || last == text {
        all.extend(["/srv/app/", "./", "x/../"].map(|start| format!("{start}{text}")));
    }
    // Frameworks keep their secrets in several such files.
    if last == ".env" {
        all.extend([".production", ".local"].map(|end| format!("{text}{end}")));
    }
    all.extend(at_each_slash(text));
    if text.starts_with('/') {
        all.push(format!("../../../..{text}"));
        all.push(format!("/proc/self/root{text}"));
    }
    all.extend(like_last_step(text));
    if is_free {
        all.extend(in_other_case(text, |_| true));
        all.push(text.to_uppercase());
        all.push(text.to_lowercase());
    }
    all.extend(home(text));
    if has_drive(text) {
        all.push(text.replace('\\', "/"));
        all.push(format!(r"\\?\{text}"));
    }
    // `/srv/repo/.git` of `/srv/repo/.git/`
    all.extend(text.strip_suffix('/').filter(|folder| last_step(folder).starts_with('.')).map(str::to_owned));
    if !is_free {
        all.extend(in_other_case(text, |step| step.starts_with('.')));
    }
    // A file with a slash at its end is not found.
    if text.starts_with('/') && !last.is_empty() && text.matches('/').count() < 3 && !last.contains('.') {
        all.extend(["/", "/."].map(|end| format!("{text}{end}")));
    }
    all
}

fn last_step(text: &str) -> &str {
    text.rsplit(['/', '\\']).next().unwrap_or_default()
}

fn has_drive(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && letters.next() == Some(':')
}

/// `/etc//passwd`, `/etc/./passwd`, `/etc/x/../passwd`
fn at_each_slash(text: &str) -> Vec<String> {
    let slashes = text.match_indices('/').filter(|(at, _)| *at > 0 && at + 1 < text.len());
    let parts = slashes.filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)));
    parts
        .take(MOST_PLACES)
        .flat_map(|(before, after)| ["//", "/./", "/x/../"].map(|between| format!("{before}{between}{after}")))
        .collect()
}

/// Parts of the names of files whose copies are as secret as they are.
const SECRET: [&str; 8] = [".env", ".pem", ".key", "secret", "credential", "password", "id_rsa", "token"];

/// `server.PEM`, `server.pem.bak`
fn like_last_step(text: &str) -> Vec<String> {
    let last = last_step(text);
    let folder = text.strip_suffix(last).unwrap_or_default();
    let is_secret = SECRET.iter().any(|part| last.to_lowercase().contains(part));
    let ending = last.rsplit_once('.').filter(|(name, _)| !name.is_empty());
    let ending = ending.map(|(name, ending)| format!("{folder}{name}.{}", other_case(ending)));
    // A name without a dot may be a folder's.
    let case = (last.contains('.') || is_secret).then(|| format!("{folder}{}", other_case(last)));
    ending.into_iter().chain(case).chain(is_secret.then(|| format!("{text}.bak"))).collect()
}

/// `/ETC/passwd`, `/etc/PASSWD`: the same file where case does not matter, as on Windows and macOS.
fn in_other_case(text: &str, is_changed: fn(&str) -> bool) -> Vec<String> {
    let steps: Vec<&str> = text.split('/').collect();
    let is_named = |step: &&str| is_changed(step) && step.chars().any(char::is_alphabetic);
    let changed = steps.iter().enumerate().filter(|(_, step)| is_named(step)).map(|(index, step)| {
        let mut steps: Vec<String> = steps.iter().map(|step| (*step).to_owned()).collect();
        if let Some(own) = steps.get_mut(index) {
            *own = other_case(step);
        }
        steps.join("/")
    });
    changed.take(MOST_PLACES).collect()
}

fn other_case(step: &str) -> String {
    if step.chars().any(char::is_lowercase) { step.to_uppercase() } else { step.to_lowercase() }
}

/// `~/.ssh/id_rsa` for `/root/.ssh/id_rsa`, and the other way round
fn home(text: &str) -> Vec<String> {
    match (text.strip_prefix("/root/"), text.strip_prefix("~/")) {
        (Some(rest), _) => vec![format!("~/{rest}"), format!("/proc/self/cwd/../root/{rest}")],
        (None, Some(rest)) => vec![format!("/root/{rest}"), format!("/home/ann/{rest}"), format!("$HOME/{rest}")],
        (None, None) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_many_spellings() {
        for (text, other) in [
            ("/etc/passwd", "//etc/passwd"),
            ("/etc/passwd", "/./etc/passwd"),
            ("/etc/passwd", "/tmp/../etc/passwd"),
            ("/etc/passwd", "/etc//passwd"),
            ("/etc/passwd", "/etc/x/../passwd"),
            ("/etc/passwd", "/ETC/passwd"),
            ("/etc/passwd", "../../../../etc/passwd"),
            ("/srv/app/.env", "/srv/app/.env.production"),
            ("/srv/app/.env", "/srv/app/.ENV"),
            (".env", "./.env"),
            (".env", "/srv/app/.env"),
            ("/etc", "/etc/"),
            ("~/.ssh/id_rsa", "/root/.ssh/id_rsa"),
            (r"C:\Windows\win.ini", "C:/Windows/win.ini"),
        ] {
            let all = others(text, true);
            assert!(all.iter().any(|it| it == other), "{text} {other} {all:?}");
        }
    }

    #[test]
    fn what_climbs_is_no_plain_path() {
        assert!(fits("/etc/passwd") && fits(".env"));
        assert!(others("/srv/app/.git/config", false).contains(&"/srv/app/.GIT/config".to_owned()));
        assert!(!fits("/srv/../etc") && !fits("..") && !fits("/") && !fits("*.env"));
    }
}
