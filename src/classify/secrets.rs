//! Whether a tool reads secrets, by its name: `get_secret`, `list_api_keys`.

use super::name;
use super::words;

/// Words for secrets; for two words, both.
const SECRETS: &[&[&str]] = &[
    &["secret"],
    &["secrets"],
    &["credential"],
    &["credentials"],
    &["password"],
    &["passwords"],
    &["passphrase"],
    &["env"],
    &["envs"],
    &["env", "var"],
    &["env", "vars"],
    &["env", "variable"],
    &["env", "variables"],
    &["environment", "variable"],
    &["environment", "variables"],
    &["apikey"],
    &["api", "key"],
    &["api", "keys"],
    &["access", "key"],
    &["access", "keys"],
    &["private", "key"],
    &["private", "keys"],
    &["access", "token"],
    &["access", "tokens"],
];

/// What may follow it so that the secret itself is still read: `get_secret_value`, but not
/// `get_password_policy`.
const BEHIND: &[&str] =
    &["value", "values", "content", "contents", "data", "version", "by", "for", "from", "in", "of", "at"];

/// Words before it by which the agent already has it: `get_account_by_private_key`.
const GIVEN: &[&str] = &["by", "with", "using", "via"];

/// The verbs that return what they find: `check_api_key` returns no key.
const READS: &[&str] = &[
    "get", "gets", "list", "read", "show", "fetch", "retrieve", "obtain", "describe", "reveal", "view", "display",
    "print", "dump", "export", "download", "load", "find", "search", "query", "lookup", "cat", "extract", "inspect",
];

/// The word for a secret in a tool's name, if the tool reads one.
pub fn secret(name: &str) -> Option<String> {
    let words = words::of_name(name);
    let verb = name::verb(&words).filter(|verb| READS.contains(&verb.word))?;
    let others: Vec<&str> =
        words.iter().enumerate().filter(|(at, _)| *at != verb.at).map(|(_, word)| word.as_str()).collect();
    let is_given = |at: usize| at.checked_sub(1).and_then(|at| others.get(at)).is_some_and(|word| GIVEN.contains(word));
    let is_end = |at: usize| others.get(at).is_none_or(|word| BEHIND.contains(word));
    let found = SECRETS.iter().filter(|secret| {
        let mut windows = others.windows(secret.len()).enumerate();
        windows.any(|(at, window)| window == **secret && is_end(at + secret.len()) && !is_given(at))
    });
    found.max_by_key(|secret| secret.len()).map(|secret| secret.join(" "))
}

#[cfg(test)]
mod tests {
    use super::secret;

    #[test]
    fn what_is_read_has_to_be_the_secret_itself() {
        for (name, found) in [
            ("get_secret", Some("secret")),
            ("listSecrets", Some("secrets")),
            ("secrets_list", Some("secrets")),
            ("get_secret_value", Some("secret")),
            ("read_env", Some("env")),
            ("print-env", Some("env")),
            ("list_env_vars", Some("env vars")),
            ("get_environment_variable", Some("environment variable")),
            ("acme_get_api_keys", Some("api keys")),
            ("get_password_policy", None),
            ("get_secret_scanning_alert", None),
            ("create_secret", None),
            ("get_account_by_private_key", None),
            ("get_private_key_by_name", Some("private key")),
            ("check_api_key", None),
            ("delete_api_key", None),
            ("get_environment", None),
            ("secret", None),
            ("get_keys", None),
        ] {
            assert_eq!(secret(name).as_deref(), found, "{name}");
        }
    }
}
