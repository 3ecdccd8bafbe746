//! Facts as English.

mod comparison;
mod condition;
mod limit;
mod values;

use self::condition::Stance;
use self::limit::At;
use super::fact::Fact;
use super::phrase::Phrase;
use super::reliance::{Admitted, Reliance};
use super::voice::Voice;

/// A fact about one tool, or about several that have the same facts, as one or two whole sentences.
pub fn sentence(fact: &Fact, voice: Voice, is_about_several: bool) -> Phrase {
    let (reader, agent) = match fact {
        Fact::AnyArguments => ("Allowed with any arguments.", "Any arguments are allowed."),
        Fact::OnlyIf { condition, message, reliances } => {
            let start = match voice {
                Voice::Reader => "Allowed only if ",
                Voice::Agent => "Only if ",
            };
            let claim = Phrase::words(start).then(condition::phrase(condition, Stance::Required)).say(".");
            let otherwise = match voice {
                Voice::Reader => " Otherwise the agent gets: ",
                Voice::Agent => " Otherwise you get: ",
            };
            return claim.then(answer(otherwise, message.as_ref())).then(reliance(reliances, voice));
        }
        Fact::NotIf { condition, message, reliances } => {
            let start = match voice {
                Voice::Reader => "Denied if ",
                Voice::Agent => "Not if ",
            };
            let claim = Phrase::words(start).then(condition::phrase(condition, Stance::Denied)).say(".");
            let then = match voice {
                Voice::Reader => " The agent then gets: ",
                Voice::Agent => " You would get: ",
            };
            return claim.then(answer(then, message.as_ref())).then(reliance(reliances, voice));
        }
        Fact::NoCalls { message } => {
            let (claim, get) = match voice {
                Voice::Reader => ("Every call is denied.", " The agent gets: "),
                Voice::Agent => ("Every call is denied.", " You would get: "),
            };
            return Phrase::words(claim).then(answer(get, message.as_ref()));
        }
        Fact::AtMost { max, window, counted } => {
            return limit::phrase(*max, *window, counted, At::Start, is_about_several).say(".");
        }
        Fact::Hidden => ("Hidden from the agent, and every call is denied.", ""),
        Fact::DefaultAllow => ("Allowed with any arguments, by default.", ""),
        Fact::DefaultDeny => ("Every call is denied, by default.", ""),
        Fact::AllHidden => ("Every tool is hidden from the agent, and every call is denied.", "You may call no tools."),
        Fact::OthersAllowed => {
            ("All other tools are allowed, with any arguments.", "You may call all other tools, with any arguments.")
        }
        Fact::OthersDenied => ("All other tools are denied.", "Calls to all other tools are denied."),
    };
    Phrase::words(match voice {
        Voice::Reader => reader,
        Voice::Agent => agent,
    })
}

/// The facts about a tool in one sentence, without messages.
pub fn summary<'f>(facts: impl Iterator<Item = &'f Fact>) -> Phrase {
    let mut is_allowed = false;
    let parts = facts.map(|fact| {
        // "allowed" is said once.
        let only_if = if is_allowed { "only if " } else { "allowed only if " };
        let any = if is_allowed { "" } else { "allowed, except if " };
        let part = match fact {
            Fact::OnlyIf { condition, .. } => {
                Phrase::words(only_if).then(condition::phrase(condition, Stance::Required))
            }
            Fact::NotIf { condition, .. } => {
                let start = if is_allowed { "not if " } else { any };
                Phrase::words(start).then(condition::phrase(condition, Stance::Denied))
            }
            Fact::AtMost { max, window, counted } => limit::phrase(*max, *window, counted, At::Middle, false),
            Fact::AnyArguments | Fact::DefaultAllow | Fact::OthersAllowed => {
                Phrase::words("allowed with any arguments")
            }
            Fact::NoCalls { .. } | Fact::DefaultDeny | Fact::OthersDenied => Phrase::words("every call is denied"),
            Fact::Hidden | Fact::AllHidden => Phrase::words("hidden"),
        };
        is_allowed = true;
        part
    });
    Phrase::joined(parts, "; ", "; ")
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
