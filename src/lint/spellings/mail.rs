//! Other spellings of a mail address.

/// Mail addresses that many policies deny.
pub const KNOWN: &[&str] = &["bo@rival.test", "eve@evil.test"];

/// Whether a text is one mail address.
pub fn fits(text: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._+-".contains(letter);
    text.split_once('@').is_some_and(|(name, domain)| {
        let is_domain = domain.split('.').all(|label| !label.is_empty()) && domain.contains('.');
        !name.is_empty() && is_domain && name.chars().chain(domain.chars()).all(is_plain)
    })
}

/// Other spellings of an address.
pub fn others(text: &str) -> Vec<String> {
    let Some((name, domain)) = text.split_once('@') else { return Vec::new() };
    let (first, rest) = domain.split_once('.').unwrap_or((domain, ""));
    let case = |text: &str| match text.chars().any(|letter| letter.is_ascii_lowercase()) {
        true => text.to_ascii_uppercase(),
        false => text.to_ascii_lowercase(),
    };
    vec![
        format!("{name}@{}.{rest}", case(first)),
        format!("{name}@{}", case(domain)),
        format!("{}@{domain}", case(name)),
        format!("{name}+x@{domain}"),
        format!("{name} <{text}>"),
        format!("<{text}>"),
        format!("{text}."),
        format!("{text} "),
        format!(" {text}"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_many_spellings() {
        let all = others("bo@rival.test");
        for other in ["bo@RIVAL.test", "bo@RIVAL.TEST", "BO@rival.test", "bo <bo@rival.test>"] {
            assert!(all.iter().any(|it| it == other), "{other}");
        }
        assert!(fits("bo@rival.test") && !fits("@rival.test") && !fits("bo@a@rival.test") && !fits("bo@rival"));
    }
}
