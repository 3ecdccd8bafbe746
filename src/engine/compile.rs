//! From a policy to its engine.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::constants::constants;
use super::decision::{Rule, RuleCondition, RuleId, RuleKind};
use super::program::{Ask, Body, Bound, Engine, Program, ROW, RowOf, Step, Test, row_of};
use crate::model::{Condition, Entry, Limit, Operand, Policy, Tool};
use crate::source::Place;
use crate::vocab::{Matcher, Needles, Operator, Order, Path, Regex, Value, Window};

/// The memory that automata built ahead may take together, in bytes.
const MAX_DENSE_BYTES: usize = 16 * 1024 * 1024;

impl Engine {
    /// Compiles a policy. Its regular expressions are those that the readers of policies let through.
    pub fn new(policy: &Policy) -> Self {
        let mut compiler = Compiler::default();
        let hides_all = policy.hide.get("*").map(|place| compiler.whole_document(RuleKind::Hidden, *place));
        let denies_others =
            hides_all.or_else(|| (!policy.default_allow).then(|| compiler.whole_document(RuleKind::DefaultDeny, None)));
        let all_tools = compiler.limits(RuleKind::AllToolsLimit, None, &policy.all_tools);
        let mut limits = all_tools.clone();
        mark(&mut limits);
        compiler.engine.others = Program { denied: denies_others, limits: limits.into(), ..Program::default() };
        let hidden_only = policy.hide.keys().filter(|name| !policy.tools.contains_key(*name) && *name != "*");
        let mut names: Vec<_> = policy.tools.keys().chain(hidden_only).collect();
        names.sort_unstable();
        for name in names {
            let hide = policy.hide.get(name).map(|place| compiler.whole_document(RuleKind::Hidden, *place));
            let nothing = Tool::default();
            let tool = policy.tools.get(name).unwrap_or(&nothing);
            compiler.tool(name, tool, hide.or(hides_all), &all_tools);
        }
        compiler.engine
    }
}

#[derive(Default)]
struct Compiler {
    engine: Engine,
    /// The regular expressions so far, by their patterns.
    patterns: HashMap<String, u32>,
    dense_bytes: usize,
    /// The numbers of the counters so far, by their names and windows.
    counters: HashMap<(String, Window), u32>,
    /// What is asked of arguments so far.
    bodies: HashMap<BodyKey, Arc<Body>>,
    /// The questions so far, by their operators and operands.
    asks: HashMap<(Operator, String), Arc<Ask>>,
}

/// What a body is known by: its paths in the order of their slots, its steps, and of each test the slot
/// and the question, whose address stays as long as the compiler does.
type BodyKey = (Vec<Path>, Vec<Step>, Vec<(u32, *const Ask)>);

impl Compiler {
    fn rule(&mut self, rule: Rule) -> RuleId {
        self.engine.rules.push(rule);
        RuleId(self.engine.rules.len() as u32 - 1)
    }

    fn whole_document(&mut self, kind: RuleKind, place: Option<Place>) -> RuleId {
        self.rule(Rule { kind, tool: None, place, message: None, conditions: Vec::new(), counter: None })
    }

    fn tool(&mut self, name: &str, tool: &Tool, denied: Option<RuleId>, all_tools: &[Bound]) {
        let mut body = Body::default();
        let first_rule = self.engine.rules.len() as u32;
        let requires = tool.require.iter().map(|entry| (false, entry));
        let denies = tool.deny_if.iter().map(|entry| (true, entry));
        for (denies_if, entry) in requires.chain(denies) {
            self.step(name, denies_if, entry, &mut body);
        }
        let body = self.shared_body(body);
        let mut limits = self.limits(RuleKind::Limit, Some(name), &tool.limits);
        limits.extend_from_slice(all_tools);
        mark(&mut limits);
        self.engine.add(name, Program { denied, first_rule, body, limits: limits.into() });
    }

    fn shared_body(&mut self, body: Body) -> Arc<Body> {
        let tests = body.tests.iter().map(|test| (test.slot, Arc::as_ptr(&test.ask)));
        let key = (body.paths.in_order(), body.steps.clone(), tests.collect());
        self.bodies.entry(key).or_insert_with(|| Arc::new(body)).clone()
    }

    fn step(&mut self, tool: &str, denies_if: bool, entry: &Entry, body: &mut Body) {
        let conditions = entry.conditions.iter().map(|condition| RuleCondition {
            place: condition.place,
            path: condition.path.clone(),
            name: format!("{}-{}", condition.path.to_json(), condition.op.row().json),
        });
        let rule = Rule {
            kind: if denies_if { RuleKind::DenyIf } else { RuleKind::Require },
            tool: Some(tool.to_owned()),
            place: entry.place,
            message: entry.on_deny.clone(),
            conditions: conditions.collect(),
            counter: None,
        };
        self.rule(rule);
        let Body { paths, steps, tests } = body;
        let first = tests.len() as u32;
        let test = |condition: &Condition| Test { slot: paths.slot(&condition.path), ask: self.shared_ask(condition) };
        tests.extend(entry.conditions.iter().map(test));
        steps.push(Step { denies_if, tests: first..tests.len() as u32 });
    }

