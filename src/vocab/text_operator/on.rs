//! `on`: an address on a host, or at or below a path on it. A user before `@` is refused, and so are steps of a path
//! that a server may read in another way.

use super::host;
use super::literal::{forbidden, quoted, unquoted};
use super::mistake::OperandMistake;

/// A character of a URL after its host.
const ANY: &str = r"[^\x00-\x20\x7f-\xa0\pZ\\]";
/// A character of a path's step: not a dot, not an escape of a dot, a slash, a backslash, `%`, `;` or a control
/// character, and not one that is never part of UTF-8.
const STEP_CHARACTER: &str = r"(?:[^/?#%.;\x00-\x20\x7f-\xa0\pZ\\]|%(?:[4689ABDEabde][0-9A-Fa-f]|2[0-46-9A-Da-d]|3[0-9AC-Fac-f]|5[0-9ABD-Fabd-f]|7[0-9A-Ea-e]|[Cc][2-9A-Fa-f]|[Ff][0-4]))";
/// What a path can't contain, besides control characters.
const FORBIDDEN: [char; 7] = ['?', '#', '%', ';', '*', '\\', ' '];
/// The schemes that have a port of their own (URL Standard, "special scheme").
const OWN_PORTS: [(&str, &str); 4] = [("https", "443"), ("wss", "443"), ("http", "80"), ("ws", "80")];
const DEFAULT_SCHEME: &str = "https";

pub fn regex(address: &str) -> Result<String, OperandMistake> {
    let (scheme, rest) = address.split_once("://").unwrap_or((DEFAULT_SCHEME, address));
    if !is_scheme(scheme) {
        return Err(OperandMistake::Scheme(scheme.to_owned()));
    }
    let scheme = scheme.to_ascii_lowercase();
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = split_port(authority)?;
    let host = host::regex(host)?;
    let port = port_regex(&scheme, port);
    Ok(format!("^(?i:{}://{host}){port}{}", quoted(&scheme), path_regex(path)?))
}

/// The address that an expression comes from, without the scheme if it is `https`.
pub fn operand(pattern: &str) -> Option<String> {
    let (start, rest) = pattern.strip_prefix("^(?i:")?.split_once("://")?;
    // A host contains `)` only in the group of a `*.`.
    let end = closing(rest)?;
    let (host, rest) = (rest.get(..end)?, rest.get(end + 1..)?);
    let scheme = unquoted(start)?;
    let (port, rest) = own_port(&scheme)
        .and_then(|own| rest.strip_prefix(&format!("(?::{own})?")))
        .map_or_else(|| split_written_port(rest), |rest| ("", rest));
    let path = match rest.strip_suffix(&end_of_path()) {
        Some(path) => unquoted(path)?,
        None => String::new(),
    };
    let scheme = if scheme == DEFAULT_SCHEME { String::new() } else { format!("{scheme}://") };
    Some(format!("{scheme}{}{port}{path}", host::operand(host)?))
}

/// Where the group that is open here ends.
fn closing(pattern: &str) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    pattern.bytes().position(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' if depth == 0 => return true,
            b')' => depth -= 1,
            _ => {}
        }
        false
    })
}

fn split_written_port(rest: &str) -> (&str, &str) {
    let digits = rest.strip_prefix(':').map_or(0, |rest| 1 + rest.bytes().take_while(u8::is_ascii_digit).count());
    rest.split_at(digits)
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
}

/// The host, and the port if one is written.
fn split_port(authority: &str) -> Result<(&str, Option<&str>), OperandMistake> {
    let after_address = authority.rfind(']').map_or(0, |end| end + 1);
    let colon = authority.get(after_address..).and_then(|rest| rest.find(':')).map(|at| after_address + at);
    let Some((host, port)) = colon.and_then(|at| Some((authority.get(..at)?, authority.get(at + 1..)?))) else {
        return Ok((authority, None));
    };
    let is_port = !port.starts_with('0')
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && port.parse::<u16>().is_ok_and(|port| port > 0);
    if is_port { Ok((host, Some(port))) } else { Err(OperandMistake::Port(port.to_owned())) }
}

fn own_port(scheme: &str) -> Option<&'static str> {
    OWN_PORTS.iter().find(|(name, _)| *name == scheme).map(|(_, port)| *port)
}

