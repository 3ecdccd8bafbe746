//! What the sentences of a policy claim, and what the engine decides.

use std::cell::RefCell;
use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::Value as Json;

use jamb::describe::{self, Admitted, Condition, Counted, Description, Fact, Reliance, Sentence, Subject};
use jamb::document::Judgement;
use jamb::engine::{Call, Counters, Engine, Verdict};
use jamb::vocab::{Path, Time};

use crate::support::english::Claim;
use crate::support::meaning;

pub fn subject(judgement: &Judgement) -> Subject<'_> {
    Subject { policy: judgement.policy.as_ref().unwrap(), checked: judgement.checked.as_ref() }
}

pub fn of_tool(judgement: &Judgement, tool: &str) -> Vec<Sentence> {
    describe::tool(subject(judgement), tool)
}

/// Whether a condition of a sentence holds for a call.
pub fn holds(condition: &Condition, args: &Json) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(part, args)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, args)),
        Condition::Is(is) => {
            meaning::holds(&is.path, is.operator, &meaning::operand(&is.operand), args) != is.is_negated
        }
    }
}

/// The allowed calls so far: of each tool, and of all.
#[derive(Default)]
pub struct Counts {
    of_tool: HashMap<String, u64>,
    all: u64,
}

impl Counts {
    pub fn counted(&self, tool: &str, counted: &Counted) -> u64 {
        let of = |tool: &str| self.of_tool.get(tool).copied().unwrap_or(0);
        match counted {
            Counted::Own => of(tool),
            Counted::Together { tools, .. } => tools.iter().map(|tool| of(tool)).sum(),
            Counted::AllTools { .. } => self.all,
        }
    }

    /// Whether a sentence says that a call is denied, and with which message.
    pub fn denied(&self, tool: &str, fact: &Fact, args: &Json) -> Option<Option<String>> {
        match fact {
            Fact::OnlyIf { condition, message, .. } => (!holds(condition, args)).then(|| message.clone()),
            Fact::NotIf { condition, message, .. } => holds(condition, args).then(|| message.clone()),
            // Of several messages, it does not say which.
            Fact::NoCalls { message, earlier } => Some(message.clone().filter(|_| earlier.is_empty())),
            Fact::AtMost { max, counted, .. } => (self.counted(tool, counted) >= *max).then_some(None),
            Fact::Hidden | Fact::AllHidden | Fact::AllDenied | Fact::DefaultDeny => Some(None),
            Fact::AnyArguments | Fact::DefaultAllow | Fact::OthersAllowed | Fact::OthersDenied => None,
        }
    }

    pub fn allow(&mut self, tool: &str) {
        *self.of_tool.entry(tool.to_owned()).or_default() += 1;
        self.all += 1;
    }
}

/// What the sentences of a policy decide, in their order.
pub struct Reading<'p> {
    description: Description,
    subject: Subject<'p>,
    counts: Counts,
}

impl<'p> Reading<'p> {
    pub fn of(subject: Subject<'p>) -> Self {
        Self { description: describe::policy(subject), subject, counts: Counts::default() }
    }

    pub fn sentences(&self, tool: &str) -> Vec<Sentence> {
        let described = self.description.tools.iter().find(|described| described.tool == tool);
        let of_tool = described.map_or_else(|| describe::tool(self.subject, tool), |found| found.sentences.clone());
        of_tool.into_iter().chain(self.description.others.iter().cloned()).collect()
    }

    /// Whether a limit of 0 is all that is said of a tool: then its messages are not.
    pub fn has_zero_limit(&self, tool: &str) -> bool {
        self.sentences(tool).iter().any(|sentence| matches!(sentence.fact, Fact::AtMost { max: 0, .. }))
    }

    /// Whether the sentences decide as the engine does, with the same message.
    pub fn agrees(&mut self, tool: &str, args: &Json, decided: &Option<Option<String>>) -> bool {
        let said = self.denies(tool, args);
        said == *decided
            || self.has_zero_limit(tool) && said.is_some() && decided.is_some()
            || decided.as_ref().is_some_and(|message| self.may_say(tool, message))
    }

    /// Whether all calls are denied with one of several messages, and this is one of them.
    fn may_say(&self, tool: &str, message: &Option<String>) -> bool {
        self.sentences(tool).iter().any(|sentence| match &sentence.fact {
            Fact::NoCalls { message: last, earlier } => earlier.contains(message) || last == message,
            _ => false,
        })
    }

    pub fn denies(&mut self, tool: &str, args: &Json) -> Option<Option<String>> {
        let sentences = self.sentences(tool);
        let denied = sentences.iter().find_map(|sentence| self.counts.denied(tool, &sentence.fact, args));
        if denied.is_none() {
            self.counts.allow(tool);
        }
        denied
    }
}

/// What the engine decides.
pub fn engine_denies(engine: &Engine, counters: &mut Counters, tool: &str, args: &Json) -> Option<Option<String>> {
    let text = args.to_string();
    let call = Call { tool, args: Some(&text), grant: "g", time: Time { micros: 0 } };
    let decision = engine.decide(&call, counters).unwrap();
    (decision.verdict == Verdict::Deny).then(|| engine.rule(decision.rule.unwrap()).message.clone())
}

thread_local! {
    /// Facts by their text.
    static SAID: RefCell<HashMap<String, Fact>> = RefCell::default();
}

/// The text of a fact without its message, and its condition.
pub fn claim(fact: &Fact) -> Option<(String, &Condition)> {
    let mut alone = fact.clone();
    let (Fact::OnlyIf { message, .. } | Fact::NotIf { message, .. }) = &mut alone else { return None };
    *message = None;
    let (Fact::OnlyIf { condition, .. } | Fact::NotIf { condition, .. }) = fact else { return None };
    Some((Sentence { fact: alone, place: None }.text(), condition))
}

/// Two facts that are said in the same words decide a call the same way, and a condition means what it says.
pub fn assert_said_well(sentences: &[Sentence], args: &Json) -> Result<(), TestCaseError> {
    for sentence in sentences {
        if let Some((text, condition)) = claim(&sentence.fact) {
            let read = Claim::read(&text).holds(args);
            prop_assert_eq!(read, holds(condition, args), "{}\n{:?}\n{}", text, condition, args);
        }
        let first =
            SAID.with_borrow_mut(|said| said.entry(sentence.text()).or_insert_with(|| sentence.fact.clone()).clone());
        let asked = |fact: &Fact| Counts::default().denied("t", fact, args);
        prop_assert_eq!(asked(&first), asked(&sentence.fact), "{}\n{:?}\n{}", sentence.text(), &sentence.fact, args);
    }
    Ok(())
}

/// Whether a call has the values that a sentence leaves to the server.
pub fn is_left_to_server(sentences: &[Sentence], args: &Json) -> bool {
    let is_left = |reliance: &Reliance| {
        let value = at(&reliance.path, args);
        match (reliance.admitted, value) {
            (_, None | Some(Json::Null | Json::String(_))) => false,
            (Admitted::NumbersOrText, Some(Json::Number(_))) => false,
            (Admitted::Text | Admitted::NumbersOrText, Some(_)) => true,
        }
    };
    sentences.iter().any(|sentence| match &sentence.fact {
        Fact::OnlyIf { reliances, .. } | Fact::NotIf { reliances, .. } => reliances.iter().any(is_left),
        _ => false,
    })
}

pub fn at<'a>(path: &Path, args: &'a Json) -> Option<&'a Json> {
    path.segments().iter().try_fold(args, |value, segment| value.as_object()?.get(segment))
}
