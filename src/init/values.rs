//! Conditions on texts by what they are for. The values come from the schema's own examples and default, if those are
//! worth allowing; otherwise they are examples.

use crate::catalog::{Argument, Tool};
use crate::classify::ArgumentKind;
use crate::vocab::visible::is_hidden;
use crate::vocab::{TextOperator, Value};

/// The longest value of the schema that is suggested.
const LONGEST_VALUE: usize = 60;

/// The right side of a comparison, and what it takes to write it of an argument that may be left out.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub right: String,
    pub needs: Needs,
}

/// What the type of an argument must be so that the opposite of a condition can be written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Needs {
    Nothing,
    Texts,
    Numbers,
}

/// Conditions on an argument, the best first, each with a text that meets it.
pub(super) fn conditions(
    kind: Option<ArgumentKind>,
    word: &str,
    argument: &Argument,
    tool: &Tool<'_>,
) -> Vec<(String, Condition)> {
    let own: Vec<&str> = own(argument).filter(|text| !is_attack(kind, text)).collect();
    let mut all: Vec<_> = own.iter().filter_map(|text| by_value(kind, word, text)).collect();
    let listed: Vec<_> = own.iter().take(2).map(|text| quoted(text)).collect();
    let own_listed = own.first().map(|first| ((*first).to_owned(), is_in(&listed)));
    match kind {
        Some(ArgumentKind::Command | ArgumentKind::Query) | None => all.splice(0..0, own_listed).for_each(drop),
        Some(ArgumentKind::Path | ArgumentKind::Url | ArgumentKind::Host | ArgumentKind::Mail) => {
            all.extend(own_listed)
        }
    }
    all.extend(examples(kind, word, argument, tool));
    all
}

/// The texts that the schema itself gives.
fn own(argument: &Argument) -> impl Iterator<Item = &str> {
    let all = argument.examples.iter().chain(&argument.default);
    let texts = all.filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None });
    texts.filter(|text| {
        let is_short = text.chars().count() <= LONGEST_VALUE;
        is_short && !text.trim().is_empty() && !text.chars().any(is_hidden)
    })
}

/// Places that no policy should open because a schema names them.
fn is_attack(kind: Option<ArgumentKind>, text: &str) -> bool {
    let starts = |starts: &[&str]| starts.iter().any(|start| text.starts_with(start));
    match kind {
        Some(ArgumentKind::Path) => {
            text.trim_matches('/').is_empty() || starts(&["/etc", "/root", "/proc", "/var", "/home", "..", "~"])
        }
        Some(ArgumentKind::Url | ArgumentKind::Host) => {
            let local = ["localhost", "127.", "10.", "169.254", "192.168.", "0.0.0.0", "::1", "[::1]", "metadata"];
            let host = text.split_once("://").map_or(text, |(_, rest)| rest);
            local.iter().any(|start| host.starts_with(start))
        }
        Some(ArgumentKind::Command | ArgumentKind::Mail | ArgumentKind::Query) | None => false,
    }
}

/// The folder, the site or the domain of a value.
fn by_value(kind: Option<ArgumentKind>, word: &str, text: &str) -> Option<(String, Condition)> {
    let (operator, operand, sample) = match kind? {
        ArgumentKind::Path => {
            let folder = folder(word, text);
            (TextOperator::Under, folder.to_owned(), text.to_owned())
        }
        ArgumentKind::Url => {
            let (scheme, rest) = text.split_once("://")?;
            let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
            let site = if matches!(scheme, "http" | "https") { host.to_owned() } else { format!("{scheme}://{host}") };
            let sample = if matches!(scheme, "http") { format!("https://{rest}") } else { text.to_owned() };
            (TextOperator::On, site, sample)
        }
        ArgumentKind::Mail => {
            let domain = text.rsplit_once('@').map(|(_, domain)| domain)?;
            (TextOperator::At, domain.to_owned(), text.to_owned())
        }
        ArgumentKind::Command | ArgumentKind::Host | ArgumentKind::Query => return None,
    };
    operator.regex(&operand).ok().map(|_| (sample, means(operator, &operand)))
}

