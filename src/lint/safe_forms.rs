//! The operator that says what an expression means: `under "/srv/docs"` for `^/srv/docs/.*$`.

use crate::classify::ArgumentKind;
use crate::lint::plausible;
use crate::lint::text_conditions::TextCondition;
use crate::vocab::{Alternative, Regex, Stretch, TextOperator, Value};

/// An operator and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeForm {
    /// The operator.
    pub operator: TextOperator,
    /// The values, without repetitions.
    pub values: Vec<String>,
}

impl SafeForm {
    /// The operator with its values, if they are right.
    pub fn new(operator: TextOperator, values: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut unique: Vec<String> = Vec::new();
        for value in values {
            if !unique.contains(&value) {
                unique.push(value);
            }
        }
        let is_right = !unique.is_empty() && operator.regex_of_list(unique.iter().map(String::as_str)).is_ok();
        is_right.then_some(Self { operator, values: unique })
    }

    /// How it is written after an argument: `under "/srv/docs"`.
    pub fn words(&self) -> String {
        let values: Vec<_> = self.values.iter().map(|value| Value::Text(value.clone()).to_string()).collect();
        match values.as_slice() {
            [only] => format!("{} {only}", self.operator.word()),
            all => format!("{} [{}]", self.operator.word(), all.join(", ")),
        }
    }

    /// The same with encrypted addresses, if some are not. No server of the machine itself needs that.
    pub fn encrypted(&self) -> Option<Self> {
        let is_here =
            |rest: &str| ["localhost", "127.", "[::1]"].iter().any(|host| rest.to_ascii_lowercase().starts_with(host));
        let encrypted = |value: &String| {
            let (scheme, rest) = value.split_once("://")?;
            match scheme.to_ascii_lowercase().as_str() {
                "http" if !is_here(rest) => {
                    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                    Some(format!("{}{path}", host.strip_suffix(":80").unwrap_or(host)))
                }
                "ws" if !is_here(rest) => Some(format!("wss://{rest}")),
                _ => None,
            }
        };
        let is_clear = self.operator == TextOperator::On && self.values.iter().any(|value| encrypted(value).is_some());
        let values = || self.values.iter().map(|value| encrypted(value).unwrap_or_else(|| value.clone()));
        if is_clear { Self::new(self.operator, values()) } else { None }
    }

    /// The regular expression that it compiles to.
    pub fn regex(&self) -> Option<String> {
        self.operator.regex_of_list(self.values.iter().map(String::as_str)).ok()
    }
}

/// What a condition means in whole, if it only gives a beginning or an end: a folder, a site, a mail domain.
pub fn meant(kind: Option<ArgumentKind>, condition: &TextCondition<'_>) -> Option<SafeForm> {
    let alternatives = if condition.is_pattern { condition.alternatives() } else { return None };
    let ignores_case = alternatives.iter().any(|alternative| alternative.ignores_case);
    let ends: Option<Vec<&str>> = alternatives.iter().map(Alternative::end).collect();
    match (ends, kind) {
        (Some(ends), Some(ArgumentKind::Mail)) => domains(&ends),
        (_, Some(ArgumentKind::Path) | None) if ignores_case => None,
        (Some(ends), _) => SafeForm::new(TextOperator::EndsWith, ends.into_iter().map(str::to_owned)),
        (None, Some(ArgumentKind::Path)) => {
            let folders = SafeForm::new(TextOperator::Under, beginnings(&alternatives, folder)?)?;
            covers_all(&folders, &alternatives, folder).then_some(folders)
        }
        (None, Some(ArgumentKind::Url)) => {
            let sites = SafeForm::new(TextOperator::On, beginnings(&alternatives, site)?)?;
            covers_all(&sites, &alternatives, site).then_some(sites)
        }
        (None, Some(ArgumentKind::Host | ArgumentKind::Mail | ArgumentKind::Command | ArgumentKind::Query) | None) => {
            None
        }
    }
}

