//! Rego, in regorus: a package for each tool, with a rule that is evaluated by its path.

use std::collections::HashMap;

use regorus::{Engine, Value};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::policy::{Condition, Tools, listed};

pub struct Rego(HashMap<String, Engine>);

#[derive(Deserialize)]
struct Call<'c> {
    tool: &'c str,
    #[serde(borrow)]
    args: &'c RawValue,
}

impl Rego {
    pub fn new(tools: &Tools) -> Self {
        let engine = |(name, tool): (&String, _)| {
            let mut engine = Engine::new();
            engine.add_policy("policy.rego".to_owned(), module(tool)).expect("a policy");
            (name.clone(), engine)
        };
        Self(tools.iter().map(engine).collect())
    }

    pub fn allows(&mut self, line: &[u8]) -> bool {
        let call: Call<'_> = serde_json::from_slice(line).expect("a call");
        let Some(engine) = self.0.get_mut(call.tool) else { return false };
        engine.set_input(Value::from_json_str(call.args.get()).expect("arguments"));
        engine.eval_rule("data.jamb.allowed".to_owned()).expect("a decision") == Value::from(true)
    }
}

fn module(tool: &crate::policy::Tool) -> String {
    let mut text = "package jamb\nimport rego.v1\ndefault allowed := false\n".to_owned();
    let body = |conditions: &[Condition]| conditions.iter().map(condition).collect::<Vec<_>>().join("; ");
    let met: String = (0..tool.require.len()).map(|index| format!("met_{index}; ")).collect();
    for (index, entry) in tool.require.iter().enumerate() {
        text += &format!("met_{index} if {{ {} }}\n", body(&entry.conditions));
    }
    for entry in &tool.deny_if {
        text += &format!("denied if {{ {} }}\n", body(&entry.conditions));
    }
    let not_denied = if tool.deny_if.is_empty() { "true" } else { "not denied" };
    text + &format!("allowed if {{ {met}{not_denied} }}\n")
}

fn condition(condition: &Condition) -> String {
    let path = condition.steps().iter().fold("input".to_owned(), |path, step| format!("{path}.{step}"));
    let value = condition.literal();
    let list = listed(&condition.equals());
    let ordered = |sign| format!("is_number({path}); {path} {sign} {value}");
    match condition.op.as_str() {
        "eq" | "in" => format!("{path} in {{{list}}}"),
        "neq" | "not_in" => format!("{path} != null; not {path} in {{{list}}}"),
        "lt" => ordered("<"),
        "lte" => ordered("<="),
        "gt" => ordered(">"),
        "gte" => ordered(">="),
        "exists" if value == "true" => format!("{path} != null"),
        "exists" => format!("not {path} != null"),
        "regex" => format!("is_string({path}); regex.match({value}, {path})"),
        "contains" if condition.is_of_list() => format!("{value} in {path}"),
        "contains" => format!("contains({path}, {value})"),
        other => panic!("`{other}` is no operator"),
    }
}
