//! The hosts that a string or a regular expression names: `docs.example.com` in `^https://docs\.example\.com/`.

use crate::vocab::{Piece, Shape};

/// The hosts that a condition names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Whole hosts, in lower case.
    pub hosts: Vec<String>,
    /// For alternatives that do not spell a whole host, an expression for the part they spell: `10\.0\.0\.`
    /// followed by anything.
    pub partly: Vec<String>,
}

impl Named {
    /// Adds the hosts that another condition names.
    pub fn add(&mut self, other: Named) {
        self.hosts.extend(other.hosts);
        self.partly.extend(other.partly);
        for list in [&mut self.hosts, &mut self.partly] {
            list.sort_unstable();
            list.dedup();
        }
    }
}

/// The hosts in a plain string.
pub fn in_text(text: &str) -> Named {
    in_rows(&[Piece::of_text(text)])
}

/// The hosts that a regular expression requires.
pub fn in_pattern(pattern: &str) -> Named {
    Shape::of(pattern).map(|shape| in_rows(&shape.rows)).unwrap_or_default()
}

fn in_rows(rows: &[Vec<Piece>]) -> Named {
    let mut named = Named::default();
    for row in rows {
        let hosts = in_row(row);
        let partly = if hosts.is_empty() { partly(row).into_iter().collect() } else { Vec::new() };
        named.add(Named { hosts, partly });
    }
    named
}

/// The authority of a row that is only partly known.
fn partly(row: &[Piece]) -> Option<String> {
    let slashes = row.windows(2).position(|pair| pair == [Piece::Letter('/'), Piece::Letter('/')]);
    let after = row.get(slashes.map_or(0, |at| at + 2)..)?;
    let ends = |piece: &Piece| matches!(piece, Piece::Letter('/' | '?' | '#' | ':'));
    let authority = after.get(..after.iter().position(ends).unwrap_or(after.len()))?;
    let user = authority.iter().rposition(|piece| *piece == Piece::Letter('@'));
    let host = authority.get(user.map_or(0, |at| at + 1)..)?;
    let expression = |piece: &Piece| match piece {
        Piece::Letter(letter) if letter.is_alphanumeric() => letter.to_string(),
        Piece::Letter(letter) => format!(r"\x{{{:x}}}", u32::from(*letter)),
        Piece::AnyLetter => ".".to_owned(),
        Piece::Gap(_) => r"[^/?#\\@:\s]*".to_owned(),
        Piece::Edge => String::new(),
    };
    let says = host.iter().any(|piece| matches!(piece, Piece::Letter(_)));
    says.then(|| host.iter().map(expression).collect())
}

/// What is next to a run of a host's letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// Nothing, or an end of the string.
    End,
    /// `//` or `@`, after which a host starts.
    Authority,
    /// Another letter.
    Letter,
    /// Something unknown; whether its length is unbounded.
    Gap(bool),
}

/// A path may contain names that look like hosts, so the first `/` ends the search.
fn in_row(row: &[Piece]) -> Vec<String> {
    let mut hosts = Vec::new();
    let (mut before, mut run) = (Beside::End, String::new());
    let mut pieces = row.iter().copied().peekable();
    while let Some(piece) = pieces.next() {
        if let Some(letter) = of_host(piece) {
            run.push(letter);
            continue;
        }
        let beside = match piece {
            Piece::Letter('/') if pieces.next_if_eq(&Piece::Letter('/')).is_some() => Beside::Authority,
            Piece::Letter('@') => Beside::Authority,
            Piece::Letter(_) | Piece::AnyLetter => Beside::Letter,
            Piece::Edge => Beside::End,
            Piece::Gap(unbounded) => Beside::Gap(unbounded),
        };
        hosts.extend(host(before, &std::mem::take(&mut run), beside));
        if beside == Beside::Letter && matches!(piece, Piece::Letter('/' | '?' | '#')) {
            return hosts;
        }
        before = beside;
    }
    hosts.extend(host(before, &run, Beside::End));
    hosts
}

