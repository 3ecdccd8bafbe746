//! Finding a call, and having the engine confirm it before anybody sees it.

use std::fmt;

use serde_json::Value as Json;

use super::encode::Encoder;
use super::errors::Why;
use super::formula::Formula;
use super::language::Languages;
use super::solve::{Answer, solve};
use super::words;
use crate::engine::{Engine, Judgement, Rule, RuleId, Slots};
use crate::model::Policy;
use crate::source::scan::Scanner;

/// What answers questions. It remembers what it found out about regular expressions.
#[derive(Debug, Default)]
pub struct Prover {
    languages: Languages,
}

/// A policy, and the engine that decides as it says.
#[derive(Debug)]
pub struct Subject<'p> {
    /// The policy.
    pub policy: &'p Policy,
    engine: Engine,
}

/// A call that shows something.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The tool.
    pub tool: String,
    /// Its arguments, an object.
    pub args: Json,
}

/// The call as a test would write it: `create_refund { amount: 5001, currency: "eur" }`.
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::call(self))
    }
}

impl<'p> Subject<'p> {
    /// A policy to be asked about.
    pub fn new(policy: &'p Policy) -> Self {
        Self { policy, engine: Engine::new(policy) }
    }

    /// What the engine says of a call, limits aside.
    pub fn judge(&self, call: &Call) -> Option<Judgement> {
        let text = call.args.to_string();
        let program = self.engine.program(self.engine.tool(call.tool.as_bytes()));
        let (mut slots, mut scanner) = (Slots::default(), Scanner::new(text.as_bytes()));
        slots.read(&program.paths, &mut scanner).ok()?;
        Some(self.engine.judge(program, &slots, text.as_bytes()))
    }

    /// Whether the engine lets a call through, limits aside.
    pub fn allows(&self, call: &Call) -> bool {
        self.judge(call) == Some(Judgement::Passes)
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

impl Prover {
    /// A call of a tool of which a formula holds, and which is confirmed.
    pub fn find(
        &mut self,
        tool: &str,
        formula: impl FnOnce(&mut Encoder<'_>) -> Formula,
        is_confirmed: impl FnOnce(&Call) -> bool,
    ) -> Answer<Call> {
        let mut encoder = Encoder::new(&mut self.languages);
        let formula = formula(&mut encoder);
        let Encoder { paths, languages, lacking } = encoder;
        match (solve(&formula, &paths, languages), lacking) {
            (Answer::Some(args), lacking) => {
                let call = Call { tool: tool.to_owned(), args };
                match (is_confirmed(&call), lacking) {
                    (true, _) => Answer::Some(call),
                    (false, Some(why)) => Answer::Unknown(why),
                    (false, None) => Answer::Unknown(Why::NotConfirmed),
                }
            }
            // What could not be said was taken for true: a proof that there is none stands.
            (Answer::None, _) => Answer::None,
            (Answer::Unknown(why), lacking) => Answer::Unknown(lacking.unwrap_or(why)),
        }
    }
}
