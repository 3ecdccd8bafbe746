//! What a person has to decide about a tool, and which of its arguments deserve a condition. The suggested
//! lines are valid as they are; their values are examples.

use super::judged::Judged;
use crate::catalog::argument::{OrderVerdict, Verdict};
use crate::catalog::rule::RuleKind;
use crate::catalog::{Argument, Tool};
use crate::classify::{self, last_word};
use crate::diagnostic::{listed, quoted};
use crate::vocab::spelling::mixed_word;
use crate::vocab::visible::is_hidden;
use crate::vocab::{Category, Kind, Order, Path, Value};

/// How many arguments of a block get a suggested condition, besides those that must be decided.
const MOST_PERHAPS: usize = 2;
/// How many values of an argument a line lists, and how long they may be together.
const MOST_VALUES: usize = 8;
const LONGEST_VALUES: usize = 60;
/// The longest path to an argument.
const LONGEST_PATH: usize = 60;

/// What is said about a tool, besides its statement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Advice {
    /// What only the owner can decide.
    pub decide: Option<Decision>,
    /// Conditions that are worth considering.
    pub perhaps: Vec<String>,
}

/// What only the owner can decide.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Decision {
    /// Which values are acceptable.
    Restrict {
        /// The question.
        question: String,
        /// Clauses that answer it, ready to be uncommented.
        clauses: Vec<String>,
    },
    /// Whether it may be called at all, because no argument helps to decide.
    Refuse {
        /// The question.
        question: String,
        /// The message that the agent gets if it may not.
        because: &'static str,
    },
}

/// The arguments of a tool.
type Arguments = Vec<(Path, Argument)>;

/// The advice about a tool.
pub(super) fn of(judged: &Judged<'_>) -> Advice {
    let category = judged.judgement.category;
    match category {
        Category::Read | Category::Write | Category::Execute => {}
        Category::Destructive | Category::Financial => return Advice::default(),
    }
    let arguments = arguments(&judged.tool);
    let decide = decision(&judged.tool, category, &arguments);
    let perhaps = if category == Category::Read { Vec::new() } else { perhaps(&arguments, decide.as_ref()) };
    Advice { decide, perhaps }
}

fn arguments(tool: &Tool<'_>) -> Arguments {
    tool.input_schema.map(|schema| schema.reader().arguments()).unwrap_or_default()
}

/// The question for the owner: about secrets that are read, arguments that accept anything, or code that is
/// run.
fn decision(tool: &Tool<'_>, category: Category, arguments: &Arguments) -> Option<Decision> {
    let open: Vec<_> = arguments.iter().filter(|(path, argument)| is_open(path, argument, category)).collect();
    let is_secret = classify::secret(tool.name).is_some();
    let has_none = tool.input_schema.is_some() && arguments.is_empty();
    let is_run = category == Category::Execute && !has_none;
    if !is_secret && open.is_empty() && !is_run {
        return None;
    }
    let mut clauses: Vec<String> = open.iter().filter_map(|(path, argument)| clause(path, argument)).collect();
    if open.is_empty() {
        clauses = first_clause(arguments);
    }
    let names = open.iter().filter_map(|(path, _)| path.segments().last());
    let names = listed(&quoted(names), "and");
    let (restrict, refuse) = match (is_secret, open.is_empty()) {
        (true, _) => (
            "Decide which secrets the agent may read".to_owned(),
            "Decide whether the agent may read secrets".to_owned(),
        ),
        (false, false) => (
            format!("Decide what {names} may be; for now, any value is allowed"),
            format!("Decide whether {names} may have any value, as now"),
        ),
        (false, true) => {
            ("Decide what it may be used for".to_owned(), "Decide whether it may be called at all".to_owned())
        }
    };
    let because = if is_secret { "Secrets are not for agents." } else { "A person runs this." };
    Some(match clauses.is_empty() {
        false => Decision::Restrict { question: restrict, clauses },
        true => Decision::Refuse { question: refuse, because },
    })
}

/// Whether an argument accepts any string, and is used as code, a path or an address.
fn is_open(path: &Path, argument: &Argument, category: Category) -> bool {
    let Some(name) = path.segments().last() else { return false };
    let is_code = match last_word(name).as_deref() {
        Some("command" | "cmd" | "shell" | "script" | "sql" | "url" | "uri" | "path") => true,
        Some(_) | None => {
            name.eq_ignore_ascii_case("code") || name.eq_ignore_ascii_case("query") && category != Category::Read
        }
    };
    is_code && is_any_text(argument)
}

fn is_any_text(argument: &Argument) -> bool {
    argument.ty.alternatives().iter().filter(|alternative| alternative.kinds.has(Kind::String)).any(|alternative| {
        alternative.rules.iter().all(|rule| match &rule.kind {
            RuleKind::Values(_) | RuleKind::Pattern(_) => false,
            RuleKind::Whole
            | RuleKind::Least(_)
            | RuleKind::Most(_)
            | RuleKind::MultipleOf(_)
            | RuleKind::Shortest(_)
            | RuleKind::Longest(_) => true,
        })
    })
}

