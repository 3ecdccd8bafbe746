//! Texts that a policy allows, to which an attacker would add something.

use super::text_conditions::TextCondition;
use crate::vocab::Regex;

/// How many texts are made from one expression.
const MOST: usize = 12;

/// Well-known texts that meet all conditions on an argument, and short examples of these conditions.
pub fn good_texts(conditions: &[TextCondition<'_>], known: &[&str]) -> Vec<String> {
    let patterns = conditions.iter().filter(|condition| condition.is_pattern);
    let regexes: Vec<Regex> = patterns.filter_map(|condition| Regex::new(condition.text).ok()).collect();
    let parts = || conditions.iter().filter(|condition| !condition.is_pattern).map(|condition| condition.text);
    let is_good =
        |text: &str| regexes.iter().all(|regex| regex.is_match(text)) && parts().all(|part| text.contains(part));
    let known = known.iter().filter(|text| is_good(text)).map(|text| (*text).to_owned());
    let examples = regexes.iter().flat_map(|regex| regex.examples(MOST));
    let mut all: Vec<String> = known.chain(examples).chain(parts().map(str::to_owned)).collect();
    all.iter_mut().for_each(|text| *text = text.trim().to_owned());
    all.retain(|text| !text.is_empty());
    all.dedup();
    all
}