/// `/srv/data` of `/srv/data/report.csv`; a folder is its own.
fn folder<'t>(word: &str, text: &'t str) -> &'t str {
    let path = text.strip_prefix("./").unwrap_or(text).trim_end_matches('/');
    let is_folder =
        matches!(word, "dir" | "directory" | "folder" | "root" | "cwd" | "workspace") || text.ends_with('/');
    match path.rsplit_once('/') {
        _ if path.is_empty() || path == "." => ".",
        Some((parent, last)) if !parent.is_empty() && !is_folder && last.contains('.') => parent,
        None if !is_folder => ".",
        Some(_) | None => path,
    }
}

/// Conditions with values that a person replaces.
fn examples(kind: Option<ArgumentKind>, word: &str, argument: &Argument, tool: &Tool<'_>) -> Vec<(String, Condition)> {
    let is_said = |said: &str| argument.description.as_deref().is_some_and(|text| text.to_lowercase().contains(said));
    let sample = |text: &str, condition| (text.to_owned(), condition);
    match kind {
        Some(ArgumentKind::Path) => {
            let absolute = sample("/srv/files/notes.txt", means(TextOperator::Under, "/srv/files"));
            let relative = sample("notes.txt", means(TextOperator::Under, "."));
            match is_said("relative") && !is_said("absolute") {
                true => vec![relative, absolute],
                false => vec![absolute, relative],
            }
        }
        Some(ArgumentKind::Url) => {
            vec![sample("https://docs.example.com/", means(TextOperator::On, "docs.example.com"))]
        }
        Some(ArgumentKind::Host) => vec![sample("docs.example.com", listed(&["docs.example.com", "api.example.com"]))],
        Some(ArgumentKind::Mail) => vec![sample("mary@example.com", means(TextOperator::At, "example.com"))],
        Some(ArgumentKind::Command) => match word {
            "code" | "script" | "expression" | "snippet" | "source" | "program" | "function" => Vec::new(),
            "args" | "arguments" | "argument" => vec![sample("--version", listed(&["--version", "--help"]))],
            _ => vec![sample("git status", listed(&["git status", "git diff"]))],
        },
        Some(ArgumentKind::Query) => vec![query(word, argument, tool)],
        None => vec![sample("example", listed(&["example"]))],
    }
}

/// A statement in the language that the server speaks of.
fn query(word: &str, argument: &Argument, tool: &Tool<'_>) -> (String, Condition) {
    let texts = [Some(word), argument.description.as_deref(), Some(tool.name), tool.description];
    let said: String = texts.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
    let statement = match () {
        () if said.contains("cypher") => "match (p:Product) return p.name limit 10",
        () if said.contains("graphql") => "{ products { name } }",
        () if said.contains("sparql") => "select ?name where { ?product rdfs:label ?name } limit 10",
        () => {
            let pattern = r#"matches r"(?i)^select [a-z0-9_, ]+ from (?:products|orders)(?: limit [0-9]{1,3})?$""#;
            let condition = Condition { right: pattern.to_owned(), needs: Needs::Texts };
            return ("select name from products".to_owned(), condition);
        }
    };
    (statement.to_owned(), listed(&[statement]))
}

fn means(operator: TextOperator, operand: &str) -> Condition {
    Condition { right: format!("{} {}", operator.word(), quoted(operand)), needs: Needs::Texts }
}

fn listed(texts: &[&str]) -> Condition {
    is_in(&texts.iter().map(|text| quoted(text)).collect::<Vec<_>>())
}

fn is_in(quoted: &[String]) -> Condition {
    Condition { right: format!("in [{}]", quoted.join(", ")), needs: Needs::Nothing }
}

fn quoted(text: &str) -> String {
    Value::Text(text.to_owned()).to_string()
}
