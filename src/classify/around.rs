//! How the words around a verb change its meaning: `create` with an invoice moves money, `run` with a report
//! only reads, `resolve` with an incident changes it.

use super::evidence::{Certainty, Verb};
use super::nouns;
use crate::vocab::Category;

/// What a verb means in its context.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meant<'w> {
    pub category: Category,
    pub certainty: Certainty,
    /// The other word that gives it this meaning.
    pub by: Option<&'w str>,
}

/// What a verb means among its words.
pub(super) fn meant<'w>(verb: Verb<'w>, words: &'w [String]) -> Meant<'w> {
    let around = Around { verb, words };
    let other = match verb.category {
        Category::Read => around.look(),
        Category::Write => around.progress().or_else(|| around.write()),
        Category::Execute => around.progress().or_else(|| around.run()),
        Category::Destructive => around.retouch(),
        Category::Financial => around.payment(),
    };
    other.unwrap_or(Meant { category: verb.category, certainty: verb.certainty, by: None })
}

/// A verb and the words around it.
#[derive(Clone, Copy)]
struct Around<'w> {
    verb: Verb<'w>,
    words: &'w [String],
}

impl<'w> Around<'w> {
    /// A verb that usually reads, but not here: a query of a database, code that is evaluated, a thread that
    /// is resolved.
    fn look(&self) -> Option<Meant<'w>> {
        let is_last = self.verb.at > 0 && self.verb.at + 1 == self.words.len();
        match self.verb.word {
            "query" if is_last => Some(self.likely(Category::Execute, self.find(nouns::is_database)?)),
            "evaluate" => match self.find(nouns::is_program) {
                Some(program) => {
                    Some(Meant { certainty: self.verb.certainty, ..self.likely(Category::Execute, program) })
                }
                None => is_last.then(|| self.guess(Category::Execute)),
            },
            "resolve" => Some(self.likely(Category::Write, self.find(nouns::is_settled)?)),
            "show" | "display" => Some(self.likely(Category::Write, self.find(nouns::is_shown_to_others)?)),
            "collect" | "collects" if self.find(nouns::ends_a_look).is_none() => self.collection(),
            _ => None,
        }
    }

    /// `Collect a payment` takes money.
    fn collection(&self) -> Option<Meant<'w>> {
        let money = self.find(nouns::is_plainly_money)?;
        Some(Meant { certainty: self.verb.certainty, ..self.likely(Category::Financial, money) })
    }

    /// `deploy_status` asks how it went.
    fn progress(&self) -> Option<Meant<'w>> {
        let last = self.words.last().filter(|word| nouns::is_progress(word) && *word != self.verb.word)?;
        nouns::is_lengthy(self.verb.word).then(|| self.likely(Category::Read, last))
    }

    /// A write that is more or less than that: of an invoice, of a whole database, of a sum.
    fn write(&self) -> Option<Meant<'w>> {
        if self.words.iter().all(|word| nouns::is_arithmetic(word)) {
            return Some(self.guess(Category::Read));
        }
        let special = match self.verb.word {
            "reset" | "rollback" => self.find(nouns::is_store).map(|noun| (Category::Destructive, noun)),
            "apply" => self.find(nouns::is_infrastructure).map(|noun| (Category::Destructive, noun)),
            "send" | "sign" | "broadcast" | "submit" if self.find(nouns::is_chain).is_some() => {
                self.find(nouns::is_chain).map(|noun| (Category::Financial, noun))
            }
            "place" | "submit" | "create" if self.find(nouns::is_order).is_some() => {
                self.find(nouns::is_order).map(|noun| (Category::Financial, noun))
            }
            "close" => self.find(nouns::is_position).map(|noun| (Category::Financial, noun)),
            "checkout" => self.find(nouns::is_basket).map(|noun| (Category::Financial, noun)),
            "claim" | "bridge" => self.find(nouns::is_asset).map(|noun| (Category::Financial, noun)),
            // It changes traffic from then on, so its vendor recommends to treat it like a run.
            "add" | "create" | "set" | "register" | "install" => {
                self.find(nouns::is_interception).map(|noun| (Category::Execute, noun))
            }
            "request" | "make" | "send" => self.find(nouns::is_request).map(|noun| (Category::Execute, noun)),
            _ => None,
        };
        special.map(|(category, noun)| self.likely(category, noun)).or_else(|| self.money())
    }

    /// A run that pays, that only reads, or that returns what it makes.
    fn run(&self) -> Option<Meant<'w>> {
        let begins = |starts: &[&str]| starts.iter().any(|start| self.verb.word.starts_with(start));
        if let Some(moves_money) = self.money() {
            return Some(moves_money);
        }
        if begins(&["generat", "regenerat"]) {
            return Some(self.generation());
        }
        let question = self.find(nouns::is_question).filter(|_| begins(&["run", "execut"]))?;
        Some(self.likely(Category::Read, question))
    }

    /// Generating runs nothing that the caller wrote. A picture or a film costs time and money, like a run; what else is
    /// generated may be kept.
    fn generation(&self) -> Meant<'w> {
        if let Some(noun) = self.find(nouns::is_given_back) {
            return self.likely(Category::Read, noun);
        }
        let category = if self.find(nouns::is_made_at_cost).is_some() { Category::Execute } else { Category::Write };
        Meant { by: None, ..self.likely(category, "") }
    }

    /// `remove_background` of a picture loses nothing.
    fn retouch(&self) -> Option<Meant<'w>> {
        let part = self.find(nouns::is_retouched).filter(|_| self.verb.word == "remove")?;
        Some(self.likely(Category::Write, part))
    }

    /// `transfer_funds` moves money, `transfer_issue` does not.
    fn payment(&self) -> Option<Meant<'w>> {
        let moves_money = |word: &str| nouns::is_money(word) || nouns::is_chain(word) || word == "balance";
        let is_alone = self.others().next().is_none();
        match self.verb.word {
            "transfer" | "stake" | "charge" | "trade" if self.find(moves_money).is_some() => {
                Some(Meant { category: Category::Financial, certainty: Certainty::Clear, by: None })
            }
            "transfer" if !is_alone => Some(self.guess(Category::Write)),
            _ if self.verb.at > 0 && self.verb.certainty < Certainty::Clear && !self.follows_and() => {
                Some(self.guess(self.verb.category))
            }
            _ => None,
        }
    }

    /// `lookup_and_charge`
    fn follows_and(&self) -> bool {
        let before = self.verb.at.checked_sub(1).and_then(|at| self.words.get(at));
        before.is_some_and(|word| matches!(word.as_str(), "and" | "then"))
    }

    /// The word for money, unless another word shows that no money is involved.
    fn money(&self) -> Option<Meant<'w>> {
        let money = self.find(nouns::is_money).filter(|_| self.find(nouns::is_no_money).is_none())?;
        let likely = self.likely(Category::Financial, money);
        let is_plain = nouns::is_plainly_money(money);
        Some(if is_plain { Meant { certainty: self.verb.certainty, ..likely } } else { likely })
    }

    fn others(&self) -> impl Iterator<Item = &'w str> {
        let at = self.verb.at;
        self.words.iter().enumerate().filter(move |(other, _)| *other != at).map(|(_, word)| word.as_str())
    }

    fn find(&self, is: impl Fn(&str) -> bool) -> Option<&'w str> {
        self.others().find(|word| is(word))
    }

    fn likely(&self, category: Category, by: &'w str) -> Meant<'w> {
        Meant { category, certainty: self.verb.certainty.min(Certainty::Likely), by: Some(by) }
    }

    fn guess(&self, category: Category) -> Meant<'w> {
        Meant { category, certainty: Certainty::Guessed, by: None }
    }
}