/// The folders or sites that a condition names before anything is free, to be asked for in addition.
pub fn named(kind: ArgumentKind, condition: &TextCondition<'_>) -> Option<SafeForm> {
    let alternatives = condition.alternatives();
    let starts = alternatives.iter().map(|alternative| match condition.is_pattern {
        true => alternative.start.as_str(),
        false => alternative.lead.as_str(),
    });
    match kind {
        ArgumentKind::Path => {
            let of = |start: &str| folder(start.get(..=start.rfind('/')?)?);
            SafeForm::new(TextOperator::Under, starts.map(of).collect::<Option<Vec<_>>>()?)
        }
        ArgumentKind::Url => {
            let of = |start: &str| match start.split_once("://") {
                Some((_, rest)) if rest.contains('/') => site(start.get(..=start.rfind('/')?)?),
                Some(_) => site(start),
                None => None,
            };
            SafeForm::new(TextOperator::On, starts.map(of).collect::<Option<Vec<_>>>()?)
        }
        ArgumentKind::Host | ArgumentKind::Mail | ArgumentKind::Command | ArgumentKind::Query => None,
    }
}

/// The folders or sites that the leads of all alternatives name, to be asked for in addition.
pub fn of_leads(kind: ArgumentKind, alternatives: &[Alternative]) -> Option<SafeForm> {
    let leads = |value: fn(&str) -> Option<String>| {
        let lead = |it: &Alternative| it.is_lead_fixed.then(|| value(&it.lead)).flatten();
        alternatives.iter().map(lead).collect::<Option<Vec<_>>>()
    };
    match kind {
        ArgumentKind::Path => SafeForm::new(TextOperator::Under, leads(folder)?),
        ArgumentKind::Url => SafeForm::new(TextOperator::On, leads(site)?),
        ArgumentKind::Host | ArgumentKind::Mail | ArgumentKind::Command | ArgumentKind::Query => None,
    }
}

/// The hosts that a condition names, or all hosts below them, or both, as far as it lets them through.
pub fn of_hosts(kind: ArgumentKind, hosts: &[String], condition: &TextCondition<'_>) -> Option<SafeForm> {
    let operator = match kind {
        ArgumentKind::Url => TextOperator::On,
        ArgumentKind::Mail => TextOperator::At,
        ArgumentKind::Host | ArgumentKind::Path | ArgumentKind::Command | ArgumentKind::Query => return None,
    };
    SafeForm::new(operator, hosts.iter().flat_map(|host| of_host(operator, host, condition)))
}

fn of_host(operator: TextOperator, host: &str, condition: &TextCondition<'_>) -> Vec<String> {
    let regex = Regex::new(condition.text).ok().filter(|_| condition.is_pattern);
    let passes = |text: &str| match condition.is_pattern {
        true => regex.as_ref().is_some_and(|regex| regex.is_match(text)),
        false => text.contains(condition.text),
    };
    let below = if operator == TextOperator::On { below_host(condition, host) } else { String::new() };
    let alternatives = condition.alternatives();
    let rests = alternatives.iter().map(|it| format!("{}{}", plausible::after_host(&it.lead, host), it.tail));
    let rests: Vec<String> = rests.chain(["/".to_owned(), String::new()]).collect();
    let is_asked = |host: &str, scheme: &str| match operator {
        TextOperator::At => passes(&format!("ann@{host}")),
        TextOperator::On | TextOperator::Under | TextOperator::StartsWith | TextOperator::EndsWith => {
            rests.iter().any(|rest| passes(&format!("{scheme}://{host}{rest}")))
        }
    };
    let schemes: &[(&str, &str)] =
        if operator == TextOperator::On { &[("https", ""), ("http", "http://")] } else { &[("", "")] };
    let named = |(scheme, written): &(&str, &str)| {
        let names = [host.to_owned(), format!("*.{host}")].into_iter();
        let asked = names.filter(|name| is_asked(&name.replace('*', "sub"), scheme));
        asked.map(|name| format!("{written}{name}{below}")).collect::<Vec<_>>()
    };
    let values = schemes.iter().map(named).find(|values| !values.is_empty());
    values.unwrap_or_else(|| vec![format!("{host}{below}")])
}

/// The port and the folder that all alternatives fix after a host: `:8443/api`.
pub fn below_host(condition: &TextCondition<'_>, host: &str) -> String {
    let after = |it: &Alternative| {
        let (before, _) = it.lead.split_once(host)?;
        Some(it.outline.get(before.len() + host.len()..).map(fixed_below).unwrap_or_default().to_owned())
    };
    let mut all = condition.alternatives().iter().filter_map(after).collect::<Vec<_>>().into_iter();
    let first = all.next().unwrap_or_default();
    if all.all(|other| other == first) { first } else { String::new() }
}

