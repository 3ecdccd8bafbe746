//! Patterns of tool names: `get_*`.

/// A pattern: `*` matches any run of characters, including none, and `?` matches one character.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NamePattern {
    text: String,
}

impl NamePattern {
    /// A pattern from its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether this is `*` alone, which matches every name.
    pub fn is_everything(&self) -> bool {
        self.text == "*"
    }

    /// Whether the whole name matches. Takes at most the product of both lengths, because only the last star
    /// is ever extended, one character at a time.
    pub fn matches(&self, name: &str) -> bool {
        let (mut pattern, mut rest) = (self.text.as_str(), name);
        let mut last_star: Option<(&str, &str)> = None;
        loop {
            let mut pattern_chars = pattern.chars();
            let mut name_chars = rest.chars();
            match (pattern_chars.next(), name_chars.next()) {
                (Some('*'), _) => {
                    pattern = pattern_chars.as_str();
                    last_star = Some((pattern, rest));
                }
                (Some(wanted), Some(found)) if wanted == '?' || wanted == found => {
                    pattern = pattern_chars.as_str();
                    rest = name_chars.as_str();
                }
                (None, None) => return true,
                (Some(_) | None, _) => {
                    // Extend the last star by one more character, if there is one left.
                    let Some((after_star, taken_from)) = last_star else { return false };
                    let mut chars = taken_from.chars();
                    if chars.next().is_none() {
                        return false;
                    }
                    pattern = after_star;
                    rest = chars.as_str();
                    last_star = Some((after_star, rest));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NamePattern;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, name, matches) in [
            ("get_*", "get_user", true),
            ("get_*", "get_", true),
            ("get_*", "forget_user", false),
            ("*_user", "get_user", true),
            ("*e*e*", "delete", true),
            ("*e*e*", "get", false),
            ("v?", "v1", true),
            ("v?", "vé", true),
            ("v?", "v", false),
            ("*", "", true),
            ("a*b*c", "aXbYbZc", true),
        ] {
            assert_eq!(NamePattern::new(pattern).matches(name), matches, "{pattern} {name}");
        }
    }
}