/// A scheme's own port counts as not written.
fn port_regex(scheme: &str, port: Option<&str>) -> String {
    match (port, own_port(scheme)) {
        (Some(port), own) if own != Some(port) => format!(":{port}"),
        (_, Some(own)) => format!("(?::{own})?"),
        (_, None) => String::new(),
    }
}

/// What follows the port, for a path without its first `/`.
fn path_regex(path: &str) -> Result<String, OperandMistake> {
    if path.is_empty() {
        return Ok(format!("(?:/{ANY}*)?$"));
    }
    if let Some(character) = forbidden(path, &FORBIDDEN) {
        return Err(OperandMistake::Character(character));
    }
    let path = path.strip_suffix('/').unwrap_or(path);
    if let Some(step) = path.split('/').find(|step| step.trim_matches('.').is_empty()) {
        return Err(OperandMistake::EmptyStep(step.to_owned()));
    }
    Ok(format!("/{}{}", quoted(path), end_of_path()))
}

/// More steps, a query and a fragment.
fn end_of_path() -> String {
    format!(r"(?:/\.*{STEP_CHARACTER}(?:{STEP_CHARACTER}|\.)*)*/?(?:[?#]{ANY}*)?$")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Regex;
    use crate::vocab::text_operator::HostMistake;

    fn passes(address: &str, url: &str) -> bool {
        Regex::new(&regex(address).unwrap()).unwrap().is_match(url)
    }

    #[test]
    fn an_address_on_the_host() {
        for url in ["https://docs.example.com", "HTTPS://Docs.example.COM/", "https://docs.example.com:443/a?b#c"] {
            assert!(passes("docs.example.com", url), "{url}");
        }
        for url in [
            "http://docs.example.com",
            "https://docs.example.com.evil.example",
            "https://docs.example.com@evil.example/",
            "https://ann@docs.example.com/",
            "https://docs.example.com:8443/",
            "https://docs.example.com?x",
            "https://docs.example.com\\@evil.example/",
            "https://evil.example/https://docs.example.com/",
            " https://docs.example.com/",
            "https://docs.example.com/\n",
            "//docs.example.com/",
        ] {
            assert!(!passes("docs.example.com", url), "{url:?}");
        }
        assert!(
            passes("http://localhost:3000", "http://localhost:3000/")
                && !passes("http://localhost:3000", "http://localhost/")
        );
        assert!(passes("*.example.com", "https://a.b.example.com") && !passes("*.example.com", "https://example.com"));
    }

    #[test]
    fn at_or_below_the_path() {
        for url in [
            "https://x.example/a",
            "https://x.example/a/",
            "https://x.example/a/b.c/..d?q=/../#f",
            "https://x.example/a?b",
        ] {
            assert!(passes("x.example/a", url), "{url}");
        }
        for url in [
            "https://x.example/ab",
            "https://x.example/a/../b",
            "https://x.example/a/%2e%2e/b",
            "https://x.example/a//b",
            "https://x.example/a;b",
            "https://x.example/A",
            "https://x.example/a/%c0%ae/b",
        ] {
            assert!(!passes("x.example/a", url), "{url}");
        }
    }

    #[test]
    fn texts_that_are_not_addresses() {
        for (address, mistake) in [
            ("1http://x.example", OperandMistake::Scheme("1http".to_owned())),
            ("://x.example", OperandMistake::Scheme(String::new())),
            ("x.example:65536", OperandMistake::Port("65536".to_owned())),
            ("x.example:0", OperandMistake::Port("0".to_owned())),
            ("x.example:080", OperandMistake::Port("080".to_owned())),
            ("x.example:", OperandMistake::Port(String::new())),
            ("x.example/a?b", OperandMistake::Character('?')),
            ("x.example/a b", OperandMistake::Character(' ')),
            ("x.example/a/../b", OperandMistake::EmptyStep("..".to_owned())),
            ("x.example//a", OperandMistake::EmptyStep(String::new())),
            ("https:///a", OperandMistake::Host(HostMistake::Empty)),
            ("ann@x.example", OperandMistake::Host(HostMistake::User)),
        ] {
            assert_eq!(regex(address), Err(mistake), "{address}");
        }
    }
}