/// Whether a condition says nothing but some hosts, perhaps with a port and a folder: `contains "docs.example.com"`, but
/// not `contains "ann@acme.example"`.
pub fn says_only_sites(condition: &TextCondition<'_>, hosts: &[String]) -> bool {
    let alternatives = condition.alternatives();
    let letters = |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '@'));
    let names_mailbox = |text: &str| text.split_once('@').is_some_and(|(mailbox, _)| !mailbox.is_empty());
    let is_host = |text: &str| letters(text) && !names_mailbox(text);
    let is_site = |it: &Alternative, host: &String| {
        let Some((before, _)) = it.lead.split_once(host.as_str()) else { return false };
        let rest = it.outline.get(before.len() + host.len()..).unwrap_or_default();
        let is_whole = it.stretch == Stretch::Anything && it.tail.is_empty() && it.outline == it.lead;
        let is_start = matches!(before, "" | "https://" | "http://");
        is_whole && is_start && rest.trim_end_matches('/') == below_host(condition, host)
    };
    let is_one =
        |it: &Alternative| is_host(&it.lead) && is_host(&it.tail) || hosts.iter().any(|host| is_site(it, host));
    !hosts.is_empty() && alternatives.iter().all(is_one)
}

/// The beginning of what follows a host, up to the last whole step of it.
fn fixed_below(rest: &str) -> &str {
    let end = rest.find(['*', '?', '#', '@', '\\']);
    let whole = match end {
        None => rest,
        Some(end) => rest.get(..end).and_then(|fixed| fixed.get(..fixed.rfind('/')?)).unwrap_or_default(),
    };
    let is_below = whole.starts_with('/') || whole.starts_with(':');
    if is_below { whole.trim_end_matches('/') } else { "" }
}

/// The values of the alternatives that give a beginning.
fn beginnings(alternatives: &[Alternative], value: fn(&str) -> Option<String>) -> Option<Vec<String>> {
    let beginnings: Option<Vec<_>> = alternatives.iter().filter_map(Alternative::beginning).map(value).collect();
    beginnings.filter(|beginnings| !beginnings.is_empty())
}

/// Whether the alternatives that give no beginning are the folders themselves: `^/srv/docs(?:/.*)?$`.
fn covers_all(form: &SafeForm, alternatives: &[Alternative], value: fn(&str) -> Option<String>) -> bool {
    alternatives.iter().all(|alternative| {
        let is_one = |text| value(text).is_some_and(|value| form.values.contains(&value));
        alternative.beginning().is_some() || alternative.only().is_some_and(is_one)
    })
}

/// The folder that a beginning of paths means. A beginning that ends with a sign, such as `/srv/docs/report-`, is not
/// meant to be one.
fn folder(beginning: &str) -> Option<String> {
    let whole = beginning.strip_prefix("./").unwrap_or(beginning);
    let folder = if whole == "/" { whole } else { whole.strip_suffix('/').unwrap_or(whole) };
    let ends_a_step = folder == "/" || folder.ends_with(|letter: char| letter.is_alphanumeric());
    (ends_a_step || whole.ends_with('/')).then(|| if folder.is_empty() { ".".to_owned() } else { folder.to_owned() })
}

/// The site that a beginning of addresses means.
fn site(beginning: &str) -> Option<String> {
    let (scheme, rest) = beginning.split_once("://")?;
    let bare = rest.strip_suffix('/').unwrap_or(rest);
    let ends_a_step = rest.ends_with('/') || bare.ends_with(|letter: char| letter.is_alphanumeric());
    let is_default = scheme.eq_ignore_ascii_case("https");
    ends_a_step.then(|| if is_default { bare.to_owned() } else { format!("{scheme}://{bare}") })
}

