//! What agents get to know otherwise, although the decisions stay as they were.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyze::diff::OTHERS;
use crate::model::{Entry, Policy, Tool};

/// A denial message that changed, or a tool that is no longer hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The tool.
    pub tool: String,
    /// What changed.
    pub change: WordingChange,
}

/// What agents get to know otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordingChange {
    /// The denial message of the same conditions. Without one, the gateway writes its own.
    Message {
        /// Before.
        before: Option<String>,
        /// Now.
        now: Option<String>,
    },
    /// The tool was hidden, and is listed now.
    Listed,
    /// The tool was listed, and is hidden now.
    Hidden,
}

/// What changed between two policies.
pub fn changes(old: &Policy, new: &Policy) -> Vec<Wording> {
    let mut changes = Vec::new();
    for (name, tool) in &new.tools {
        let Some(was) = old.tools.get(name) else { continue };
        let (before, now) = (messages(was), messages(tool));
        let same = now.iter().filter_map(|(key, now)| Some((before.get(key)?, now)));
        for (before, now) in same {
            let (gone, come) = (before.difference(now), now.difference(before));
            let longest = before.difference(now).count().max(now.difference(before).count());
            let pad = |messages: Vec<Option<String>>| messages.into_iter().chain(std::iter::repeat(None)).take(longest);
            let (gone, come) = (pad(gone.cloned().collect()), pad(come.cloned().collect()));
            changes.extend(
                gone.zip(come).map(|(before, now)| Wording {
                    tool: name.clone(),
                    change: WordingChange::Message { before, now },
                }),
            );
        }
    }
    let names: BTreeSet<&String> = old.hide.keys().chain(new.hide.keys()).collect();
    for name in names {
        let change = match (old.hide.contains_key(name), new.hide.contains_key(name)) {
            (true, false) => WordingChange::Listed,
            (false, true) => WordingChange::Hidden,
            (_, _) => continue,
        };
        // A policy that is new or gone hides nothing that could be seen.
        if name == OTHERS || old.tools.contains_key(name) || new.tools.contains_key(name) {
            changes.push(Wording { tool: name.clone(), change });
        }
    }
    changes
}

/// The messages of a tool, by what they are about.
fn messages(tool: &Tool) -> BTreeMap<String, BTreeSet<Option<String>>> {
    let mut messages: BTreeMap<String, BTreeSet<Option<String>>> = BTreeMap::new();
    let about = |word: &str, entry: &Entry| {
        let conditions = entry.conditions.iter().map(|condition| (&condition.path, condition.op, &condition.value));
        format!("{word} {:?}", conditions.collect::<Vec<_>>())
    };
    let all =
        tool.require.iter().map(|entry| ("require", entry)).chain(tool.deny_if.iter().map(|entry| ("deny", entry)));
    for (word, entry) in all {
        messages.entry(about(word, entry)).or_default().insert(entry.on_deny.clone());
    }
    messages
}
