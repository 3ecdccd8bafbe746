//! `at`: one mail address of a domain, and nothing around it.

use super::host::{self, is_address};
use super::mistake::OperandMistake;

/// The part before the `@`: ASCII letters, digits and a few signs, so that no server reads two addresses, a comment or
/// a display name.
const LOCAL: &str = "^[A-Za-z0-9_][A-Za-z0-9_.+'=&~-]*@";

pub fn regex(domain: &str) -> Result<String, OperandMistake> {
    if let Some((_, domain)) = domain.rsplit_once('@') {
        return Err(OperandMistake::Mailbox(domain.to_owned()));
    }
    if is_address(domain) || domain.eq_ignore_ascii_case("localhost") {
        return Err(OperandMistake::NotADomain);
    }
    Ok(format!("{LOCAL}(?i:{})$", host::name_regex(domain)?))
}

/// The domain that an expression comes from.
pub fn operand(pattern: &str) -> Option<String> {
    host::operand(pattern.strip_prefix(LOCAL)?.strip_prefix("(?i:")?.strip_suffix(")$")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Regex;

    #[test]
    fn one_address_of_the_domain() {
        let passes = |domain: &str, text: &str| Regex::new(&regex(domain).unwrap()).unwrap().is_match(text);
        for text in ["ann@acme.example", "a.b+c@ACME.example", "_@acme.example", "o'neil@acme.example"] {
            assert!(passes("Acme.example", text), "{text}");
        }
        for text in [
            "ann@evil.example",
            "ann@acme.example.evil.example",
            "ann@x.acme.example",
            "ann@acme.example\n",
            "@acme.example",
            "ann@evil.example,bob@acme.example",
            "<ann@acme.example>",
            "\"a\"@acme.example",
            "a b@acme.example",
            "-oX@acme.example",
            "ann@evil.example@acme.example",
            "ann%evil.example@acme.example",
        ] {
            assert!(!passes("acme.example", text), "{text:?}");
        }
        assert!(passes("*.acme.example", "ann@x.y.acme.example") && !passes("*.acme.example", "ann@acme.example"));
    }

    #[test]
    fn an_address_is_not_a_domain() {
        assert_eq!(regex("ann@acme.example"), Err(OperandMistake::Mailbox("acme.example".to_owned())));
        assert_eq!(regex("10.0.0.1"), Err(OperandMistake::NotADomain));
        assert_eq!(regex("localhost"), Err(OperandMistake::NotADomain));
    }
}
