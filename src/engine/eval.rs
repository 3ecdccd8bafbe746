//! One call, decided and explained: which clause decided it, what each condition found, and the smallest change that
//! would get the call allowed.

pub mod call;
mod evaluated;
pub mod json;
pub mod lines;
mod picture;

pub use call::Call;
pub use evaluated::Evaluated;
pub use picture::picture;

use super::explain::Explainer;
use super::nearest::{Nearest, nearest};
use super::{Counters, Engine, Verdict};
use crate::catalog::{Argument, Catalog, InputSchema, Lookup};
use crate::model::Policy;
use crate::source::Place;
use crate::source::json::Json;
use crate::vocab::{Path, Time};

/// Decides a call on fresh counters, as the gateway would. `default` is the place of the policy's `default` statement.
pub fn eval<'a>(
    policy: &'a Policy,
    call: &'a Call,
    catalog: Option<&Catalog>,
    default: Option<Place>,
) -> Evaluated<'a> {
    let explainer = Explainer::new(policy, &call.tool);
    let explanation = explainer.explain(&call.args);
    let nearest = explanation.denial().and_then(|_| change(&explainer, call, policy, catalog));
    let misspelled = call::misspelled(call, &explainer, policy, catalog);
    Evaluated { call, explanation, default, nearest, misspelled }
}

/// The smallest change that gets a denied call allowed, confirmed by the engine.
fn change(explainer: &Explainer<'_>, call: &Call, policy: &Policy, catalog: Option<&Catalog>) -> Option<Nearest> {
    let engine = Engine::new(policy);
    let passes = |args: &Json| {
        let args = args.to_string();
        // On fresh counters it does not matter which grant calls.
        let call = super::Call { tool: &call.tool, args: Some(&args), grant: "", time: Time::default() };
        let decision = engine.decide(&call, &mut Counters::new(&engine));
        decision.is_ok_and(|decision| decision.verdict == Verdict::Allow)
    };
    let schema = catalog.and_then(|catalog| catalog.tool(&call.tool)).and_then(|tool| tool.input_schema);
    let reader = schema.map(InputSchema::reader);
    let argument = |path: &Path| -> Option<Argument> {
        match reader.as_ref()?.lookup(path) {
            Lookup::Found(argument) => Some(argument),
            Lookup::Unknown | Lookup::NoSuchMember { .. } | Lookup::IntoList { .. } | Lookup::IntoScalar { .. } => None,
        }
    };
    nearest(explainer, &call.args, &argument, &passes)
}
