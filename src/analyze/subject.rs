//! A policy that questions are asked about.

use super::call::Call;
use crate::engine::{Engine, Judgement, Rule, RuleId, Slots};
use crate::model::Policy;
use crate::source::scan::Scanner;

/// A policy, and its engine.
#[derive(Debug)]
pub struct Subject<'p> {
    /// The policy.
    pub policy: &'p Policy,
    engine: Engine,
}

impl<'p> Subject<'p> {
    /// A policy to be asked about.
    pub fn new(policy: &'p Policy) -> Self {
        Self { policy, engine: Engine::lazy(policy) }
    }

    /// How the engine judges a call, ignoring limits.
    pub fn judge(&self, call: &Call) -> Option<Judgement> {
        let text = call.args.to_string();
        let program = self.engine.program(self.engine.tool(call.tool.as_bytes()));
        let (mut slots, mut scanner) = (Slots::default(), Scanner::new(&text));
        slots.read(&program.shape.paths, &mut scanner).ok()?;
        Some(self.engine.judge(program, &mut slots, text.as_bytes()))
    }

    /// Whether the engine allows a call, ignoring limits.
    pub fn allows(&self, call: &Call) -> bool {
        self.judge(call) == Some(Judgement::Passes)
    }

    /// The entry of the tool that denies a call: its index among those of `require` and then those of `deny_if`.
    pub fn denied_by(&self, call: &Call) -> Option<usize> {
        let program = self.engine.program(self.engine.tool(call.tool.as_bytes()));
        match self.judge(call)? {
            Judgement::Denied(RuleId(rule), _) if program.denied.is_none() => {
                Some(rule.checked_sub(program.first_rule)? as usize)
            }
            Judgement::Denied(..) | Judgement::Passes | Judgement::Open(..) => None,
        }
    }

    /// The rule that denies a call, and its name in the gateway's log.
    pub fn denial(&self, call: &Call) -> Option<(&Rule, String)> {
        match self.judge(call)? {
            Judgement::Denied(id, condition) => Some((self.rule(id), self.rule(id).name(condition))),
            Judgement::Passes | Judgement::Open(..) => None,
        }
    }

    fn rule(&self, id: RuleId) -> &Rule {
        self.engine.rule(id)
    }
}
