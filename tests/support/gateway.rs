//! The simplest possible gateway, written from "How the gateway decides", to compare the engine with. It does not
//! support calls without recorded arguments, and keeps every counter forever.

use std::collections::HashMap;

use jamb::model::{Condition, Entry, Limit, Policy};
use jamb::vocab::{Time, Window};
use serde_json::Value as Json;

use super::meaning::{holds, operand};

#[derive(Default)]
pub struct Gateway {
    counts: HashMap<(String, Window, String, i64), u64>,
}

impl Gateway {
    /// The name of the rule that denies the call, or `None` if it is allowed.
    pub fn denies(&mut self, policy: &Policy, tool: &str, args: &Json, grant: &str, time: Time) -> Option<String> {
        if policy.hide.contains_key(tool) || policy.hide.contains_key("*") {
            return Some("(hidden)".to_owned());
        }
        let named = policy.tools.get(tool);
        if named.is_none() && !policy.default_allow {
            return Some("(default deny)".to_owned());
        }
        if let Some(rules) = named {
            let unmet = |entry: &Entry| entry.conditions.iter().find(|condition| !asked(condition, args)).cloned();
            if let Some(condition) = rules.require.iter().find_map(unmet) {
                return Some(format!("/tools/{tool}/require/{}", name(&condition)));
            }
            if let Some(entry) = rules.deny_if.iter().find(|entry| unmet(entry).is_none()) {
                let first = entry.conditions.first().map(|condition| format!("/{}", name(condition)));
                return Some(format!("/tools/{tool}/deny_if{}", first.unwrap_or_default()));
            }
        }
        self.limits(policy, tool, grant, time)
    }

    fn limits(&mut self, policy: &Policy, tool: &str, grant: &str, time: Time) -> Option<String> {
        let of_tool = policy.tools.get(tool).map_or(&[][..], |tool| &tool.limits);
        let owner = format!("/tools/{tool}");
        let limits = of_tool.iter().map(|limit| (owner.as_str(), limit));
        let limits: Vec<(&str, &Limit)> =
            limits.chain(policy.all_tools.iter().map(|limit| ("/all_tools", limit))).collect();
        let key = |limit: &Limit| {
            let seconds = match limit.window {
                Window::Minute => 60,
                Window::Hour => 3_600,
                Window::Day => 86_400,
            };
            (limit.counter.clone(), limit.window, grant.to_owned(), time.micros.div_euclid(seconds * 1_000_000))
        };
        for (owner, limit) in &limits {
            if self.counts.get(&key(limit)).copied().unwrap_or(0) >= limit.max {
                return Some(format!("{owner}/limits/{}", limit.counter));
            }
        }
        let mut keys: Vec<_> = limits.iter().map(|(_, limit)| key(limit)).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            *self.counts.entry(key).or_default() += 1;
        }
        None
    }
}

fn asked(condition: &Condition, args: &Json) -> bool {
    holds(&condition.path, condition.op, &operand(&condition.value), args)
}

fn name(condition: &Condition) -> String {
    format!("{}-{}", condition.path.to_json(), condition.op.row().json)
}
