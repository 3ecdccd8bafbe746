//! What is counted while calls are decided, in trace order. It does not grow with the trace.

use std::borrow::Cow;
use std::collections::HashSet;

use hashbrown::HashMap;

use super::causes::{Cause, Causes};
use super::outcome::{Decided, Outcome};
use crate::engine::{Decision, Engine, Judgement, RuleId, ToolId, Verdict};
use crate::source::Place;

/// The most unnamed tools that are counted one by one. Further ones are summed up.
const MOST_UNNAMED: usize = 10_000;

/// The most bytes that their names may have together.
const MOST_NAME_BYTES: usize = 8 * 1024 * 1024;

/// How many calls are carried over at once: the number after which a counter starts again from 0.
const CARRY: u64 = 1 << u32::BITS;

/// The counts of one policy.
#[derive(Debug)]
pub struct Tally {
    /// Of all calls.
    pub all: Decided,
    /// The named tools, by number.
    named: Vec<Named>,
    /// Calls to these that exceeded what their counters can hold.
    carried: HashMap<(ToolId, Verdict), u64, foldhash::fast::RandomState>,
    /// The unnamed tools, by name.
    pub unnamed: HashMap<Vec<u8>, Decided, foldhash::fast::RandomState>,
    /// How many bytes their names have.
    name_bytes: usize,
    /// The unnamed tools beyond those that are counted one by one.
    pub others: Decided,
    causes: Causes,
    /// How often each cause denied a call or left it undetermined: see [`Tally::times`].
    times: Vec<u64>,
}

/// A named tool, kept so small that thousands of them stay in the near caches.
#[derive(Debug, Clone, Copy, Default)]
struct Named {
    /// How many calls got which verdict, without those carried over.
    calls: [u32; 3],
    /// One more than the last rule that a call reached; `u32::MAX` if a call reached all rules, 0 if none was
    /// called.
    asked: u32,
}

impl Named {
    /// Counts a call. Returns `true` if the counter starts again from 0.
    #[inline]
    fn add(&mut self, verdict: Verdict) -> bool {
        let Some(calls) = self.calls.get_mut(verdict as usize) else { return false };
        *calls = calls.wrapping_add(1);
        *calls == 0
    }
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(engine: &Engine) -> Self {
        let causes = Causes::new(engine);
        Self {
            all: Decided::default(),
            named: vec![Named::default(); engine.tool_count()],
            carried: HashMap::default(),
            unnamed: HashMap::default(),
            name_bytes: 0,
            others: Decided::default(),
            // Each either denies a call or leaves it undetermined.
            times: vec![0; 2 * causes.count()],
            causes,
        }
    }

