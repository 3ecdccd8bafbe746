//! Texts that a policy allows, to which an attacker would add something.

use super::text_conditions::TextCondition;
use crate::vocab::Regex;

/// How many texts are made from one expression.
const MOST: usize = 12;

/// Well-known texts that meet all conditions on an argument, and short examples of these conditions.
pub fn good_texts(conditions: &[TextCondition<'_>], known: &[&str]) -> Vec<String> {
    let known = meeting(conditions, known.iter().map(|text| (*text).to_owned()));
    let patterns = conditions.iter().filter(|condition| condition.is_pattern);
    let regexes = patterns.filter_map(|condition| Regex::new(condition.text).ok());
    let examples: Vec<String> = regexes.flat_map(|regex| regex.examples(MOST)).collect();
    let parts = conditions.iter().filter(|condition| !condition.is_pattern).map(|condition| condition.text.to_owned());
    let mut all: Vec<String> = known.into_iter().chain(examples).chain(parts).collect();
    all.iter_mut().for_each(|text| *text = text.trim().to_owned());
    all.retain(|text| !text.is_empty());
    all.dedup();
    all
}

/// Those of some texts that meet the conditions which every call has to meet. The prover need not look at the others.
pub fn meeting(conditions: &[TextCondition<'_>], texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let asked = || conditions.iter().filter(|condition| condition.is_always_asked);
    let patterns = asked().filter(|condition| condition.is_pattern);
    let regexes: Vec<Regex> = patterns.filter_map(|condition| Regex::new(condition.text).ok()).collect();
    let parts: Vec<&str> = asked().filter(|condition| !condition.is_pattern).map(|condition| condition.text).collect();
    let meets = |text: &String| {
        regexes.iter().all(|regex| regex.is_match(text)) && parts.iter().all(|part| text.contains(part))
    };
    texts.into_iter().filter(meets).collect()
}
