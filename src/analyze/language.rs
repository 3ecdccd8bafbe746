//! Regular languages: is there a string in some of them and outside others, and which is the shortest? All
//! automata are run side by side, over the bytes of UTF-8.

use std::collections::{BTreeSet, VecDeque};

use super::product::{self, Product};
use super::regexes::{LanguageId, Regexes};
use super::texts::Texts;
use super::why::Why;
use crate::vocab::{Automaton, Letters, Map, Regex};

/// The largest automaton that is kept for later questions, in bytes.
const MAX_KEPT_BYTES: usize = 64 * 1024;
/// How many are kept.
const MAX_KEPT: usize = 1_000;
/// Results are cached only for sets with at most this many parts.
const MAX_REMEMBERED: usize = 64;
/// How many results are cached.
const MAX_WORDS: usize = 100_000;
/// How many members are tried for the next set.
const MOST_FOUND: usize = 8;
/// The work of making an automaton, for each expression in it.
const WORK_OF_AN_EXPRESSION: u64 = 1_000;

/// What is known about the regular expressions of some policies and about the strings they match. Questions
/// about the same policies share it.
#[derive(Debug, Default)]
pub struct Languages {
    /// The expressions.
    pub regexes: Regexes,
    automata: Map<BTreeSet<LanguageId>, Option<Automaton>>,
    words: Map<Texts, Word>,
    examples: Map<LanguageId, Option<String>>,
    /// The members that were found last, of any set. Many are in the next set, too.
    found: VecDeque<String>,
    /// Whether any member of a set will do, because it is not shown.
    pub any_will_do: bool,
    /// The work of all questions so far: how many times something was looked at.
    pub work: u64,
    /// The work after which the current question is given up, if the caller limits it.
    pub limit: Option<u64>,
}

/// Whether a set of strings has a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// It does: this one, short and plain.
    Some(String),
    /// It is empty.
    None,
    /// Not known.
    Unknown(Why),
}

impl Languages {
    /// The work that is left for the current question, if the caller limits it.
    pub fn left(&self) -> Option<u64> {
        self.limit.map(|limit| limit.saturating_sub(self.work))
    }

    /// A member of a set: the shortest, except that the empty string comes last among very short ones.
    pub fn word(&mut self, texts: &Texts) -> Word {
        if let Some(only) = &texts.only {
            let shortest = only.iter().min_by_key(|text| (text.is_empty(), text.len()));
            return shortest.map_or(Word::None, |text| Word::Some(text.to_string()));
        }
        if texts.is_plainly_empty() {
            return Word::None;
        }
        if let Some(known) = self.words.get(texts) {
            return known.clone();
        }
        if self.any_will_do
            && let Some(example) = self.example(texts)
        {
            return Word::Some(example);
        }
        let word = self.search(texts);
        if let Word::Some(text) = &word {
            self.found.truncate(MOST_FOUND - 1);
            self.found.push_front(text.clone());
        }
        // With more work, there may be an answer.
        if word != Word::Unknown(Why::MuchWork) && texts.size() <= MAX_REMEMBERED && self.words.len() < MAX_WORDS {
            self.words.insert(texts.clone(), word.clone());
        }
        word
    }

    /// Whether a set is known to be empty. For most sets, an example of one of their expressions shows that they are
    /// not, and no automaton has to be built.
    pub fn is_empty(&mut self, texts: &Texts) -> bool {
        if texts.only.is_some() || texts.is_plainly_empty() || self.words.contains_key(texts) {
            return self.word(texts) == Word::None;
        }
        self.example(texts).is_none() && self.word(texts) == Word::None
    }

    /// A member that is easy to find: an example of one of the expressions, a member of another set, or one of a few
    /// plain strings.
    fn example(&mut self, texts: &Texts) -> Option<String> {
        const PLAIN: [&str; 4] = ["a", "b", "0", "aaaaaaaa"];
        let Self { regexes, examples, found, .. } = self;
        let is_member = |text: &str| {
            !texts.except.contains(text)
                && texts.inside.iter().all(|language| regexes.has(*language, text))
                && !texts.outside.iter().any(|language| regexes.has(*language, text))
        };
        let of_language = texts.inside.iter().find_map(|language| {
            let make = || regexes.get(*language).and_then(Regex::example);
            let example = examples.entry(*language).or_insert_with(make).as_deref()?;
            is_member(example).then(|| example.to_owned())
        });
        let mut others = found.iter().map(String::as_str).chain(PLAIN);
        of_language.or_else(|| others.find(|text| is_member(text)).map(str::to_owned))
    }