/// A condition on the first argument that supports one; arguments that every call has come first.
fn first_clause(arguments: &Arguments) -> Vec<String> {
    let (always, sometimes): (Vec<_>, Vec<_>) = arguments.iter().partition(|(_, argument)| argument.always_there);
    always.into_iter().chain(sometimes).find_map(|(path, argument)| clause(path, argument)).into_iter().collect()
}

/// Conditions on arguments that say where something goes, how much it is, or what it becomes.
fn perhaps(arguments: &Arguments, decided: Option<&Decision>) -> Vec<String> {
    let decided = match decided {
        Some(Decision::Restrict { clauses, .. }) => clauses.as_slice(),
        Some(Decision::Refuse { .. }) | None => &[],
    };
    let worth = arguments.iter().filter(|(path, _)| path.segments().len() == 1 && is_worth(path));
    let clauses = worth.filter_map(|(path, argument)| clause(path, argument));
    clauses.filter(|clause| !decided.contains(clause)).take(MOST_PERHAPS).collect()
}

fn is_worth(path: &Path) -> bool {
    let last = path.segments().last().and_then(|name| last_word(name));
    last.is_some_and(|word| form(&word) != Form::Example || WORTH.contains(&word.as_str()))
}

/// Arguments that say who owns something, or what happens to it.
const WORTH: &[&str] = &[
    "owner",
    "repo",
    "repository",
    "org",
    "organization",
    "project",
    "workspace",
    "team",
    "channel",
    "database",
    "table",
    "bucket",
    "branch",
    "namespace",
    "cluster",
    "environment",
    "region",
    "account",
    "visibility",
    "role",
    "permission",
    "state",
];

/// What the values of an argument look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Path,
    Url,
    Host,
    Mail,
    Command,
    Sql,
    Code,
    Amount,
    Example,
}

fn form(word: &str) -> Form {
    match word {
        "path" | "file" | "filename" | "dir" | "directory" | "folder" => Form::Path,
        "url" | "uri" | "href" | "endpoint" | "webhook" | "origin" => Form::Url,
        "host" | "hostname" | "domain" => Form::Host,
        "email" | "mail" | "to" | "cc" | "bcc" | "recipient" => Form::Mail,
        "command" | "cmd" | "shell" => Form::Command,
        "sql" | "query" => Form::Sql,
        "code" | "script" => Form::Code,
        "amount" | "price" | "total" | "sum" | "fee" | "cost" | "quantity" => Form::Amount,
        _ => Form::Example,
    }
}

/// A clause on an argument that its schema allows, if it fits on one line.
fn clause(path: &Path, argument: &Argument) -> Option<String> {
    let name = path.to_string();
    if !path.is_expressible() || name.len() > LONGEST_PATH || name.chars().any(is_hidden) || mixed_word(&name).is_some()
    {
        return None;
    }
    if let Some(values) = values(argument) {
        return Some(format!("require {path} in [{values}]"));
    }
    let word = path.segments().last().and_then(|name| last_word(name)).unwrap_or_default();
    let text = |example: &str, condition: &str| {
        let allowed = argument.verdict(&Value::Text(example.to_owned())) == Verdict::Allowed;
        allowed.then(|| format!("require {path} {condition}"))
    };
    match form(&word) {
        Form::Path => text("/srv/files/notes.txt", r#"matches r"^/srv/files(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$""#),
        Form::Url => text("https://docs.example.com/", r#"matches r"^https://docs\.example\.com/""#),
        Form::Host => text("docs.example.com", r#"in ["docs.example.com"]"#),
        Form::Mail => text("mary@example.com", r#"matches r"^[a-z.]+@example\.com$""#),
        Form::Command => text("git status", r#"in ["git status", "git diff"]"#),
        Form::Sql => text("select 1", r#"matches r"(?i)^select [^;]*$""#),
        Form::Code => None,
        Form::Amount => amount(path, argument),
        Form::Example => text("example", r#"in ["example"]"#).or_else(|| amount(path, argument)),
    }
}

/// The values of an argument, if they are a few strings, except the last one: a clause with all of them would
/// restrict nothing.
fn values(argument: &Argument) -> Option<String> {
    let finite = argument.finite(MOST_VALUES)?;
    let is_text = |value: &Value| matches!(value, Value::Text(text) if !text.chars().any(is_hidden));
    let (_, some) = finite.values.split_last().filter(|(_, some)| !some.is_empty())?;
    let words = some.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    (some.iter().all(is_text) && words.chars().count() <= LONGEST_VALUES).then_some(words)
}

/// A range of numbers whose ends both cut into the schema's range.
fn amount(path: &Path, argument: &Argument) -> Option<String> {
    let cuts =
        |order, bound| argument.kinds().has(Kind::Number) && argument.order(order, bound) == OrderVerdict::Sometimes;
    let fits = argument.verdict(&Value::Number(1.into())) == Verdict::Allowed;
    (fits && cuts(Order::LessOrEqual, 100.0)).then(|| match cuts(Order::Greater, 0.0) {
        true => format!("require {path} > 0 and {path} <= 100"),
        false => format!("require {path} <= 100"),
    })
}
