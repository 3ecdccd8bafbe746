//! Other spellings of a URL and of its host.

use std::net::Ipv4Addr;

/// Addresses that many policies deny.
pub const KNOWN_URLS: &[&str] = &[
    "http://localhost/",
    "http://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://192.168.0.1/",
    "http://172.16.0.1/",
    "http://metadata.google.internal/",
    "http://[::1]/",
    "https://localhost/",
    "https://127.0.0.1/",
    "https://10.0.0.1/",
    "http://intranet.corp.example/",
    "https://admin.corp.example/",
    "file:///etc/passwd",
];

/// The same as hosts.
pub const KNOWN_HOSTS: &[&str] = &[
    "localhost",
    "127.0.0.1",
    "169.254.169.254",
    "10.0.0.1",
    "192.168.0.1",
    "172.16.0.1",
    "metadata.google.internal",
    "intranet.corp.example",
    "admin.corp.example",
];

/// A URL in its parts.
#[derive(Debug)]
struct Url<'t> {
    scheme: &'t str,
    host: &'t str,
    /// From the port to the end.
    rest: &'t str,
}

impl<'t> Url<'t> {
    /// A URL without a user.
    fn of(text: &'t str) -> Option<Self> {
        let (scheme, after) = text.split_once("://")?;
        let end = match after.strip_prefix('[') {
            Some(inner) => inner.find(']')? + 2,
            None => after.find([':', '/', '?', '#']).unwrap_or(after.len()),
        };
        let (host, rest) = (after.get(..end)?, after.get(end..)?);
        let is_scheme = !scheme.is_empty() && scheme.chars().all(|letter| letter.is_ascii_alphanumeric());
        (is_scheme && fits_host(host)).then_some(Self { scheme, host, rest })
    }
}

/// Whether a text is a URL with a host and without a user.
pub fn fits_url(text: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_graphic()) && Url::of(text).is_some()
}

/// Whether a text is a host.
pub fn fits_host(text: &str) -> bool {
    if let Some(inner) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let is_label = |label: &str| {
        let letters = || label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
        !label.is_empty() && letters() && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_number = text.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    text.split('.').all(is_label) && (!is_number || text.parse::<Ipv4Addr>().is_ok())
}

/// Other spellings of a URL.
pub fn others_of_url(text: &str) -> Vec<String> {
    let Some(Url { scheme, host, rest }) = Url::of(text) else { return Vec::new() };
    let with_host = |host: String| format!("{scheme}://{host}{rest}");
    let mut all: Vec<String> = others_of_host(host).into_iter().map(with_host).collect();
    all.push(format!("{scheme}://user@{host}{rest}"));
    all.push(format!("{}://{host}{rest}", scheme.to_uppercase()));
    if let Some(port) = own_port(scheme).filter(|_| !rest.starts_with(':')) {
        all.push(format!("{scheme}://{host}:{port}{rest}"));
    }
    all.extend(others_of_steps(rest).into_iter().map(|rest| format!("{scheme}://{host}{rest}")));
    if scheme == "https" {
        all.push(format!("http://{host}{rest}"));
    }
    all
}

fn own_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

/// `/./admin`, `/x/%2e%2e/admin`, `//admin`, `/%61dmin`, `/ADMIN`
fn others_of_steps(rest: &str) -> Vec<String> {
    let Some((before, path)) = rest.split_once('/').filter(|(_, path)| !path.is_empty()) else { return Vec::new() };
    let mut all = ["/./", "/x/../", "/x/%2e%2e/", "//"].map(|start| format!("{before}{start}{path}")).to_vec();
    all.extend(escaped(path).map(|path| format!("{before}/{path}")));
    if let Some((first, others)) = path.split_once('/') {
        all.push(format!("{before}/{first}//{others}"));
        all.extend(escaped(others).map(|others| format!("{before}/{first}/{others}")));
    }
    all.push(format!("{before}/{}", path.to_uppercase()));
    all
}

/// The text with its first letter as an escape.
fn escaped(text: &str) -> Option<String> {
    let first = text.chars().next().filter(char::is_ascii_alphanumeric)?;
    Some(format!("%{:02x}{}", u32::from(first), text.get(1..)?))
}

/// Other spellings of a host.
pub fn others_of_host(host: &str) -> Vec<String> {
    let mut all = Vec::new();
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        all.extend(others_of_number(address));
    } else if host.eq_ignore_ascii_case("localhost") {
        all.push("127.0.0.1".to_owned());
        all.extend(others_of_number(Ipv4Addr::LOCALHOST));
        all.extend(["[::1]", "0.0.0.0", "localhost.localdomain"].map(str::to_owned));
    } else if host == "[::1]" {
        all.extend(["[0:0:0:0:0:0:0:1]", "[::0001]", "127.0.0.1"].map(str::to_owned));
    }
    let case = if host.chars().any(|letter| letter.is_ascii_lowercase()) {
        host.to_ascii_uppercase()
    } else {
        host.to_ascii_lowercase()
    };
    all.extend([case, format!("{host}.")]);
    all
}

/// `2130706433`, `0x7f000001`, `127.1`, `0177.0.0.1`, `[::ffff:127.0.0.1]`
fn others_of_number(address: Ipv4Addr) -> Vec<String> {
    let [first, second, third, fourth] = address.octets();
    let number = u32::from(address);
    let last_two = u32::from(third) << 8 | u32::from(fourth);
    let last_three = u32::from(second) << 16 | last_two;
    vec![
        number.to_string(),
        format!("{number:#x}"),
        format!("{first}.{last_three}"),
        format!("{first}.{second}.{last_two}"),
        format!("0{first:o}.{second}.{third}.{fourth}"),
        format!("{first:#x}.{second}.{third}.{fourth}"),
        format!("[::ffff:{address}]"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_many_spellings() {
        for (text, other) in [
            ("http://127.0.0.1/", "http://2130706433/"),
            ("http://127.0.0.1/", "http://127.1/"),
            ("http://169.254.169.254/latest/", "http://0xa9fea9fe/latest/"),
            ("http://10.0.0.1:8080/x", "http://[::ffff:10.0.0.1]:8080/x"),
            ("http://localhost/", "http://127.0.0.1/"),
            ("http://localhost/", "http://localhost./"),
            ("https://intra.corp.example/", "https://INTRA.CORP.EXAMPLE/"),
            ("https://intra.corp.example/", "https://user@intra.corp.example/"),
            ("https://api.example/admin", "https://api.example/x/%2e%2e/admin"),
            ("https://api.example/admin", "https://api.example/%61dmin"),
            ("http://127.0.0.1/", "http://0177.0.0.1/"),
        ] {
            assert!(others_of_url(text).iter().any(|it| it == other), "{text} {other} {:?}", others_of_url(text));
        }
    }

    #[test]
    fn a_url_has_a_scheme_and_a_host() {
        assert!(fits_url("http://localhost:80/") && fits_url("http://[::1]/") && fits_url("https://a.b"));
        for text in ["localhost", "http://", "http://?x", "http://127./", "http://a b/", "http://u@h/"] {
            assert!(!fits_url(text), "{text}");
        }
        assert!(fits_host("a.example") && !fits_host("a.") && !fits_host("10.0") && !fits_host(""));
    }
}
