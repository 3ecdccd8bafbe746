//! Everything in a tree that names or refers to something, with its place: what an editor asks about.

use super::lexeme::{LexemeKind, lexemes};
use super::tree::{
    Apply, Block, Call, Clause, ClauseKind, Comparison, Condition, ConditionKind, File, Item, ItemKind, Json, LimitMax,
    List, Literal, Name, Object, OneOrList, Operand, Path, Pattern, Rating, Rule, Statement, StepKind, Target,
    TargetKind, TestStepKind, Text, Type, TypeKind, Value,
};
use crate::source::Span;
use crate::vocab::Category;

/// A word or a string that names or refers to something.
#[derive(Debug, Clone)]
pub struct Mention<'t> {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: MentionKind<'t>,
    /// The item that it is in.
    pub item: &'t Item,
}

/// What a mention is.
#[derive(Debug, Clone)]
pub enum MentionKind<'t> {
    /// The tools of a statement, a guard or an assert: a name, a pattern, or `every` and its category.
    Target(&'t Target),
    /// The tool that a test calls.
    CalledTool(&'t Name),
    /// The category of a rating.
    Category(Category),
    /// The name of a let, where it is defined.
    LetDefinition(&'t Name),
    /// The name of a rule, where it is defined.
    RuleDefinition(&'t Rule),
    /// A parameter of a rule, where it is defined.
    ParameterDefinition(&'t Rule, &'t Name),
    /// A name in a value: a let.
    LetUse(&'t Name),
    /// A name in a value inside a rule: one of its parameters.
    ParameterUse(&'t Rule, &'t Name),
    /// The rule that an `apply` inserts.
    RuleUse(&'t Apply),
    /// A step of an argument's path, by its number.
    Step(&'t Path, usize),
    /// The operator of a comparison, all its words.
    Operator(&'t Comparison),
    /// An argument in a signature: the keys that lead to it.
    Field(Vec<&'t str>),
    /// An argument of a test's call: the call, and the keys that lead to the argument. An element of a list is no key.
    Key(&'t Call, Vec<&'t str>),
    /// The counter of a limit.
    Counter(&'t Name),
    /// The file that a `catalog` names.
    Catalog(&'t Text),
    /// The file that an `include` names.
    Include(&'t Text),
}

/// All mentions in a file, in the order of the text.
pub fn mentions<'t>(text: &'t str, file: &'t File) -> Vec<Mention<'t>> {
    file.items.iter().flat_map(|item| in_item(text, item)).collect()
}

/// The mention at an offset: the one that the offset is in, or that ends there.
pub fn mention_at<'t>(text: &'t str, file: &'t File, offset: u32) -> Option<Mention<'t>> {
    // Items are in order and do not overlap.
    let after = file.items.partition_point(|item| item.span.start <= offset);
    let item = file.items.get(after.checked_sub(1)?)?;
    let all = in_item(text, item);
    let is_inside = |mention: &&Mention<'t>| mention.span.start <= offset && offset < mention.span.end;
    let ends_there = |mention: &&Mention<'t>| mention.span.end == offset;
    all.iter().find(is_inside).or_else(|| all.iter().find(ends_there)).cloned()
}

/// The mentions in one item, in the order of the text.
pub fn in_item<'t>(text: &'t str, item: &'t Item) -> Vec<Mention<'t>> {
    let rule = if let ItemKind::Rule(rule) = &item.kind { Some(rule) } else { None };
    let mut walk = Walk { text, item, rule, found: Vec::new() };
    walk.item();
    walk.found
}

struct Walk<'t> {
    text: &'t str,
    item: &'t Item,
    /// The rule that the item is; its parameters hide lets.
    rule: Option<&'t Rule>,
    found: Vec<Mention<'t>>,
}

impl<'t> Walk<'t> {
    fn add(&mut self, span: Span, kind: MentionKind<'t>) {
        self.found.push(Mention { span, kind, item: self.item });
    }

    fn item(&mut self) {
        match &self.item.kind {
            ItemKind::Default(_) => {}
            ItemKind::Catalog(text) => self.add(text.span, MentionKind::Catalog(text)),
            ItemKind::Include(text) => self.add(text.span, MentionKind::Include(text)),
            ItemKind::Let(item) => {
                self.add(item.name.span, MentionKind::LetDefinition(&item.name));
                self.one_or_list(&item.value);
            }
            ItemKind::Rule(rule) => {
                self.add(rule.name.span, MentionKind::RuleDefinition(rule));
                for name in &rule.parameters {
                    self.add(name.span, MentionKind::ParameterDefinition(rule, name));
                }
                self.block(&rule.block);
            }
            ItemKind::Rate(statement)
            | ItemKind::Hide(statement)
            | ItemKind::Deny(statement)
            | ItemKind::Allow(statement) => self.statement(statement),
            ItemKind::Tool(tool) => {
                self.targets(&tool.targets);
                let fields = tool.signature.iter().flat_map(|signature| &signature.fields);
                for field in fields {
                    self.field(field, &mut Vec::new());
                }
                self.rating(tool.rating.as_ref());
                self.block(&tool.block);
            }
            ItemKind::Guard(guard) => {
                self.targets(&guard.targets);
                self.block(&guard.block);
            }
            ItemKind::Limit(limit) => self.limit(&limit.max, limit.counter.as_ref()),
            ItemKind::Test(test) => {
                for step in &test.block.parts {
                    match &step.kind {
                        TestStepKind::Call(call) => self.call(call),
                        TestStepKind::At(_) | TestStepKind::After { .. } => {}
                    }
                }
            }
            ItemKind::Assert(assert) => {
                self.targets(std::slice::from_ref(&assert.target));
                if let Some(condition) = &assert.condition {
                    self.condition(condition);
                }
            }
        }
    }

    fn statement(&mut self, statement: &'t Statement) {
        self.targets(&statement.targets);
        self.rating(statement.rating.as_ref());
    }

    fn targets(&mut self, targets: &'t [Target]) {
        for target in targets {
            self.add(target.span, MentionKind::Target(target));
        }
    }

    fn rating(&mut self, rating: Option<&'t Rating>) {
        if let Some(rating) = rating {
            self.add(rating.span, MentionKind::Category(rating.category));
        }
    }

    fn field(&mut self, field: &'t super::tree::Field, keys: &mut Vec<&'t str>) {
        keys.push(&field.key.text);
        self.add(field.key.span, MentionKind::Field(keys.clone()));
        self.members(&field.ty, keys);
        keys.pop();
    }

    fn members(&mut self, ty: &'t Type, keys: &mut Vec<&'t str>) {
        match &ty.kind {
            TypeKind::Object(fields) => fields.iter().for_each(|field| self.field(field, keys)),
            TypeKind::List(_)
            | TypeKind::String
            | TypeKind::Number
            | TypeKind::Integer
            | TypeKind::Boolean
            | TypeKind::Any
            | TypeKind::OneOf(_) => {}
        }
    }

    fn block(&mut self, block: &'t Block<Clause>) {
        for clause in &block.parts {
            match &clause.kind {
                ClauseKind::Require { condition, .. } => self.condition(condition),
                ClauseKind::Deny { condition, .. } => condition.iter().for_each(|condition| self.condition(condition)),
                ClauseKind::Limit(limit) => self.limit(&limit.max, limit.counter.as_ref()),
                ClauseKind::Apply(apply) => {
                    self.add(apply.rule.span, MentionKind::RuleUse(apply));
                    apply.arguments.iter().for_each(|argument| self.one_or_list(argument));
                }
            }
        }
    }

    fn limit(&mut self, max: &'t LimitMax, counter: Option<&'t Name>) {
        if let LimitMax::Name(name) = max {
            self.name(name);
        }
        if let Some(counter) = counter {
            self.add(counter.span, MentionKind::Counter(counter));
        }
    }

    /// The parser bounds the depth.
    fn condition(&mut self, condition: &'t Condition) {
        match &condition.kind {
            ConditionKind::Or(parts) | ConditionKind::And(parts) => {
                parts.iter().for_each(|part| self.condition(part));
            }
            ConditionKind::Not(inner) | ConditionKind::Group(inner) => self.condition(inner),
            ConditionKind::Comparison(comparison) => self.comparison(comparison, condition.span),
        }
    }

    fn comparison(&mut self, comparison: &'t Comparison, whole: Span) {
        for (number, step) in comparison.path.steps.iter().enumerate() {
            if matches!(step.kind, StepKind::Member(_)) {
                self.add(step.span, MentionKind::Step(&comparison.path, number));
            }
        }
        let end = operand_start(&comparison.operand).unwrap_or(whole.end);
        if let Some(span) = self.words(comparison.path.span.end, end) {
            self.add(span, MentionKind::Operator(comparison));
        }
        match &comparison.operand {
            Operand::Value(value) => self.value(value),
            Operand::List(List::Values(values, _)) => values.iter().for_each(|value| self.value(value)),
            Operand::List(List::Name(name)) | Operand::Pattern(Pattern::Name(name)) => self.name(name),
            Operand::Texts(_, texts) => self.one_or_list(texts),
            Operand::Pattern(Pattern::Text(_)) | Operand::Presence(_) => {}
        }
    }

    /// The span of the words between two offsets, without white space and comments around them.
    fn words(&self, start: u32, end: u32) -> Option<Span> {
        let between = lexemes(self.text, start as usize).take_while(|lexeme| lexeme.span.start < end);
        let words = between.filter(|lexeme| lexeme.kind != LexemeKind::Comment);
        words.map(|lexeme| lexeme.span).reduce(Span::to)
    }

    fn one_or_list(&mut self, value: &'t OneOrList) {
        match value {
            OneOrList::Value(value) => self.value(value),
            OneOrList::List(values, _) => values.iter().for_each(|value| self.value(value)),
        }
    }

    fn value(&mut self, value: &'t Value) {
        match value {
            Value::Literal(Literal::Text(_) | Literal::Number(_) | Literal::Boolean(..)) => {}
            Value::Name(name) => self.name(name),
        }
    }

    fn name(&mut self, name: &'t Name) {
        let parameter = self.rule.filter(|rule| rule.parameters.iter().any(|parameter| parameter.text == name.text));
        let kind = match parameter {
            Some(rule) => MentionKind::ParameterUse(rule, name),
            None => MentionKind::LetUse(name),
        };
        self.add(name.span, kind);
    }

    fn call(&mut self, call: &'t Call) {
        self.add(call.tool.span, MentionKind::CalledTool(&call.tool));
        self.object(call, &call.args, &mut Vec::new());
    }

    /// The parser bounds the depth.
    fn object(&mut self, call: &'t Call, object: &'t Object, keys: &mut Vec<&'t str>) {
        for (key, value) in &object.members {
            keys.push(&key.text);
            self.add(key.span, MentionKind::Key(call, keys.clone()));
            self.json(call, value, keys);
            keys.pop();
        }
    }

    fn json(&mut self, call: &'t Call, json: &'t Json, keys: &mut Vec<&'t str>) {
        match json {
            Json::Object(object) => self.object(call, object, keys),
            Json::Literal(_) | Json::Null(_) | Json::List(..) => {}
        }
    }
}

/// Where an operand starts; `None` if the operator has none.
fn operand_start(operand: &Operand) -> Option<u32> {
    let of_one_or_list = |texts: &OneOrList| match texts {
        OneOrList::Value(value) => value.span().start,
        OneOrList::List(_, brackets) => brackets.start,
    };
    match operand {
        Operand::Value(value) => Some(value.span().start),
        Operand::List(List::Values(_, brackets)) => Some(brackets.start),
        Operand::List(List::Name(name)) | Operand::Pattern(Pattern::Name(name)) => Some(name.span.start),
        Operand::Pattern(Pattern::Text(text)) => Some(text.span.start),
        Operand::Texts(_, texts) => Some(of_one_or_list(texts)),
        Operand::Presence(_) => None,
    }
}

impl Mention<'_> {
    /// The single tool that the mention names; `None` for a pattern or `every`.
    pub fn tool(&self) -> Option<&str> {
        if let MentionKind::CalledTool(name) = &self.kind {
            return Some(&name.text);
        }
        let MentionKind::Target(Target { kind: TargetKind::Name(name), .. }) = &self.kind else { return None };
        Some(name)
    }
}
