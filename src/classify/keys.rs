//! Keys and tokens, recognized by their forms.

use crate::vocab::Regex;

/// What the key is, a part that it contains (which is quick to search for), and its form.
const FORMS: [(&str, &str, &str); 9] = [
    ("a GitHub token", "gh", r"(?:^|[^A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})"),
    ("a Stripe key", "k_live_", r"(?:^|[^A-Za-z0-9_])[rs]k_live_[A-Za-z0-9]{10,}"),
    ("an OpenAI-style API key", "sk-", r"(?:^|[^A-Za-z0-9_-])sk-(?:[a-z0-9]+-){0,3}[A-Za-z0-9_]{20,}"),
    ("an AWS access key", "AKIA", r"(?:^|[^A-Za-z0-9])AKIA[0-9A-Z]{16}(?:$|[^A-Za-z0-9])"),
    ("a Google API key", "AIza", r"(?:^|[^A-Za-z0-9_-])AIza[0-9A-Za-z_-]{30,}"),
    ("a Slack token", "xox", r"(?:^|[^A-Za-z0-9_])xox[abprs]-[0-9A-Za-z-]{10,}"),
    ("a JSON Web Token", ".eyJ", r"(?:^|[^A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    ("a private key", "PRIVATE KEY-----", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----[\s\\rn]*[A-Za-z0-9+/=]{16,}"),
    ("a private key", "PRIVATE KEY BLOCK-----", r"-----BEGIN PGP PRIVATE KEY BLOCK-----[\s\\rn]*[A-Za-z0-9+/=:]{8,}"),
];

/// What a text contains, `a Stripe key`, if it contains a key.
pub fn key(text: &str) -> Option<&'static str> {
    let found = FORMS.iter().find(|(_, part, form)| text.contains(part) && has(text, form));
    found.filter(|_| !is_filler(text)).map(|(kind, ..)| *kind)
}

fn has(text: &str, form: &str) -> bool {
    Regex::new(form).is_ok_and(|form| form.is_match(text))
}

/// `ghp_xxxxxxxxxxxxxxxxxxxx` is a placeholder, not a key.
fn is_filler(text: &str) -> bool {
    const LONGEST: usize = 16;
    let mut run = (None, 0);
    text.chars().any(|letter| {
        run = if run.0 == Some(letter) { (run.0, run.1 + 1) } else { (Some(letter), 1) };
        run.1 >= LONGEST
    })
}
