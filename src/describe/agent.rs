//! What an agent is told about its policy, for its system prompt. Names come from the server's catalog, which may want
//! to give the agent instructions, so a name that may be a sentence is left out. The pattern that covers it is named
//! instead.

use std::collections::HashMap;
use std::sync::Arc;

use super::description::{Described, Description};
use super::fact::{Counted, Fact};
use super::names::is_safe;
use super::patterns;
use super::sentence::Sentence;
use super::subject::Subject;
use crate::source::Sources;

/// What an agent is told, and what is left out of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The tools that the agent can see, without those that are denied by default.
    pub description: Description,
    /// The tools that are not named, because their names may mislead.
    pub left_out: Vec<String>,
}

/// Leaves out what an agent must not be told: hidden tools, and names that may mislead.
pub fn for_agents(subject: Subject<'_>, description: Description, sources: &Sources) -> Named {
    let is_safe = |name: &str| is_safe(name, subject.is_written(name, sources));
    let is_shown = |described: &Described| !described.sentences.iter().any(|sentence| sentence.fact == Fact::Hidden);
    let shown = description.tools.into_iter().filter(is_shown);
    let (mut tools, unsafe_tools): (Vec<_>, Vec<_>) = shown.partition(|described| is_safe(&described.tool));
    tools.extend(patterns::of(&unsafe_tools, &tools, |tool| subject.pattern(tool, sources)));
    let others = others(description.others, &tools, &unsafe_tools);
    let mut kept = HashMap::new();
    for sentence in tools.iter_mut().flat_map(|described| &mut described.sentences) {
        leave_out_names(sentence, &is_safe, &mut kept);
    }
    if others.iter().any(|sentence| matches!(sentence.fact, Fact::AtMost { max: 0, .. })) {
        tools.clear();
    }
    let left_out = unsafe_tools.into_iter().map(|described| described.tool).collect();
    Named { description: Description { tools, others }, left_out }
}

/// What an agent is told about all tools.
fn others(mut others: Vec<Sentence>, tools: &[Described], left_out: &[Described]) -> Vec<Sentence> {
    let is_callable = |described: &Described| !described.is_denied();
    let denied = others.iter().find(|sentence| sentence.fact == Fact::OthersDenied);
    if let Some(denied) = denied.filter(|_| !tools.iter().chain(left_out).any(is_callable)) {
        // Limits say nothing if no tool can be called.
        return vec![Sentence { fact: Fact::AllDenied, place: denied.place }];
    }
    // What is so for tools that no statement names need not be so for those that are left out here.
    others.retain(|sentence| left_out.is_empty() || !is_about_others(&sentence.fact));
    others
}

fn is_about_others(fact: &Fact) -> bool {
    matches!(fact, Fact::OthersAllowed | Fact::OthersDenied)
}

/// The safe names of lists of tools that many limits share, by the address of the list.
type Kept = HashMap<*const String, Arc<[String]>>;

/// A limit names the tools that share it.
fn leave_out_names(sentence: &mut Sentence, is_safe: &impl Fn(&str) -> bool, kept: &mut Kept) {
    if let Fact::AtMost { counted: Counted::Together { tools, others, .. }, .. } = &mut sentence.fact {
        let safe = || tools.iter().filter(|tool| is_safe(tool)).cloned().collect();
        let safe = Arc::clone(kept.entry(tools.as_ptr()).or_insert_with(safe));
        *others += tools.len() - safe.len();
        *tools = safe;
    }
}