    fn shared_ask(&mut self, condition: &Condition) -> Arc<Ask> {
        let key = (condition.op, format!("{:?}", condition.value));
        if let Some(known) = self.asks.get(&key) {
            return known.clone();
        }
        let ask = Arc::new(self.ask(condition));
        self.asks.insert(key, ask.clone());
        ask
    }

    fn ask(&mut self, condition: &Condition) -> Ask {
        let value = &condition.value;
        let ordered = |order| match value {
            Operand::Value(Value::Number(bound)) => Ask::Ordered(order, bound.as_f64()),
            Operand::Value(Value::Text(_) | Value::Boolean(_)) | Operand::Null | Operand::List(_) => Ask::Never,
        };
        match condition.op {
            Operator::Eq => Ask::OneOf(constants(std::slice::from_ref(value)), true),
            Operator::Neq => Ask::OneOf(constants(std::slice::from_ref(value)), false),
            Operator::In => Ask::OneOf(constants(elements(value)), true),
            Operator::NotIn => Ask::OneOf(constants(elements(value)), false),
            Operator::Lt => ordered(Order::Less),
            Operator::Lte => ordered(Order::LessOrEqual),
            Operator::Gt => ordered(Order::Greater),
            Operator::Gte => ordered(Order::GreaterOrEqual),
            Operator::Exists => condition.presence().map_or(Ask::Never, Ask::Exists),
            Operator::Contains => {
                let part = if let Operand::Value(Value::Text(part)) = value { Some(part) } else { None };
                let needle = part.map(|part| Box::new(Needles::one(part.as_bytes())));
                Ask::Contains(needle, constants(std::slice::from_ref(value)))
            }
            Operator::Regex => match value {
                Operand::Value(Value::Text(pattern)) => self.pattern(pattern),
                Operand::Value(Value::Number(_) | Value::Boolean(_)) | Operand::Null | Operand::List(_) => Ask::Never,
            },
        }
    }

    fn pattern(&mut self, pattern: &str) -> Ask {
        if let Some(known) = self.patterns.get(pattern) {
            return Ask::Matches(*known);
        }
        // A pattern that the gateway can't read matches nothing; readers of policies refuse it.
        let Ok(regex) = Regex::new(pattern) else { return Ask::Never };
        let matcher = Matcher::new(&regex, MAX_DENSE_BYTES - self.dense_bytes.min(MAX_DENSE_BYTES));
        self.dense_bytes += matcher.bytes();
        self.engine.matchers.push(matcher);
        let id = self.engine.matchers.len() as u32 - 1;
        self.patterns.insert(pattern.to_owned(), id);
        Ask::Matches(id)
    }

    fn limits(&mut self, kind: RuleKind, tool: Option<&str>, limits: &[Limit]) -> Vec<Bound> {
        // They begin a row: no call of another tool then touches it.
        let numbered = self.engine.windows.len().next_multiple_of(ROW);
        self.engine.windows.resize(numbered, Window::Day);
        limits.iter().map(|limit| self.limit(kind, tool, limit)).collect()
    }

    fn limit(&mut self, kind: RuleKind, tool: Option<&str>, limit: &Limit) -> Bound {
        let rule = self.rule(Rule {
            kind,
            tool: tool.map(str::to_owned),
            place: limit.place,
            message: None,
            conditions: Vec::new(),
            counter: Some(limit.counter.clone()),
        });
        let next = self.engine.windows.len() as u32;
        let counter = *self.counters.entry((limit.counter.clone(), limit.window)).or_insert(next);
        if counter == next {
            self.engine.windows.push(limit.window);
        }
        Bound { rule, counter, max: limit.max, window: limit.window, row: RowOf::Another, is_repeated: false }
    }
}

/// Marks what the limits of a tool have in common.
fn mark(limits: &mut [Bound]) {
    let row = |limit: Option<&Bound>| limit.map(|limit| row_of(limit.counter));
    let (first, last) = (row(limits.first()), row(limits.last()));
    let mut counters = HashSet::new();
    for limit in limits {
        limit.row = match Some(row_of(limit.counter)) {
            row if row == first => RowOf::First,
            row if row == last => RowOf::Last,
            _ => RowOf::Another,
        };
        limit.is_repeated = !counters.insert(limit.counter);
    }
}

fn elements(operand: &Operand) -> &[Operand] {
    match operand {
        Operand::List(elements) => elements,
        Operand::Null | Operand::Value(_) => &[],
    }
}
