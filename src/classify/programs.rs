//! Tools that run what their caller writes: another tool by its name, or a query that may change data. Whatever
//! their own name says, they can do more than read.

use super::arguments;
use super::evidence::{Certainty, Evidence, Facts, NamedArgument};
use super::nouns::has;
use super::words;
use crate::vocab::Category;

/// How many sentences of a description are read.
const SENTENCES: usize = 3;
/// How many words may be between a verb and what it runs.
const NEAR: usize = 5;

/// A tool that seems to read or write, unless it runs another tool or a query as given.
pub(super) fn judge(said: Evidence, name: &[String], facts: &Facts<'_>) -> Evidence {
    match said.category {
        Category::Read | Category::Write => {}
        Category::Execute | Category::Destructive | Category::Financial => return said,
    }
    let sentences: Vec<_> = words::of_sentences(facts.description.unwrap_or_default()).take(SENTENCES).collect();
    let why = calls_a_tool(&sentences, facts);
    let is_no_write = said.category == Category::Read || said.certainty < Certainty::Clear;
    let why = why.or_else(|| runs_a_query(name, &sentences, facts).filter(|_| is_no_write));
    match why {
        Some(why) => Evidence { category: Category::Execute, certainty: Certainty::Likely, why },
        None => said,
    }
}

/// `tool_name` beside `arguments`, or `calls any tool`.
fn calls_a_tool(sentences: &[Vec<String>], facts: &Facts<'_>) -> Option<String> {
    let find = |is: fn(&[String]) -> bool| facts.arguments.iter().find(|argument| is(&argument.words));
    let (tool, given) = (find(names_a_tool), find(is_given_on));
    if let (Some(tool), Some(given)) = (tool, given) {
        return Some(format!("it takes `{}` and `{}`", tool.name, given.name));
    }
    let (verb, noun) = sentences.iter().find_map(|sentence| calls_any(sentence))?;
    let may_name_it = tool.or(given).or_else(|| find(|words| words.iter().any(|word| has("name id", word))));
    (may_name_it.is_some() || facts.arguments.is_empty()).then(|| format!("its description says `{verb}` and `{noun}`"))
}

fn names_a_tool(words: &[String]) -> bool {
    let named = match words {
        [.., named, last] if has("name id slug key", last) => Some(named),
        words => words.last(),
    };
    named.is_some_and(|word| has("tool toolname", word))
}

/// Whether an argument holds what is given to the tool that is called.
fn is_given_on(words: &[String]) -> bool {
    words.last().is_some_and(|word| has("arguments args argument params parameters input inputs payload kwargs", word))
}

/// What can be called by its name.
const CALLED: &str = "tool tools action actions function functions method methods procedure procedures workflow workflows \
    operation operations command commands";

/// The verb and the noun of `call any upstream tool` and of `finds an action and runs it`; `call this tool before any
/// other` is advice.
fn calls_any(sentence: &[String]) -> Option<(&str, &str)> {
    let is_verb = |word: &str| {
        has(
            "call calls invoke invokes execute executes run runs dispatch dispatches forward forwards proxy proxies",
            word,
        )
    };
    let noun = |at: usize| {
        let (before, rest) = (sentence.get(..at)?, sentence.get(at + 1..)?);
        let is_it = rest.first().is_some_and(|word| has("it them", word));
        let earlier = || before.iter().find(|word| has(CALLED, word)).filter(|_| is_it);
        any_tool(rest).or_else(earlier)
    };
    let verbs = sentence.iter().enumerate().filter(|(_, word)| is_verb(word));
    verbs.filter_map(|(at, verb)| Some((verb.as_str(), noun(at)?.as_str()))).next()
}

/// The noun if the words after a verb begin with `any upstream tool`, `a tool by its name` or `a call to a tool of`.
fn any_tool(rest: &[String]) -> Option<&String> {
    let at = rest.iter().take(NEAR).position(|word| has(CALLED, word))?;
    let (between, after) = (rest.get(..at)?, rest.get(at + 1..)?);
    let is_any = |word: &String| {
        has("any another other others arbitrary upstream specified given named remote registered downstream", word)
    };
    let is_joined =
        |word: &String| is_any(word) || has("a an the of one some call calls to invoke run mcp server or and", word);
    let by_name = after.iter().take(NEAR).any(|word| has("name remote another upstream downstream connected", word));
    let is_meant = between.iter().all(is_joined) && (by_name || between.iter().any(is_any));
    rest.get(at).filter(|_| is_meant)
}

/// `Run a query or mutation`, `Executes SQL`, unless it says that it only reads.
fn runs_a_query(name: &[String], sentences: &[Vec<String>], facts: &Facts<'_>) -> Option<String> {
    let only_reads = |words: &[String]| words.iter().any(|word| has("readonly select selects natural", word));
    let says_read_only = |words: &[String]| {
        words.windows(2).any(|pair| matches!(pair, [first, second] if has("read reads", first) && second == "only"))
    };
    let refuses =
        |words: &[String]| words.iter().any(|word| has("no not without reject rejects rejected except", word));
    let is_read = sentences.iter().any(|sentence| only_reads(sentence) || says_read_only(sentence));
    let any = |sentence: &Vec<String>| sentence.iter().any(|word| has("any arbitrary raw", word));
    let is_named_read = || name.iter().any(|word| has("readonly select read", word)) && !sentences.iter().any(any);
    if is_read || is_named_read() {
        return None;
    }
    let mutates = sentences.iter().filter(|sentence| !refuses(sentence)).flatten();
    if let Some(word) = mutates.clone().find(|word| has("mutation mutations", word)) {
        return takes_a_document(facts).then(|| format!("its description says `{word}`"));
    }
    let program = arguments::program(facts).or_else(|| document(facts))?;
    let language = sentences.iter().find_map(|sentence| runs_language(sentence));
    let language = language.or_else(|| sentences.iter().any(|it| changes(it)).then_some("statement"))?;
    Some(format!("it runs the {language} in `{program}`"))
}

/// `Runs a query, including inserts and updates`
fn changes(sentence: &[String]) -> bool {
    let has_one = |table| sentence.iter().any(|word| has(table, word));
    has_one("run runs execute executes") && has_one("query queries statement statements") && has_one(CHANGES)
}

const CHANGES: &str =
    "insert inserts update updates delete deletes write writes ddl dml modify modifies change changes";

/// Whether it takes what it runs, as far as its arguments are known.
fn takes_a_document(facts: &Facts<'_>) -> bool {
    facts.arguments.is_empty() || document(facts).is_some()
}

fn document<'t>(facts: &Facts<'t>) -> Option<&'t str> {
    let is_document = |argument: &&NamedArgument| {
        argument.words.last().is_some_and(|word| {
            has("query document mutation operation statement statements sql gql graphql request cypher", word)
        })
    };
    facts.arguments.iter().find(is_document).map(|argument| argument.name.as_str())
}

/// The language of `Execute raw SQL queries`.
fn runs_language(sentence: &[String]) -> Option<&'static str> {
    let at = sentence.iter().position(|word| {
        has("run runs execute executes perform performs send sends evaluate evaluates submit submits", word)
    })?;
    let near = sentence.get(at + 1..)?.iter().take(NEAR);
    near.filter_map(|word| match word.as_str() {
        "sql" => Some("SQL"),
        "graphql" => Some("GraphQL"),
        "cypher" => Some("Cypher"),
        "gremlin" => Some("Gremlin"),
        _ => None,
    })
    .next()
}