fn of_host(piece: Piece) -> Option<char> {
    match piece {
        Piece::AnyLetter => Some('.'),
        Piece::Letter(letter) => {
            (letter.is_alphanumeric() || matches!(letter, '-' | '.')).then(|| letter.to_ascii_lowercase())
        }
        Piece::Edge | Piece::Gap(_) => None,
    }
}

/// The host in a run of letters, as far as all of its labels are known.
fn host(before: Beside, run: &str, after: Beside) -> Option<String> {
    if before == Beside::Letter || run.ends_with('.') && matches!(after, Beside::Gap(_)) {
        return None;
    }
    let whole = run.trim_matches('.');
    let host = match before {
        // The first label may be the end of a longer one.
        Beside::Gap(unbounded) if !run.starts_with('.') => {
            let rest = whole.split_once('.').map_or("", |(_, rest)| rest);
            if is_host(rest) || !unbounded { rest } else { whole }
        }
        Beside::Gap(_) | Beside::End | Beside::Authority | Beside::Letter => whole,
    };
    let is_single = before == Beside::Authority
        && !matches!(after, Beside::Gap(_) | Beside::Authority)
        && host.starts_with(char::is_alphabetic)
        && !host.contains('.');
    (is_host(host) || is_single).then(|| host.to_owned())
}

/// At least two labels, the last of which is not a number; or an IPv4 address.
fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let is_number = |label: &&str| label.bytes().all(|byte| byte.is_ascii_digit());
    let last_is_name =
        labels.last().is_some_and(|last| last.chars().count() >= 2 && last.starts_with(char::is_alphabetic));
    let is_address = labels.len() == 4 && labels.iter().all(is_number);
    labels.len() >= 2 && labels.iter().all(|label| !label.is_empty()) && (last_is_name || is_address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_extracted_from_expressions() {
        for (pattern, expected) in [
            (r"^https?://docs\.example\.com/", &["docs.example.com"][..]),
            ("^https://docs.example.com", &["docs.example.com"]),
            (r"^https://(docs|api)\.example\.com(:443)?/v1\.io/", &["api.example.com", "docs.example.com"]),
            (r"^https://(docs\.example\.com|api\.example\.org)/", &["api.example.org", "docs.example.com"]),
            (r"^https?://(localhost|127\.0\.0\.1):3000/", &["127.0.0.1", "localhost"]),
            (r"^https://[a-z]+\.example\.com/", &["example.com"]),
            (r"^https://[a-z]+-prod\.example\.com/", &["example.com"]),
            (r"^https://[a-z]+example\.com/", &["example.com"]),
            (r"^https://[a-z]example\.com/", &[]),
            (r"^https://example\.com(\.au)?/", &["example.com", "example.com.au"]),
            (r"^https://docs\.example\.[a-z]+/", &[]),
            (r"^https://[a-z.]+/index\.html$", &[]),
            (r"^https://shop[0-9]+\.internal/", &[]),
            (r"^(?:[a-z0-9-]+\.)*example\.com$", &["example.com"]),
            (r"^[a-z.]+@Example\.com$", &["example.com"]),
            (r"^support@corp$", &["corp"]),
            (r"(^|\.)example\.com$", &["example.com"]),
            ("^[a-z]+$", &[]),
            ("^v1.0/", &[]),
            ("(", &[]),
        ] {
            assert_eq!(in_pattern(pattern).hosts, expected, "{pattern}");
        }
        let named = in_pattern(r"^(?:10\.0\.0\.[0-9]+|db\.internal)$");
        assert_eq!(named.hosts, ["db.internal"]);
        assert_eq!(named.partly, [r"10\x{2e}0\x{2e}0\x{2e}[^/?#\\@:\s]*"]);
        assert_eq!(in_text("https://docs.example.com/a.b").hosts, ["docs.example.com"]);
        assert_eq!(in_text("@example.com").hosts, ["example.com"]);
        assert_eq!(in_text("docs").hosts, [""; 0]);
    }
}
