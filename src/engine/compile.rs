//! Compiles a policy to an engine.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use smallvec::SmallVec;

use super::constants::constants;
use super::decision::{Rule, RuleCondition, RuleId, RuleKind};
use super::program::{Ask, AskId, Bound, Engine, Program, ROW, RowOf, Shape, Step, Test, row_of};
use crate::model::{Condition, Entry, Limit, Operand, Policy, Tool};
use crate::source::Place;
use crate::vocab::{Matcher, Needles, Operator, Order, Path, Regex, Value, Window};

/// How much memory all prebuilt automata may take together, in bytes.
const MAX_DENSE_BYTES: usize = 16 * 1024 * 1024;

impl Engine {
    /// Compiles a policy. The readers of policies have already checked its regular expressions.
    pub fn new(policy: &Policy) -> Self {
        Self::by(Compiler::default(), policy)
    }

    /// The same for a few calls: regular expressions are compiled when they are first run.
    pub fn lazy(policy: &Policy) -> Self {
        Self::by(Compiler { is_lazy: true, ..Compiler::default() }, policy)
    }

    fn by(mut compiler: Compiler, policy: &Policy) -> Self {
        let hides_all = policy.hide.get("*").map(|place| compiler.whole_document(RuleKind::Hidden, *place));
        let denies_others =
            hides_all.or_else(|| (!policy.default_allow).then(|| compiler.whole_document(RuleKind::DefaultDeny, None)));
        let mut all_tools = compiler.limits(RuleKind::AllToolsLimit, None, &policy.all_tools);
        mark(&mut all_tools, RowOf::Shared);
        compiler.engine.others = Program { denied: denies_others, shares_limits: true, ..Program::default() };
        compiler.engine.shared_limits = all_tools;
        let hidden_only = policy.hide.keys().filter(|name| !policy.tools.contains_key(*name) && *name != "*");
        let mut names: Vec<_> = policy.tools.keys().chain(hidden_only).collect();
        names.sort_unstable();
        for name in names {
            let hide = policy.hide.get(name).map(|place| compiler.whole_document(RuleKind::Hidden, *place));
            let nothing = Tool::default();
            let tool = policy.tools.get(name).unwrap_or(&nothing);
            compiler.tool(name, tool, hide.or(hides_all));
        }
        compiler.engine
    }
}

#[derive(Default)]
struct Compiler {
    engine: Engine,
    /// The regular expressions so far, by pattern.
    patterns: HashMap<String, u32>,
    dense_bytes: usize,
    is_lazy: bool,
    /// The numbers of the counters so far, by name and window.
    counters: HashMap<(String, Window), u32>,
    /// The shapes so far.
    shapes: HashMap<ShapeKey, Arc<Shape>>,
    /// The questions so far, by operator and operand.
    ask_ids: HashMap<(Operator, String), AskId>,
    /// Where each tool's tests begin among the tests of all tools, so far.
    tests: HashMap<Vec<Test>, u32>,
}

/// The key of a shape: its paths in slot order, and its steps.
type ShapeKey = (Vec<Path>, Vec<Step>);

impl Compiler {
    fn rule(&mut self, rule: Rule) -> RuleId {
        self.engine.rules.push(rule);
        RuleId(self.engine.rules.len() as u32 - 1)
    }

    fn whole_document(&mut self, kind: RuleKind, place: Option<Place>) -> RuleId {
        self.rule(Rule { kind, tool: None, place, message: None, conditions: Vec::new(), counter: None })
    }

    fn tool(&mut self, name: &str, tool: &Tool, denied: Option<RuleId>) {
        let (mut shape, mut tests) = (Shape::default(), Vec::new());
        let first_rule = self.engine.rules.len() as u32;
        let requires = tool.require.iter().map(|entry| (false, entry));
        let denies = tool.deny_if.iter().map(|entry| (true, entry));
        for (denies_if, entry) in requires.chain(denies) {
            self.step(name, denies_if, entry, &mut shape, &mut tests);
        }
        let (shape, tests) = (self.shared_shape(shape), self.shared_tests(tests));
        let mut limits = self.limits(RuleKind::Limit, Some(name), &tool.limits);
        let shared = &self.engine.shared_limits;
        let shares_limits = !shared.iter().any(|of_all| limits.iter().any(|own| own.counter == of_all.counter));
        if !shares_limits {
            limits.extend_from_slice(shared);
        }
        mark(&mut limits, RowOf::Own);
        let limits = SmallVec::from_slice(&limits);
        self.engine.add(name, Program { denied, first_rule, shape, tests, limits, shares_limits });
    }

    fn shared_shape(&mut self, shape: Shape) -> Arc<Shape> {
        let key = (shape.paths.in_order(), shape.steps.clone());
        self.shapes.entry(key).or_insert_with(|| Arc::new(shape)).clone()
    }

    fn shared_tests(&mut self, tests: Vec<Test>) -> u32 {
        let all = &mut self.engine.tests;
        *self.tests.entry(tests).or_insert_with_key(|tests| {
            let first = all.len() as u32;
            all.extend_from_slice(tests);
            first
        })
    }

    fn step(&mut self, tool: &str, denies_if: bool, entry: &Entry, shape: &mut Shape, tests: &mut Vec<Test>) {
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
        let Shape { paths, steps } = shape;
        let first = tests.len() as u32;
        let test = |condition: &Condition| Test { slot: paths.slot(&condition.path), ask: self.shared_ask(condition) };
        tests.extend(entry.conditions.iter().map(test));
        steps.push(Step { denies_if, tests: first..tests.len() as u32 });
    }

    fn shared_ask(&mut self, condition: &Condition) -> AskId {
        let key = (condition.op, format!("{:?}", condition.value));
        if let Some(known) = self.ask_ids.get(&key) {
            return *known;
        }
        let ask = self.ask(condition);
        let id = AskId(self.engine.asks.len() as u32);
        self.engine.asks.push(ask);
        self.ask_ids.insert(key, id);
        id
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
        // A pattern that the gateway can't read matches nothing; the readers of policies reject it.
        let Ok(regex) = Regex::new(pattern) else { return Ask::Never };
        let most_bytes = MAX_DENSE_BYTES - self.dense_bytes.min(MAX_DENSE_BYTES);
        let matcher = if self.is_lazy { Matcher::lazy(regex) } else { Matcher::new(&regex, most_bytes) };
        self.dense_bytes += matcher.bytes();
        self.engine.matchers.push(matcher);
        let id = self.engine.matchers.len() as u32 - 1;
        self.patterns.insert(pattern.to_owned(), id);
        Ask::Matches(id)
    }

    fn limits(&mut self, kind: RuleKind, tool: Option<&str>, limits: &[Limit]) -> Vec<Bound> {
        // They begin a row, which calls to other tools then never touch.
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

/// Marks which row each limit of a tool, or of all tools, counts in.
fn mark(limits: &mut [Bound], first: RowOf) {
    let first_row = limits.first().map(|limit| row_of(limit.counter));
    let mut counters = HashSet::new();
    for limit in limits {
        limit.row = if Some(row_of(limit.counter)) == first_row { first } else { RowOf::Another };
        limit.is_repeated = !counters.insert(limit.counter);
    }
}

fn elements(operand: &Operand) -> &[Operand] {
    match operand {
        Operand::List(elements) => elements,
        Operand::Null | Operand::Value(_) => &[],
    }
}
