//! Hosts: names, `localhost` and IP addresses, as they are written in a URL.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::literal::{quoted, unquoted};
use super::mistake::{HostMistake, OperandMistake};

/// Any name below a host.
const BELOW: &str = r"(?:[a-z0-9_-]+\.)+";
/// The longest label of a name, and the longest name (RFC 1035, section 2.3.4).
const MAX_LABEL: usize = 63;
const MAX_NAME: usize = 253;

/// A host of [`TextOperator::On`](super::TextOperator::On) as an expression in lower case.
pub fn regex(host: &str) -> Result<String, OperandMistake> {
    if is_address(host) || host.eq_ignore_ascii_case("localhost") {
        return Ok(quoted(&host.to_ascii_lowercase()));
    }
    name_regex(host)
}

/// A domain name, perhaps after `*.`, as an expression in lower case.
pub fn name_regex(name: &str) -> Result<String, OperandMistake> {
    let (below, bare) = name.strip_prefix("*.").map_or(("", name), |bare| (BELOW, bare));
    match mistake(bare) {
        Some(HostMistake::Other) if !below.is_empty() && is_address(bare) => {
            Err(OperandMistake::Host(HostMistake::Star))
        }
        Some(mistake) => Err(OperandMistake::Host(mistake)),
        None => Ok(format!("{below}{}", quoted(&bare.to_ascii_lowercase()))),
    }
}

/// The host that an expression comes from.
pub fn operand(pattern: &str) -> Option<String> {
    match pattern.strip_prefix(BELOW) {
        Some(name) => Some(format!("*.{}", unquoted(name)?)),
        None => unquoted(pattern),
    }
}

/// Whether it is an IPv4 address, or an IPv6 address in brackets.
pub fn is_address(host: &str) -> bool {
    let in_brackets = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    in_brackets.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok()) || host.parse::<Ipv4Addr>().is_ok()
}

fn mistake(name: &str) -> Option<HostMistake> {
    let labels: Vec<_> = name.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let found = match () {
        () if name.is_empty() => HostMistake::Empty,
        () if name.contains('@') => HostMistake::User,
        () if name.contains('*') => HostMistake::Star,
        () if !name.is_ascii() => HostMistake::NotAscii,
        () if name.len() > MAX_NAME || !labels.iter().all(|label| is_label(label)) || is_number(last) => {
            HostMistake::Other
        }
        () if labels.len() < 2 => HostMistake::OneLabel,
        () => return None,
    };
    Some(found)
}

fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether browsers read a name with this last label as an IPv4 address (URL Standard, "ends in a number").
fn is_number(label: &str) -> bool {
    let digits = label.strip_prefix("0x").or_else(|| label.strip_prefix("0X"));
    match digits {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => label.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for host in [
            "example.com",
            "a.b.c",
            "x_y.example",
            "xn--bcher-kva.example",
            "localhost",
            "LOCALHOST",
            "10.0.0.1",
            "[::1]",
            "[2001:db8::1]",
            "*.example.com",
            "0x.example",
            "1.2.3.example",
        ] {
            assert!(regex(host).is_ok(), "{host}");
        }
        let long = format!("{}.example", "a".repeat(64));
        let longer = format!("{}example", "abcdefgh.".repeat(28));
        for (host, mistake) in [
            ("", HostMistake::Empty),
            ("intranet", HostMistake::OneLabel),
            ("*.com", HostMistake::OneLabel),
            ("*.localhost", HostMistake::OneLabel),
            ("*.10.0.0.1", HostMistake::Star),
            ("*.*.example.com", HostMistake::Star),
            ("a*.example.com", HostMistake::Star),
            ("*", HostMistake::Star),
            ("ann@example.com", HostMistake::User),
            ("bücher.example", HostMistake::NotAscii),
            ("docs..example.com", HostMistake::Other),
            ("example.com.", HostMistake::Other),
            ("-a.example", HostMistake::Other),
            ("a-.example", HostMistake::Other),
            ("1.2.3", HostMistake::Other),
            ("010.0.0.1", HostMistake::Other),
            ("a.0x7f", HostMistake::Other),
            ("a.0x", HostMistake::Other),
            ("[::1", HostMistake::Other),
            ("[fe80::1%eth0]", HostMistake::Other),
            ("::1", HostMistake::Other),
            ("a b.example", HostMistake::Other),
            (&long, HostMistake::Other),
            (&longer, HostMistake::Other),
        ] {
            assert_eq!(regex(host), Err(OperandMistake::Host(mistake)), "{host}");
        }
    }
}
