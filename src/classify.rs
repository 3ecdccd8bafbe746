//! The category of a tool, from its name, its server's description, the names of its arguments and the
//! server's hints. This consists of tables of verbs and nouns, and a few rules about how names are built;
//! `CONTRIBUTING.md` says how often they are right.

mod words;
mod nouns;
mod verbs;
mod secrets;
mod evidence;
mod around;
mod name;
mod description;
mod docstrings;
mod arguments;
mod programs;
mod hints;
mod argument_kind;
pub mod argument_signs;
pub mod languages;
pub mod plain_attacks;
pub mod tool_texts;
pub mod recipients;
pub mod keys;

pub use argument_kind::ArgumentKind;
pub use evidence::{Facts, NamedArgument};
pub use languages::Language;
pub use secrets::secret;

use crate::catalog::{Annotations, Tool};
use crate::vocab::Category;
use evidence::{Certainty, Evidence};

/// The last word of a name, in lower case: `path` of `outputPath`.
pub fn last_word(name: &str) -> Option<String> {
    words::of_name(name).pop()
}

/// The words of a name, in lower case: `output` and `path` of `outputPath`.
pub fn words_of(name: &str) -> Vec<String> {
    words::of_name(name)
}

/// A tool's likely category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Its category.
    pub category: Category,
    /// Whether a person who reads the same would hardly disagree.
    pub sure: bool,
    /// Whether its name or its description says what it does. If not, it may do anything.
    pub known: bool,
    /// The reason, in a few words: ``its name says `delete` ``.
    pub why: String,
}

/// Judges a tool of a catalog.
pub fn tool(tool: &Tool<'_>) -> Judgement {
    let described = tool.input_schema.map(|schema| schema.reader().described()).unwrap_or_default();
    let named = |(name, description): (String, Option<String>)| {
        let in_docstring = || docstrings::of_argument(tool.description?, &name).map(str::to_owned);
        let description = description.or_else(in_docstring);
        NamedArgument::new(name, description)
    };
    let arguments: Vec<_> = described.into_iter().map(named).collect();
    classify(&Facts {
        name: tool.name,
        description: tool.description,
        arguments: &arguments,
        annotations: tool.annotations,
    })
}

/// Judges a tool by its name only.
pub fn by_name(name: &str) -> Judgement {
    classify(&Facts { name, description: None, arguments: &[], annotations: Annotations::default() })
}

/// Judges a tool. Its name decides if it has a verb, otherwise its description; after that, anything that
/// suggests more danger counts.
pub fn classify(facts: &Facts<'_>) -> Judgement {
    let words = words::of_name(facts.name);
    let named = name::judge(&words);
    let described = facts.description.and_then(description::judge);
    let is_vague = named.as_ref().is_none_or(|named| named.certainty == Certainty::Guessed);
    let known = named.is_some() || described.is_some();
    let said = match (named, described) {
        (Some(named), described) if !is_vague => {
            let looks = facts.description.is_some_and(description::looks);
            second_opinion(named, described, looks)
        }
        (named, Some(described)) => from_description(named, described),
        (Some(named), None) => named,
        (None, None) => from_arguments(facts),
    };
    let said = programs::judge(said, &words, facts);
    let said = hints::arguments(said, is_vague, &words, facts);
    let said = hints::annotations(said, facts.annotations);
    Judgement { category: said.category, sure: said.certainty == Certainty::Clear, known, why: said.why }
}

/// A verb in the name decides, unless the description begins with one that does more than read, or the verb
/// in the name may mean anything, such as `manage`. If both agree, that is as good as a clear verb.
fn second_opinion(named: Evidence, described: Option<Evidence>, looks: bool) -> Evidence {
    let is_clear = |described: &Evidence| described.certainty == Certainty::Clear || looks;
    let Some(described) = described.filter(is_clear) else { return named };
    let is_danger = matches!(described.category, Category::Destructive | Category::Financial);
    // `charge_points` is not a charge if its description begins with `Lists`.
    let is_noun = named.certainty == Certainty::Likely && looks;
    let overrules = match (named.category, described.category) {
        (Category::Read, Category::Write) => true,
        (Category::Write | Category::Financial, Category::Read) => is_noun,
        (Category::Read, _) => is_danger,
        (Category::Write, _) => is_danger && named.certainty == Certainty::Likely,
        (Category::Execute | Category::Destructive | Category::Financial, _) => false,
    };
    match () {
        () if overrules => Evidence { certainty: Certainty::Likely, ..described },
        () if described.category == named.category => Evidence { certainty: Certainty::Clear, ..named },
        () if is_danger => Evidence { certainty: Certainty::Likely, ..named },
        () => named,
    }
}

/// A description decides for a name that is only a noun. It is never as certain as a verb in a name, unless the noun
/// agrees.
fn from_description(named: Option<Evidence>, described: Evidence) -> Evidence {
    match named {
        Some(named) if named.category == described.category => described,
        Some(named) if named.category > described.category && described.certainty < Certainty::Clear => named,
        Some(_) | None => Evidence { certainty: Certainty::Likely, ..described },
    }
}

/// Neither the name nor the description says anything, so it may do anything.
fn from_arguments(facts: &Facts<'_>) -> Evidence {
    let why = match arguments::program(facts) {
        Some(code) => format!("it takes `{code}`"),
        None => "nothing says what it does".to_owned(),
    };
    Evidence { category: Category::Execute, certainty: Certainty::Guessed, why }
}

#[cfg(test)]
mod tests;