    fn search(&mut self, texts: &Texts) -> Word {
        let letters = texts.inside.iter().filter_map(|language| self.regexes.get(*language).map(Regex::letters));
        if letters.fold(Letters::ANY, Letters::and).is_contradiction() {
            return Word::None;
        }
        let mut inside: Vec<LanguageId> = texts.inside.iter().copied().collect();
        // What is anchored at the start rules out most bytes before the others are asked.
        inside.sort_by_key(|language| !self.regexes.get(*language).is_some_and(Regex::is_anchored_at_start));
        let mut sets: Vec<_> = inside.into_iter().map(|language| BTreeSet::from([language])).collect();
        // One automaton tells whether any of the expressions that must not match does.
        let has_outside = !texts.outside.is_empty();
        sets.extend(has_outside.then(|| texts.outside.clone()));
        let mut taken = Vec::new();
        for set in sets {
            match self.automata.remove(&set).unwrap_or_else(|| self.automaton(&set)) {
                Some(automaton) => taken.push((set, automaton)),
                None => {
                    self.automata.insert(set, None);
                    self.put_back(taken);
                    return Word::Unknown(Why::LargeExpressions);
                }
            }
        }
        let count = taken.len() - usize::from(has_outside);
        let most = self.left();
        let automata = taken.iter_mut().enumerate().map(|(index, (_, automaton))| (automaton, index < count)).collect();
        let mut product = Product { automata, except: &texts.except, steps: 0, most };
        let word = match product::shortest(&mut product) {
            Ok(Some(text)) => Word::Some(text),
            Ok(None) => Word::None,
            Err(why) => Word::Unknown(why),
        };
        self.work += product.steps;
        self.put_back(taken);
        word
    }

    fn automaton(&mut self, set: &BTreeSet<LanguageId>) -> Option<Automaton> {
        self.work += set.len() as u64 * WORK_OF_AN_EXPRESSION;
        let regexes: Vec<_> = set.iter().filter_map(|language| self.regexes.get(*language)).collect();
        Automaton::new(&regexes)
    }

    fn put_back(&mut self, taken: Vec<(BTreeSet<LanguageId>, Automaton)>) {
        let small = taken.into_iter().filter(|(_, automaton)| automaton.bytes() <= MAX_KEPT_BYTES);
        if self.automata.len() > MAX_KEPT {
            self.automata.clear();
        }
        self.automata.extend(small.map(|(set, automaton)| (set, Some(automaton))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(inside: &[&str], outside: &[&str], except: &[&str]) -> Word {
        let mut languages = Languages::default();
        let texts = Texts {
            only: None,
            except: except.iter().map(|text| (*text).into()).collect(),
            inside: inside.iter().map(|pattern| languages.regexes.matching(pattern).unwrap()).collect(),
            outside: outside.iter().map(|pattern| languages.regexes.matching(pattern).unwrap()).collect(),
        };
        let word = languages.word(&texts);
        if let Word::Some(text) = &word {
            assert_eq!(
                texts.and(&Texts::of(BTreeSet::from([text.as_str().into()])), &languages.regexes).only.unwrap().len(),
                1
            );
        }
        word
    }

    #[test]
    fn the_shortest_text_is_found_and_reads_well() {
        const ALLOWED: &str =
            "^(npm (test|run [a-z:]+)|git (status|diff|log)( .*)?|ls( .*)?|pwd|cat [A-Za-z0-9_./-]+)$";
        const DENIED: &str = r"[;&|`]|\$\(|\brm\b|\bcurl\b";
        for (inside, outside, except, expected) in [
            (&[][..], &[][..], &[][..], "a"),
            (&[], &[], &["a", "b", "", "cc"], "c"),
            (&["^$"], &[], &[], ""),
            (&["^[a-z0-9._%+-]+@example\\.com$"], &[], &[], "a@example.com"),
            (&[ALLOWED, r"\.\./"], &[DENIED], &[], "ls ../"),
            (&[ALLOWED, "/etc/"], &[DENIED], &[], "ls /etc/"),
            (&[ALLOWED, ">"], &[DENIED], &[], "ls >"),
            (&["^a+$"], &["^a{1,3}$"], &["aaaa"], "aaaaa"),
            (&["é|漢"], &["é"], &[], "漢"),
            (&[r"\bcurl\b"], &["^curl", "curl$"], &[], " curl "),
            (&["(?s)^.$"], &["(?s)^[\\x00-\u{10fffe}]$"], &[], "\u{10ffff}"),
        ] {
            assert_eq!(
                word(inside, outside, except),
                Word::Some(expected.to_owned()),
                "{inside:?} {outside:?} {except:?}"
            );
        }
    }

    #[test]
    fn an_empty_set_is_proved_empty() {
        for (inside, outside, except) in [
            (&["^[a-z]+$"][..], &["[a-m]", "[n-z]"][..], &[][..]),
            (&["^a?$"], &[], &["", "a"]),
            (&["^a", "^b"], &[], &[]),
            (&[], &["(?s)."], &[""]),
            (&["a"], &["(?s)^.*$"], &[]),
            (&[r"^\d+$"], &["^[0-9]+$"], &[]),
            (&[r"^a\B-$"], &[], &[]),
        ] {
            assert_eq!(word(inside, outside, except), Word::None, "{inside:?} {outside:?} {except:?}");
        }
    }

    #[test]
    fn an_explosion_of_states_is_reported_as_unknown() {
        // The letter forty places before the end: as many states as there are strings of forty letters.
        assert_eq!(word(&["^[ab]*a[ab]{40}$"], &[], &[]), Word::Unknown(Why::ManyStates));
        assert_eq!(word(&["^[a-zé ]{1,150}$", "[a-z]{9}"], &["^.{0,90}$"], &["x"]), Word::Some("a".repeat(91)));
    }
}
