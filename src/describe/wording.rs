//! Facts as English.

mod comparison;
mod condition;
mod limit;
mod predicate;
mod sequence;
mod stance;
mod text_test;
mod values;

use self::condition::{Side, Stance};
use self::limit::At;
use super::fact::{Counted, Fact};
use super::phrase::Phrase;
use super::reliance::{Admitted, Reliance};
use super::voice::Voice;

/// A fact about one tool, or about several that have the same facts, as one or two whole sentences.
pub fn sentence(fact: &Fact, voice: Voice, is_about_several: bool) -> Phrase {
    let words = words(voice);
    let stance = |side| Stance { side, voice };
    let whole = match fact {
        Fact::OnlyIf { condition, message, reliances } => {
            let claim =
                Phrase::words(words.only_if).then(condition::phrase(condition, stance(Side::Required))).say(".");
            return claim.then(answer(words.otherwise, message.as_ref())).then(reliance(reliances, voice));
        }
        Fact::NotIf { condition, message, reliances } => {
            let claim = Phrase::words(words.not_if).then(condition::phrase(condition, stance(Side::Denied))).say(".");
            return claim.then(answer(words.then, message.as_ref())).then(reliance(reliances, voice));
        }
        Fact::NoCalls { message, earlier } => {
            let denied = Phrase::words("Every call is denied.");
            let answer = if earlier.is_empty() {
                answer(words.always, message.as_ref())
            } else {
                Phrase::words(words.depending).then(one_of_messages(earlier.iter().chain([message])))
            };
            return denied.then(answer);
        }
        Fact::AtMost { max: 0, counted: Counted::AllTools { is_own: true }, .. } if voice == Voice::Agent => {
            words.all_denied
        }
        Fact::AtMost { max, window, counted } => {
            return limit::phrase(*max, *window, counted, At::Start, is_about_several).say(".");
        }
        Fact::AnyArguments => words.any_arguments,
        Fact::AllHidden => words.all_hidden,
        Fact::AllDenied => words.all_denied,
        Fact::OthersAllowed => words.others_allowed,
        Fact::OthersDenied => words.others_denied,
        Fact::Hidden => "Hidden from the agent, and every call is denied.",
        Fact::DefaultAllow => "Allowed with any arguments, by default.",
        Fact::DefaultDeny => "Every call is denied, by default.",
    };
    Phrase::words(whole)
}

/// What differs between voices.
struct Words {
    any_arguments: &'static str,
    only_if: &'static str,
    otherwise: &'static str,
    not_if: &'static str,
    then: &'static str,
    always: &'static str,
    depending: &'static str,
    all_hidden: &'static str,
    all_denied: &'static str,
    others_allowed: &'static str,
    others_denied: &'static str,
}

const TO_READERS: Words = Words {
    any_arguments: "Allowed with any arguments.",
    only_if: "Allowed only if ",
    otherwise: " Otherwise the agent gets: ",
    not_if: "Denied if ",
    then: " The agent then gets: ",
    always: " The agent gets: ",
    depending: " Depending on the arguments, the agent gets: ",
    all_hidden: "Every tool is hidden from the agent, and every call is denied.",
    all_denied: "All tools are denied.",
    others_allowed: "All other tools are allowed, with any arguments.",
    others_denied: "All other tools are denied.",
};

const TO_AGENTS: Words = Words {
    any_arguments: "Any arguments are allowed.",
    only_if: "Only if ",
    otherwise: " Otherwise you get: ",
    not_if: "Not if ",
    then: " You would get: ",
    always: " You would get: ",
    depending: " Depending on the arguments, you would get: ",
    all_hidden: "You may call no tools.",
    all_denied: "You may call no tools.",
    others_allowed: "You may call all other tools that you can see.",
    others_denied: "Calls to all other tools are denied.",
};

fn words(voice: Voice) -> Words {
    match voice {
        Voice::Reader => TO_READERS,
        Voice::Agent => TO_AGENTS,
    }
}

/// The facts about a tool in one sentence, without messages.
pub fn summary<'f>(facts: impl Iterator<Item = &'f Fact>) -> Phrase {
    Phrase::joined(facts.enumerate().map(|(number, fact)| summary_part(fact, number == 0)), "; ", "; ")
}

/// "allowed" is said by the first part only.
fn summary_part(fact: &Fact, is_first: bool) -> Phrase {
    let stance = |side| Stance { side, voice: Voice::Reader };
    let whole = match fact {
        Fact::OnlyIf { condition, .. } => {
            let start = if is_first { "allowed only if " } else { "only if " };
            return Phrase::words(start).then(condition::phrase(condition, stance(Side::Required)));
        }
        Fact::NotIf { condition, .. } => {
            let start = if is_first { "allowed, except if " } else { "not if " };
            return Phrase::words(start).then(condition::phrase(condition, stance(Side::Denied)));
        }
        Fact::AtMost { max, window, counted } => return limit::phrase(*max, *window, counted, At::Middle, false),
        Fact::AnyArguments | Fact::DefaultAllow | Fact::OthersAllowed => "allowed with any arguments",
        Fact::NoCalls { .. } | Fact::DefaultDeny | Fact::OthersDenied | Fact::AllDenied => "every call is denied",
        Fact::Hidden | Fact::AllHidden => "hidden",
    };
    Phrase::words(whole)
}

/// More messages are not all repeated.
const MOST_MESSAGES: usize = 6;

/// Messages of clauses that deny all calls together. Without a message, the gateway writes its own.
fn one_of_messages<'m>(messages: impl Iterator<Item = &'m Option<String>>) -> Phrase {
    let (mut written, mut is_own) = (Vec::new(), false);
    for message in messages {
        match message {
            Some(message) => written.push(Phrase::quote(message)),
            None => is_own = true,
        }
    }
    let rest = written.len().saturating_sub(MOST_MESSAGES);
    let rest = match rest {
        0 => None,
        1 => Some("another message".to_owned()),
        rest => Some(format!("one of {rest} other messages")),
    };
    let own = is_own.then(|| "the gateway's own message".to_owned());
    Phrase::listed(written.into_iter().take(MOST_MESSAGES).chain(rest.into_iter().chain(own).map(Phrase::words)), "or")
}

fn answer(start: &str, message: Option<&String>) -> Phrase {
    message.map(|message| Phrase::words(start).then(Phrase::quote(message))).unwrap_or_default()
}

/// What the server has to refuse. The agent is not told where a gap would be.
fn reliance(reliances: &[Reliance], voice: Voice) -> Phrase {
    if reliances.is_empty() || voice == Voice::Agent {
        return Phrase::default();
    }
    let values = reliances.iter().map(|Reliance { path, admitted }| {
        comparison::argument(path).say(match admitted {
            Admitted::Text => " is not text",
            Admitted::NumbersOrText => " is neither a number nor text",
        })
    });
    Phrase::words(" This relies on the server to refuse calls in which ").then(Phrase::listed(values, "or")).say(".")
}
