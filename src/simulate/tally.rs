//! What is counted while calls are decided, in the order of the trace. It does not grow with the trace.

use std::borrow::Cow;
use std::collections::HashSet;

use hashbrown::HashMap;

use super::outcome::Outcome;
use crate::engine::{Decision, Engine, Judgement, RuleId, ToolId, Verdict};
use crate::source::Place;

/// The most tools that no policy names which are counted one by one. Further ones are summed up.
const MOST_UNNAMED: usize = 10_000;

/// How many calls had which decision.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Decided {
    /// Allowed.
    pub allowed: u64,
    /// Denied.
    pub denied: u64,
    /// Undetermined.
    pub undetermined: u64,
}

impl Decided {
    /// All of them.
    pub fn calls(&self) -> u64 {
        self.allowed + self.denied + self.undetermined
    }

    fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Allow => self.allowed += 1,
            Verdict::Deny => self.denied += 1,
            Verdict::Undetermined => self.undetermined += 1,
        }
    }
}

/// A rule, and which of its conditions decided.
pub type Cause = (RuleId, Option<u32>);

/// The counts of one policy.
#[derive(Debug)]
pub struct Tally {
    /// Of all calls.
    pub all: Decided,
    /// Of the tools that the policy names, by their numbers.
    named: Vec<Named>,
    /// Of those that it does not, by name.
    pub unnamed: HashMap<Vec<u8>, Decided, foldhash::fast::RandomState>,
    /// Of those beyond the most that are counted one by one.
    pub others: Decided,
    /// How often a rule's condition denied: see [`Tally::times`].
    causes: Vec<u64>,
    /// Where the causes of each rule begin.
    first_cause: Vec<u32>,
}

/// A tool that the policy names.
#[derive(Debug, Clone, Copy, Default)]
struct Named {
    decided: Decided,
    /// The last rule that was asked of a call, `u32::MAX` where all were.
    farthest: Option<u32>,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(engine: &Engine) -> Self {
        let mut first_cause = Vec::new();
        let mut causes = 0;
        for (_, rule) in engine.rules() {
            first_cause.push(causes);
            causes += rule.conditions.len() as u32 + 1;
        }
        Self {
            all: Decided::default(),
            named: vec![Named::default(); engine.tool_count()],
            unnamed: HashMap::default(),
            others: Decided::default(),
            // Each denies, or leaves open.
            causes: vec![0; 2 * causes as usize],
            first_cause,
        }
    }

    /// Counts a call, of a tool that the policy names or of one of this name. The answer is how often its cause was counted before, where it has one.
    #[inline]
    pub fn add<'n>(
        &mut self,
        tool: Option<ToolId>,
        name: impl FnOnce() -> Cow<'n, [u8]>,
        judgement: Judgement,
        decision: Decision,
    ) -> Option<u64> {
        self.all.add(decision.verdict);
        match tool.and_then(|ToolId(index)| self.named.get_mut(index as usize)) {
            Some(named) => {
                named.decided.add(decision.verdict);
                let asked = match judgement {
                    Judgement::Denied(RuleId(rule), _) => rule,
                    Judgement::Passes | Judgement::Open(..) => u32::MAX,
                };
                named.farthest = named.farthest.max(Some(asked));
            }
            None => self.of_unnamed(&name()).add(decision.verdict),
        }
        let cause = (decision.rule?, decision.condition);
        let index = self.index(cause, decision.verdict);
        let times = self.causes.get_mut(index)?;
        *times += 1;
        Some(*times - 1)
    }

    /// How often a cause denied a call, or left it open.
    pub fn times(&self, cause: Cause, verdict: Verdict) -> u64 {
        self.causes.get(self.index(cause, verdict)).copied().unwrap_or(0)
    }

    /// Hands over the counts: gives those of causes to their hits, and adds what no call reached.
    pub fn close(self, engine: &Engine, outcome: &mut Outcome) {
        for hit in &mut outcome.denials {
            hit.calls = self.times((hit.rule, hit.condition), Verdict::Deny);
        }
        for hit in &mut outcome.open {
            hit.calls = self.times((hit.rule, hit.condition), Verdict::Undetermined);
        }
        outcome.unreached_rules = self.unreached_rules(engine).collect();
        for (index, Named { decided, .. }) in self.named.iter().enumerate() {
            let tool = ToolId(index as u32);
            let name = engine.tool_name(tool).to_owned();
            if decided.calls() > 0 {
                outcome.tools.insert(name, *decided);
            } else if engine.program(Some(tool)).denied.is_none() {
                outcome.unreached_tools.push(name);
            }
        }
        let unnamed = self.unnamed.into_iter();
        outcome.tools.extend(unnamed.map(|(name, decided)| (String::from_utf8_lossy(&name).into_owned(), decided)));
        outcome.other_tools = self.others;
    }

    /// Rules of tools that were called, which were asked of no call. A clause of the language may come to
    /// several rules: none of it is among these where one of them was asked.
    fn unreached_rules(&self, engine: &Engine) -> impl Iterator<Item = RuleId> {
        let farthest = |tool: &str| {
            let ToolId(index) = engine.tool(tool.as_bytes())?;
            self.named.get(index as usize)?.farthest
        };
        let of_tools = engine.rules().filter_map(|(id, rule)| {
            let farthest = farthest(rule.tool.as_deref()?)?;
            Some((id, rule.place, id.0 <= farthest))
        });
        let (reached, others): (Vec<_>, Vec<_>) = of_tools.partition(|(.., is_reached)| *is_reached);
        let reached: HashSet<Place> = reached.into_iter().filter_map(|(_, place, _)| place).collect();
        let is_unreached = move |place: Option<Place>| place.is_none_or(|place| !reached.contains(&place));
        others.into_iter().filter(move |(_, place, _)| is_unreached(*place)).map(|(id, ..)| id)
    }

    fn index(&self, (rule, condition): Cause, verdict: Verdict) -> usize {
        let first = self.first_cause.get(rule.0 as usize).copied().unwrap_or(0);
        let cause = first + condition.map_or(0, |condition| condition + 1);
        2 * cause as usize + usize::from(verdict == Verdict::Undetermined)
    }

    fn of_unnamed(&mut self, name: &[u8]) -> &mut Decided {
        if self.unnamed.len() >= MOST_UNNAMED && !self.unnamed.contains_key(name) {
            return &mut self.others;
        }
        self.unnamed.entry_ref(name).or_default()
    }
}
