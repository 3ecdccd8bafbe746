//! Digests of what a change leads to. An accepted change names one, so that it accepts nothing else.

use std::collections::BTreeMap;

use crate::analyze::diff::OTHERS;
use crate::catalog::{self, Catalog};
use crate::model::canonical::{self, Layout};
use crate::model::{Limit, Policy, Tool};
use crate::source::Sources;
use crate::vocab::sha256;

/// The digest of each tool of a policy, by its name; that of [`OTHERS`] is of the calls that no tool is named for.
///
/// It covers everything that decides about a call to the tool: its clauses and limits, the limits that share its
/// counters, the default and the limits over all tools, and the server's own description of the tool.
#[derive(Debug, Default)]
pub struct Digests {
    known: BTreeMap<String, String>,
    policy: Policy,
}

impl Digests {
    /// The digests of a policy. Without one, every call is denied.
    pub fn of(policy: Option<&Policy>, catalog: Option<&Catalog>, sources: &Sources) -> Self {
        let listed = catalog.map(|catalog| catalog::texts(sources.get(catalog.source))).unwrap_or_default();
        let listed: BTreeMap<&str, &str> = listed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let policy = policy.cloned().unwrap_or_default();
        let names = policy.tools.keys().chain(policy.hide.keys()).map(String::as_str).chain(listed.keys().copied());
        let digest = |name: &str| (name.to_owned(), digest(&policy, name, listed.get(name).copied()));
        let known = names.chain([OTHERS]).map(digest).collect();
        Self { known, policy }
    }

    /// The digest of a tool.
    pub fn tool(&self, name: &str) -> String {
        self.known.get(name).cloned().unwrap_or_else(|| digest(&self.policy, name, None))
    }
}

/// A digest of several texts. Their lengths are part of it, so that no text can continue another one.
pub fn of_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let all: String = texts.into_iter().map(|text| format!("{}:{text}\n", text.len())).collect();
    sha256(all.as_bytes())
}

fn digest(policy: &Policy, name: &str, listed: Option<&str>) -> String {
    let document = canonical::write(&about(policy, name), Layout::Minified);
    of_texts(["tool", name, &document, listed.unwrap_or_default()])
}

/// The policy without what has no effect on calls to a tool.
fn about(policy: &Policy, name: &str) -> Policy {
    let own = policy.tools.get(name);
    let shares = |limit: &&Limit| {
        let mut own = own.iter().flat_map(|tool| &tool.limits);
        own.any(|other| (&other.counter, other.window) == (&limit.counter, limit.window))
    };
    let part = |(other, tool): (&String, &Tool)| match other == name {
        true => Some((other.clone(), tool.clone())),
        // For all other tools, it only matters which have a name.
        false if name == OTHERS => Some((other.clone(), Tool::default())),
        false => {
            let limits: Vec<Limit> = tool.limits.iter().filter(shares).cloned().collect();
            (!limits.is_empty()).then(|| (other.clone(), Tool { limits, ..Tool::default() }))
        }
    };
    let hide = policy.hide.iter().filter(|(hidden, _)| *hidden == name || *hidden == OTHERS || name == OTHERS);
    Policy {
        default_allow: policy.default_allow,
        hide: hide.map(|(hidden, place)| (hidden.clone(), *place)).collect(),
        all_tools: policy.all_tools.clone(),
        tools: policy.tools.iter().filter_map(part).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Window;

    fn policy(limits: &[(&str, &str, u64)]) -> Policy {
        let mut policy = Policy::default();
        for (tool, counter, max) in limits {
            let limit = Limit { place: None, counter: (*counter).to_owned(), window: Window::Hour, max: *max };
            policy.tools.entry((*tool).to_owned()).or_insert_with(Tool::default).limits.push(limit);
        }
        policy
    }

    fn tool(policy: &Policy, name: &str) -> String {
        Digests::of(Some(policy), None, &Sources::default()).tool(name)
    }

    #[test]
    fn a_digest_covers_what_decides_about_the_tool_and_nothing_else() {
        let old = policy(&[("a", "own", 5), ("b", "b", 5), ("c", "own", 9)]);
        let other = policy(&[("a", "own", 5), ("b", "b", 6), ("c", "own", 9)]);
        assert_eq!(tool(&old, "a"), tool(&other, "a"));
        let shared = policy(&[("a", "own", 5), ("b", "b", 5), ("c", "own", 8)]);
        assert_ne!(tool(&old, "a"), tool(&shared, "a"));
        let allowing = Policy { default_allow: true, ..old.clone() };
        assert_ne!(tool(&old, "a"), tool(&allowing, "a"));
        assert_ne!(tool(&old, "a"), tool(&old, "b"));
        let renamed = policy(&[("a", "own", 5), ("d", "b", 5), ("c", "own", 9)]);
        assert_ne!(tool(&old, OTHERS), tool(&renamed, OTHERS));
        assert_eq!(tool(&old, OTHERS), tool(&other, OTHERS));
    }
}
