//! The Common Expression Language: an expression for each tool. Regular expressions are compiled beforehand and referred
//! to by number, since the language's own `matches` compiles them for each call.

use std::collections::HashMap;
use std::sync::Arc;

use cel::{Context, Program, Value};
use regex::Regex;
use serde::Deserialize;

use crate::policy::{Condition, Tool, Tools, listed};

pub struct CommonExpression {
    programs: HashMap<String, Program>,
    context: Context<'static, 'static>,
}

#[derive(Deserialize)]
struct Call<'c> {
    tool: &'c str,
    args: serde_json::Value,
}

impl CommonExpression {
    pub fn new(tools: &Tools) -> Self {
        let mut regexes = Vec::new();
        let mut program = |(name, tool): (&String, &Tool)| {
            let text = expression(tool, &mut regexes);
            (name.clone(), Program::compile(&text).unwrap_or_else(|error| panic!("{text}: {error}")))
        };
        let programs = tools.iter().map(&mut program).collect();
        let mut context = Context::default();
        let found = move |text: Arc<String>, index: i64| regexes[index as usize].is_match(&text);
        context.add_function("found", found).expect("a function");
        Self { programs, context }
    }

    pub fn allows(&self, line: &[u8]) -> bool {
        let call: Call<'_> = serde_json::from_slice(line).expect("a call");
        let Some(program) = self.programs.get(call.tool) else { return false };
        let mut context = self.context.new_inner_scope();
        context.add_variable("args", call.args).expect("arguments");
        matches!(program.execute(&context), Ok(Value::Bool(true)))
    }
}

fn expression(tool: &Tool, regexes: &mut Vec<Regex>) -> String {
    let mut all = |conditions: &[Condition]| {
        let parts: Vec<String> = conditions.iter().map(|one| condition(one, regexes)).collect();
        parts.join(" && ")
    };
    let required: Vec<String> = tool.require.iter().map(|entry| all(&entry.conditions)).collect();
    let denied: Vec<String> = tool.deny_if.iter().map(|entry| format!("!({})", all(&entry.conditions))).collect();
    let parts: Vec<String> = required.into_iter().chain(denied).collect();
    if parts.is_empty() { "true".to_owned() } else { parts.join(" && ") }
}

fn condition(condition: &Condition, regexes: &mut Vec<Regex>) -> String {
    let mut path = "args".to_owned();
    let mut present = Vec::new();
    for step in condition.steps() {
        path = format!("{path}.{step}");
        present.push(format!("has({path})"));
    }
    let present = present.join(" && ");
    let value = condition.literal();
    let list = listed(&condition.equals());
    let asked = match condition.op.as_str() {
        "eq" | "in" => format!("{path} in [{list}]"),
        "neq" | "not_in" => format!("!({path} in [{list}])"),
        "lt" => format!("{path} < {value}"),
        "lte" => format!("{path} <= {value}"),
        "gt" => format!("{path} > {value}"),
        "gte" => format!("{path} >= {value}"),
        "exists" if value == "true" => format!("{path} != null"),
        "exists" => return format!("!({present} && {path} != null)"),
        "regex" => {
            regexes.push(Regex::new(condition.value.as_str().expect("a text")).expect("a regular expression"));
            format!("found({path}, {})", regexes.len() - 1)
        }
        "contains" if condition.is_of_list() => format!("{value} in {path}"),
        "contains" => format!("{path}.contains({value})"),
        other => panic!("`{other}` is no operator"),
    };
    format!("{present} && {asked}")
}
