//! Keys and tokens, recognized by their forms.

use std::sync::LazyLock;

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

/// Forms of what lets somebody in, or may do so: too many texts look like this for a finding about each.
const CREDENTIALS: [(&str, &str); 7] = [
    ("a credential", r"(?i)(?:^|[^A-Za-z0-9])(?:bearer|basic|digest|negotiate|token)[ :=]+[A-Za-z0-9._~+/=-]{8,}"),
    ("a credential", r"(?i)(?:proxy-)?authorization\s*[:=]|(?:^|[^a-z-])(?:set-)?cookie\s*:"),
    ("a URL with a password", r"//[^/?#\s@]*@"),
    (
        "a credential",
        r"(?i)(?:^|[^a-z])(?:[a-z]+[_-])*(?:token|key|apikey|sig|signature|password|passwd|pwd|secret|jwt|auth|code|credential|sessionid|hmac)\s*=\s*[^\s&]",
    ),
    (
        "the URL of a webhook",
        r"(?i)hooks\.slack\.com/|discord(?:app)?\.com/api/webhooks/|webhook\.office\.com/|office\.com/webhook|hooks\.zapier\.com/|hook\.[a-z0-9.]*make\.com/|chat\.googleapis\.com/v1/spaces/|api\.telegram\.org/bot|maker\.ifttt\.com/trigger|/webhooks?/[A-Za-z0-9_-]{8,}",
    ),
    (
        "a token",
        r"(?:^|[^A-Za-z0-9_])(?:glpat-[A-Za-z0-9_-]{16,}|npm_[A-Za-z0-9]{20,}|hf_[A-Za-z0-9]{20,}|SG\.[A-Za-z0-9_-]{16,}\.|dop_v1_[a-f0-9]{16,}|[rs]k_test_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9]{16,}|pypi-[A-Za-z0-9_-]{16,}|shp[a-z]{2}_[a-f0-9]{16,}|xapp-[0-9A-Za-z-]{10,}|ya29\.[A-Za-z0-9_-]{10,}|ASIA[0-9A-Z]{16})",
    ),
    ("a JSON Web Token", r"(?:^|[^A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"),
];

/// What a text contains that must not be copied from a trace: a key, or something that may let somebody in.
pub fn credential(text: &str) -> Option<&'static str> {
    static FORMS: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
        let forms = CREDENTIALS.iter().filter_map(|(kind, form)| Some((*kind, Regex::new(form).ok()?)));
        forms.collect()
    });
    key(text).or_else(|| FORMS.iter().find(|(_, form)| form.is_match(text)).map(|(kind, _)| *kind))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_recognized_by_their_forms() {
        assert!(CREDENTIALS.iter().all(|(_, form)| Regex::new(form).is_ok()));
        for text in [
            "Authorization: Bearer abc.def-123456",
            "bearer 0123456789abcdef",
            "https://ann:hunter2@db.acme.example/x",
            "https://api.acme.example/v1?token=abc123",
            "https://acme.example/f?a=b&X-Amz-Signature=0a1b",
            "https://acme.example/f?sv=1&sig=Zm9v",
            "https://maps.acme.example/?api_key=q1w2",
            "curl -H 'X-Api-Key=abc'",
            "https://hooks.slack.com/services/T0/B0/x",
            "https://discord.com/api/webhooks/1/abc",
            "glpat-0123456789abcdefghij",
            "sk_test_4eC39HqLyjWDarjtT1",
        ] {
            assert!(credential(text).is_some(), "{text}");
        }
        for text in ["eur", "ann@acme.example", "https://docs.acme.example/a?page=2", "/srv/keys.md", "basic plan"] {
            assert_eq!(credential(text), None, "{text}");
        }
    }
}
