//! The names that a policy uses: lets in clauses, rules and asserts, rules in `apply`, tools in statements.

use std::collections::HashSet;

use crate::check::Checked;
use crate::syntax::tree::*;
use crate::vocab::NamePattern;

/// The names that the policy and the files that it includes use.
#[derive(Debug, Default)]
pub struct Uses<'t> {
    lets: HashSet<&'t str>,
    rules: HashSet<&'t str>,
    tools: HashSet<&'t str>,
    /// The patterns of ratings. Without a catalog they cover the tools that other ratings name.
    rated: Vec<&'t NamePattern>,
    /// The number of targets in ratings.
    targets: usize,
}

/// The largest number of pairs of a target and a name that is compared.
const MOST_PAIRS: usize = 10_000_000;

impl<'t> Uses<'t> {
    /// What a policy uses.
    pub fn of(checked: &'t Checked) -> Self {
        let mut uses = Self::default();
        for item in checked.files.iter().flat_map(|(_, file)| &file.items) {
            uses.item(item);
        }
        if checked.catalog.is_some() {
            uses.rated.clear();
        }
        uses.tools.extend(checked.policy.tools.keys().map(String::as_str));
        uses.tools.extend(checked.policy.asserts.iter().flat_map(|assert| &assert.tools).map(String::as_str));
        uses
    }

    /// Whether every target can be compared with every name without a noticeable delay.
    pub fn are_few(&self) -> bool {
        self.targets.saturating_mul(self.tools.len() + self.rated.len()) < MOST_PAIRS
    }

    /// Whether anything uses a let.
    pub fn has_let(&self, name: &str) -> bool {
        self.lets.contains(name)
    }

    /// Whether any tool applies a rule.
    pub fn has_rule(&self, name: &str) -> bool {
        self.rules.contains(name)
    }

    /// Whether anything else in the policy names or covers a tool of a target.
    pub fn has_target(&self, target: &Target) -> bool {
        match &target.kind {
            TargetKind::Name(name) => {
                self.tools.contains(name.as_str()) || self.rated.iter().any(|pattern| pattern.matches(name))
            }
            TargetKind::Pattern(pattern) => self.tools.iter().any(|tool| pattern.matches(tool)),
            TargetKind::Every(_) => true,
        }
    }

    fn item(&mut self, item: &'t Item) {
        match &item.kind {
            ItemKind::Rule(rule) => {
                let parameters = rule.parameters.iter().map(|parameter| parameter.text.as_str()).collect();
                self.clauses(&rule.block, &parameters);
            }
            ItemKind::Tool(tool) => self.clauses(&tool.block, &HashSet::new()),
            ItemKind::Guard(guard) => self.clauses(&guard.block, &HashSet::new()),
            ItemKind::Limit(limit) => self.limit(limit, &HashSet::new()),
            ItemKind::Let(named) => self.one_or_list(&named.value, &HashSet::new()),
            ItemKind::Assert(assert) => {
                if let Some(condition) = &assert.condition {
                    self.condition(condition, &HashSet::new());
                }
            }
            ItemKind::Test(test) => {
                for step in &test.block.parts {
                    if let TestStepKind::Call(call) = &step.kind {
                        self.tools.insert(&call.tool.text);
                    }
                }
            }
            ItemKind::Rate(rate) => {
                self.targets += rate.targets.len();
                self.rated.extend(rate.targets.iter().filter_map(|target| match &target.kind {
                    TargetKind::Pattern(pattern) => Some(pattern),
                    TargetKind::Name(_) | TargetKind::Every(_) => None,
                }));
            }
            ItemKind::Default(_)
            | ItemKind::Catalog(_)
            | ItemKind::Include(_)
            | ItemKind::Hide(_)
            | ItemKind::Deny(_)
            | ItemKind::Allow(_) => {}
        }
    }

    /// A parameter hides a let of the same name.
    fn clauses(&mut self, block: &'t Block<Clause>, hidden: &HashSet<&str>) {
        for clause in &block.parts {
            match &clause.kind {
                ClauseKind::Require { condition, .. } | ClauseKind::Deny { condition: Some(condition), .. } => {
                    self.condition(condition, hidden);
                }
                ClauseKind::Deny { condition: None, .. } => {}
                ClauseKind::Limit(limit) => self.limit(limit, hidden),
                ClauseKind::Apply(apply) => {
                    self.rules.insert(&apply.rule.text);
                    for argument in &apply.arguments {
                        self.one_or_list(argument, hidden);
                    }
                }
            }
        }
    }

    fn limit(&mut self, limit: &'t Limit, hidden: &HashSet<&str>) {
        if let LimitMax::Name(name) = &limit.max {
            self.name(name, hidden);
        }
    }

    /// The parser limits how deep conditions nest.
    fn condition(&mut self, condition: &'t Condition, hidden: &HashSet<&str>) {
        match &condition.kind {
            ConditionKind::Or(parts) | ConditionKind::And(parts) => {
                parts.iter().for_each(|part| self.condition(part, hidden));
            }
            ConditionKind::Not(inner) | ConditionKind::Group(inner) => self.condition(inner, hidden),
            ConditionKind::Comparison(comparison) => match &comparison.operand {
                Operand::Value(value) => self.value(value, hidden),
                Operand::List(List::Values(values, _)) => values.iter().for_each(|value| self.value(value, hidden)),
                Operand::List(List::Name(name)) | Operand::Pattern(Pattern::Name(name)) => self.name(name, hidden),
                Operand::Texts(_, operand) => self.one_or_list(operand, hidden),
                Operand::Pattern(Pattern::Text(_)) | Operand::Presence(_) => {}
            },
        }
    }

    fn one_or_list(&mut self, operand: &'t OneOrList, hidden: &HashSet<&str>) {
        match operand {
            OneOrList::Value(value) => self.value(value, hidden),
            OneOrList::List(values, _) => values.iter().for_each(|value| self.value(value, hidden)),
        }
    }

    fn value(&mut self, value: &'t Value, hidden: &HashSet<&str>) {
        if let Value::Name(name) = value {
            self.name(name, hidden);
        }
    }

    fn name(&mut self, name: &'t Name, hidden: &HashSet<&str>) {
        if !hidden.contains(name.text.as_str()) {
            self.lets.insert(&name.text);
        }
    }
}