/// The domains that the ends of mail addresses mean.
fn domains(ends: &[&str]) -> Option<SafeForm> {
    let domain = |end: &&str| match (end.strip_prefix('@'), end.strip_prefix('.')) {
        (Some(domain), _) => domain.to_owned(),
        (None, Some(domain)) => format!("*.{domain}"),
        (None, None) => (*end).to_owned(),
    };
    SafeForm::new(TextOperator::At, ends.iter().map(domain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Path;

    fn form(
        kind: ArgumentKind,
        text: &str,
        of: impl Fn(Option<ArgumentKind>, &TextCondition<'_>) -> Option<SafeForm>,
    ) -> String {
        let path = Path::new(vec!["x".to_owned()]).unwrap();
        let condition = TextCondition::of_pattern(&path, text);
        of(Some(kind), &condition).map_or_else(String::new, |form| form.words())
    }

    #[test]
    fn beginnings_and_ends_have_a_safe_form() {
        for (kind, pattern, words) in [
            (ArgumentKind::Path, "^/srv/docs", "under \"/srv/docs\""),
            (ArgumentKind::Path, "^/srv/docs/.*$", "under \"/srv/docs\""),
            (ArgumentKind::Path, "^/srv/docs(?:/.*)?$", "under \"/srv/docs\""),
            (ArgumentKind::Path, "^/srv/(?:docs|site)/", "under [\"/srv/docs\", \"/srv/site\"]"),
            (ArgumentKind::Path, r"^\./docs/.+", "under \"docs\""),
            (ArgumentKind::Path, "^/", "under \"/\""),
            (ArgumentKind::Path, r"\.csv$", "ends with \".csv\""),
            (ArgumentKind::Path, r"^.*\.(?:csv|tsv)$", "ends with [\".csv\", \".tsv\"]"),
            (ArgumentKind::Path, "^/srv/docs/report-", ""),
            (ArgumentKind::Path, r"^/srv/docs/.*\.md$", ""),
            (ArgumentKind::Path, r"^/srv/docs/[\w/]+$", ""),
            (ArgumentKind::Path, "^(?:/srv/docs/.*|/etc/hosts)$", ""),
            (ArgumentKind::Path, "(?i)^/srv/docs/", ""),
            (ArgumentKind::Path, r"^C:\\docs\\", ""),
            (ArgumentKind::Url, r"^https://docs\.example\.com", "on \"docs.example.com\""),
            (ArgumentKind::Url, r"^https://code\.example/acme/.*$", "on \"code.example/acme\""),
            (ArgumentKind::Url, r"^http://x\.example:8080/", "on \"http://x.example:8080\""),
            (ArgumentKind::Url, "^https://[a-z]+\\.example/", ""),
            (ArgumentKind::Url, "^file:///srv/docs/", ""),
            (ArgumentKind::Mail, r"@acme\.example$", "at \"acme.example\""),
            (ArgumentKind::Mail, r"^.*@acme\.example$", "at \"acme.example\""),
            (ArgumentKind::Mail, r"^[a-z]+@acme\.example$", ""),
        ] {
            assert_eq!(form(kind, pattern, meant), words, "{pattern}");
        }
    }

    #[test]
    fn what_is_named_can_be_asked_for_in_addition() {
        let named = |kind: Option<ArgumentKind>, condition: &TextCondition<'_>| named(kind?, condition);
        for (kind, pattern, words) in [
            (ArgumentKind::Path, r"^/srv/docs/[\w./-]+$", "under \"/srv/docs\""),
            (ArgumentKind::Path, "^/srv/docs/report-", "under \"/srv/docs\""),
            (ArgumentKind::Url, "^https://code.example/acme-", "on \"code.example\""),
            (ArgumentKind::Path, r"^[a-z./]+$", ""),
        ] {
            assert_eq!(form(kind, pattern, named), words, "{pattern}");
        }
    }

    #[test]
    fn encrypted_addresses_are_proposed() {
        for (value, encrypted) in [
            ("http://docs.example.com", Some("docs.example.com")),
            ("http://docs.example.com:80/a", Some("docs.example.com/a")),
            ("http://docs.example.com:8080", Some("docs.example.com:8080")),
            ("ws://live.example.com", Some("wss://live.example.com")),
            ("http://localhost:3000", None),
            ("docs.example.com", None),
        ] {
            let form = SafeForm::new(TextOperator::On, [value.to_owned()]).unwrap();
            let expected = encrypted.map(|value| vec![value.to_owned()]);
            assert_eq!(form.encrypted().map(|form| form.values), expected, "{value}");
        }
    }

    #[test]
    fn the_port_and_the_folder_stay() {
        for (pattern, below) in [
            (r"^https://docs\.example\.com:8443/api", ":8443/api"),
            (r"^https://docs\.example\.com/api/v[0-9]+/", "/api"),
            (r"^https://docs\.example\.com(?::[0-9]+)?", ""),
            (r"^https://docs\.example\.com", ""),
            (r"docs\.example\.com/a\?x", ""),
            (r"docs\.example\.com/a/b\?x", "/a"),
            (r"docs\.example\.com\.evil", ""),
        ] {
            let path = Path::new(vec!["x".to_owned()]).unwrap();
            let condition = TextCondition::of_pattern(&path, pattern);
            assert_eq!(below_host(&condition, "docs.example.com"), below, "{pattern}");
        }
    }
}
