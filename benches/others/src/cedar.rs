//! Cedar: a set of policies for each tool, with the arguments as context. It has no fractions, so numbers are passed as
//! hundredths; no `null`, which is left out; and no regular expressions, which are matched beforehand and passed as
//! booleans.

use std::collections::HashMap;

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
use regex::Regex;
use serde::Deserialize;
use serde_json::Value;

use crate::policy::{Condition, Tool, Tools};

pub struct Cedar {
    tools: HashMap<String, Rules>,
    authorizer: Authorizer,
    entities: Entities,
    someone: EntityUid,
}

struct Rules {
    policies: PolicySet,
    /// For each regular expression, the path of its argument.
    regexes: Vec<(Vec<String>, Regex)>,
}

#[derive(Deserialize)]
struct Call<'c> {
    tool: &'c str,
    args: Value,
}

impl Cedar {
    pub fn new(tools: &Tools) -> Self {
        Self {
            tools: tools.iter().map(|(name, tool)| (name.clone(), Rules::new(tool))).collect(),
            authorizer: Authorizer::new(),
            entities: Entities::empty(),
            someone: r#"Grant::"bot""#.parse().expect("an entity"),
        }
    }

    pub fn allows(&self, line: &[u8]) -> bool {
        let mut call: Call<'_> = serde_json::from_slice(line).expect("a call");
        let Some(rules) = self.tools.get(call.tool) else { return false };
        let found: Vec<bool> = rules.regexes.iter().map(|(path, regex)| is_found(&call.args, path, regex)).collect();
        adapt(&mut call.args);
        for (index, found) in found.into_iter().enumerate() {
            call.args[format!("found {index}")] = Value::Bool(found);
        }
        let context = Context::from_json_value(call.args, None).expect("a context");
        let someone = || self.someone.clone();
        let request = Request::new(someone(), someone(), someone(), context, None).expect("a request");
        self.authorizer.is_authorized(&request, &rules.policies, &self.entities).decision() == Decision::Allow
    }
}

impl Rules {
    fn new(tool: &Tool) -> Self {
        let mut regexes = Vec::new();
        let mut all = |conditions: &[Condition]| {
            let parts: Vec<String> = conditions.iter().map(|one| condition(one, &mut regexes)).collect();
            parts.join(" && ")
        };
        let mut text = "permit(principal, action, resource);\n".to_owned();
        for (word, entries) in [("unless", &tool.require), ("when", &tool.deny_if)] {
            for entry in entries {
                text += &format!("forbid(principal, action, resource) {word} {{ {} }};\n", all(&entry.conditions));
            }
        }
        let policies = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        Self { policies, regexes }
    }
}

fn condition(condition: &Condition, regexes: &mut Vec<(Vec<String>, Regex)>) -> String {
    let steps = condition.steps();
    let mut path = "context".to_owned();
    let mut present = Vec::new();
    for step in &steps {
        present.push(format!("{path} has {step}"));
        path = format!("{path}.{step}");
    }
    let present = present.join(" && ");
    let mut value = condition.value.clone();
    adapt(&mut value);
    let mut equals = Value::Array(condition.equals());
    adapt(&mut equals);
    let asked = match condition.op.as_str() {
        "eq" | "in" => format!("{equals}.contains({path})"),
        "neq" | "not_in" => format!("!({equals}.contains({path}))"),
        "lt" => format!("{path} < {value}"),
        "lte" => format!("{path} <= {value}"),
        "gt" => format!("{path} > {value}"),
        "gte" => format!("{path} >= {value}"),
        "exists" if value == true => return format!("({present})"),
        "exists" => return format!("!({present})"),
        "regex" => {
            let regex = Regex::new(value.as_str().expect("a text")).expect("a regular expression");
            regexes.push((steps.iter().map(|step| (*step).to_owned()).collect(), regex));
            return format!("context[\"found {}\"]", regexes.len() - 1);
        }
        "contains" if condition.is_of_list() => format!("{path}.contains({value})"),
        "contains" => format!("{path} like \"*{}*\"", value.as_str().expect("a text")),
        other => panic!("`{other}` is no operator"),
    };
    format!("{present} && {asked}")
}

fn is_found(args: &Value, path: &[String], regex: &Regex) -> bool {
    let value = path.iter().try_fold(args, |value, step| value.get(step));
    value.and_then(Value::as_str).is_some_and(|text| regex.is_match(text))
}

/// Numbers as hundredths, without `null`.
fn adapt(value: &mut Value) {
    match value {
        Value::Number(number) => *value = Value::from((number.as_f64().unwrap_or(0.0) * 100.0).round() as i64),
        Value::Array(elements) => elements.iter_mut().for_each(adapt),
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(adapt);
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}