    /// Counts a call to a named tool or to an unnamed one with this name. Returns how often its cause was
    /// counted before, if it has one.
    #[inline]
    pub fn add<'n>(
        &mut self,
        tool: Option<ToolId>,
        name: impl FnOnce() -> Cow<'n, [u8]>,
        judgement: Judgement,
        decision: Decision,
    ) -> Option<u64> {
        self.all.add(decision.verdict, 1);
        match tool.and_then(|tool| Some((tool, self.named.get_mut(tool.0 as usize)?))) {
            Some((tool, named)) => {
                if named.add(decision.verdict) {
                    *self.carried.entry((tool, decision.verdict)).or_default() += CARRY;
                }
                let asked = match judgement {
                    Judgement::Denied(RuleId(rule), _) => rule + 1,
                    Judgement::Passes | Judgement::Open(..) => u32::MAX,
                };
                named.asked = named.asked.max(asked);
            }
            None => self.of_unnamed(&name()).add(decision.verdict, 1),
        }
        let cause = (decision.rule?, decision.condition);
        let index = self.index(cause, decision.verdict);
        let times = self.times.get_mut(index)?;
        *times += 1;
        Some(*times - 1)
    }

    /// How often a cause denied a call, or left it undetermined.
    pub fn times(&self, cause: Cause, verdict: Verdict) -> u64 {
        self.times.get(self.index(cause, verdict)).copied().unwrap_or(0)
    }

    /// Moves the counts into the outcome: the counts of the hits, and what no call reached.
    pub fn close(self, engine: &Engine, outcome: &mut Outcome) {
        for hit in &mut outcome.denials {
            hit.calls = self.times((hit.rule, hit.condition), Verdict::Deny);
        }
        for hit in &mut outcome.open {
            hit.calls = self.times((hit.rule, hit.condition), Verdict::Undetermined);
        }
        outcome.unreached_rules = self.unreached_rules(engine).collect();
        for tool in (0..self.named.len() as u32).map(ToolId) {
            let decided = self.of_named(tool);
            let name = engine.tool_name(tool).to_owned();
            if decided.calls() > 0 {
                outcome.tools.insert(name, decided);
            } else if engine.program(Some(tool)).denied.is_none() {
                outcome.unreached_tools.push(name);
            }
        }
        let unnamed = self.unnamed.into_iter();
        outcome.tools.extend(unnamed.map(|(name, decided)| (String::from_utf8_lossy(&name).into_owned(), decided)));
        outcome.other_tools = self.others;
    }

    /// The decisions for a named tool.
    fn of_named(&self, tool: ToolId) -> Decided {
        let calls = self.named.get(tool.0 as usize).map_or([0; 3], |named| named.calls);
        let mut decided = Decided::default();
        for (verdict, calls) in [Verdict::Allow, Verdict::Deny, Verdict::Undetermined].into_iter().zip(calls) {
            let carried = self.carried.get(&(tool, verdict)).copied().unwrap_or(0);
            decided.add(verdict, carried + u64::from(calls));
        }
        decided
    }

    /// Rules of called tools that no call reached. A clause of the language may compile to several rules: if a
    /// call reached one of them, none of them is listed.
    fn unreached_rules(&self, engine: &Engine) -> impl Iterator<Item = RuleId> {
        let asked = |tool: &str| {
            let ToolId(index) = engine.tool(tool.as_bytes())?;
            self.named.get(index as usize).map(|named| named.asked).filter(|asked| *asked > 0)
        };
        let of_tools = engine.rules().filter_map(|(id, rule)| {
            let asked = asked(rule.tool.as_deref()?)?;
            Some((id, rule.place, id.0 < asked))
        });
        let (reached, others): (Vec<_>, Vec<_>) = of_tools.partition(|(.., is_reached)| *is_reached);
        let reached: HashSet<Place> = reached.into_iter().filter_map(|(_, place, _)| place).collect();
        let is_unreached = move |place: Option<Place>| place.is_none_or(|place| !reached.contains(&place));
        others.into_iter().filter(move |(_, place, _)| is_unreached(*place)).map(|(id, ..)| id)
    }

    #[inline]
    fn index(&self, cause: Cause, verdict: Verdict) -> usize {
        2 * self.causes.number(cause) + usize::from(verdict == Verdict::Undetermined)
    }

    fn of_unnamed(&mut self, name: &[u8]) -> &mut Decided {
        let is_full = self.unnamed.len() >= MOST_UNNAMED || self.name_bytes + name.len() > MOST_NAME_BYTES;
        if is_full && !self.unnamed.contains_key(name) {
            return &mut self.others;
        }
        let name_bytes = &mut self.name_bytes;
        self.unnamed.entry_ref(name).or_insert_with(|| {
            *name_bytes += name.len();
            Decided::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model;
    use crate::source::{Source, SourceId};

    #[test]
    fn a_tool_can_have_more_calls_than_its_counter_holds() {
        let source = Source::from_text("policy.json", r#"{"version": "1", "default": "deny", "tools": {"a": {}}}"#);
        let engine = Engine::new(&model::json::read(SourceId(0), &source).0.unwrap());
        let mut tally = Tally::new(&engine);
        tally.named.get_mut(0).unwrap().calls = [u32::MAX - 1, 7, 0];
        let allow = Decision { verdict: Verdict::Allow, rule: None, condition: None };
        for _ in 0..3 {
            tally.add(engine.tool(b"a"), || Cow::Borrowed(b"a"), Judgement::Passes, allow);
        }
        let calls = u64::from(u32::MAX) + 2;
        assert_eq!(tally.of_named(ToolId(0)), Decided { allowed: calls, denied: 7, undetermined: 0 });
    }

    #[test]
    fn tools_with_long_names_are_summed_up() {
        let source = Source::from_text("policy.json", r#"{"version": "1", "default": "allow", "tools": {}}"#);
        let mut tally = Tally::new(&Engine::new(&model::json::read(SourceId(0), &source).0.unwrap()));
        let name = |number: u8| vec![number; MOST_NAME_BYTES / 4];
        (0..20).for_each(|number| tally.of_unnamed(&name(number)).add(Verdict::Allow, 1));
        tally.of_unnamed(&name(2)).add(Verdict::Allow, 1);
        assert_eq!((tally.unnamed.len(), tally.others.calls()), (4, 16));
        assert_eq!(tally.of_unnamed(&name(2)).calls(), 2);
    }
}
