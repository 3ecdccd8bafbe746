//! The statements of a policy, in the order in which they count: the rates of included files, then those of
//! the policy itself.

use std::collections::HashMap;

use super::includes::Reading;
use crate::source::{Place, SourceId};
use crate::syntax::tree::{self, Because, ItemKind, Rating, Target, TargetKind};

/// A statement about some tools.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'t> {
    /// The file.
    pub source: SourceId,
    /// The number of its item in that file.
    pub item: usize,
    /// The tools.
    pub targets: &'t [Target],
    /// Their category.
    pub rating: Option<Rating>,
    /// What the agent may do with them; `None` for a `rate`.
    pub says: Option<Says<'t>>,
    /// Whether its tools must exist. A file that others include may rate more tools than there are.
    pub is_strict: bool,
}

/// What the agent may do with a tool.
#[derive(Debug, Clone, Copy)]
pub enum Says<'t> {
    /// `hide`
    Hide,
    /// `deny`, with its message, and a number that equal messages share.
    Deny(Option<(&'t Because, usize)>),
    /// `allow`
    Allow,
    /// `tool`
    Rules(&'t tree::Tool),
}

impl Statement<'_> {
    /// Whether it says the types of its tools' arguments.
    pub fn has_signature(&self) -> bool {
        matches!(self.says, Some(Says::Rules(tool)) if tool.signature.is_some())
    }

    /// The place of one of its targets.
    pub fn place(&self, target: &Target) -> Place {
        target.span.of(self.source)
    }
}

impl Says<'_> {
    /// The keyword.
    pub fn word(self) -> &'static str {
        match self {
            Says::Hide => "hide",
            Says::Deny(_) => "deny",
            Says::Allow => "allow",
            Says::Rules(_) => "tool",
        }
    }

    /// Whether both may be said about one tool.
    pub fn agrees_with(self, other: Says<'_>) -> bool {
        match (self, other) {
            (Says::Hide, Says::Hide) | (Says::Allow, Says::Allow) => true,
            (Says::Deny(one), Says::Deny(other)) => one.map(|(_, number)| number) == other.map(|(_, number)| number),
            (Says::Hide | Says::Deny(_) | Says::Allow | Says::Rules(_), _) => false,
        }
    }
}

/// All statements.
pub fn statements(reading: &Reading) -> Vec<Statement<'_>> {
    let (main, _) = reading.main();
    let is_strict = !reading.is_part();
    let mut messages = Messages::default();
    let mut statements = Vec::new();
    for (source, file) in reading.in_order() {
        let is_main = source == main;
        for (item, tree) in file.items.iter().enumerate() {
            let Some((says, targets, rating)) = said(&tree.kind, &mut messages) else { continue };
            // An included file decides no tool. If it tries, that is reported, and its ratings count.
            let says = says.filter(|_| is_main);
            statements.push(Statement { source, item, targets, rating, says, is_strict: is_main && is_strict });
        }
    }
    statements
}

/// `hide *` is not an ordinary pattern: it hides every tool, known or not.
pub fn hides_everything(says: Says<'_>, target: &Target) -> bool {
    matches!((says, &target.kind), (Says::Hide, TargetKind::Pattern(pattern)) if pattern.is_everything())
}

type Parts<'t> = (Option<Says<'t>>, &'t Vec<Target>, Option<Rating>);

fn said<'t>(kind: &'t ItemKind, messages: &mut Messages<'t>) -> Option<Parts<'t>> {
    match kind {
        ItemKind::Rate(statement) => Some((None, &statement.targets, statement.rating)),
        ItemKind::Hide(statement) => Some((Some(Says::Hide), &statement.targets, statement.rating)),
        ItemKind::Deny(statement) => {
            let says = Says::Deny(statement.because.as_ref().map(|because| (because, messages.number(because))));
            Some((Some(says), &statement.targets, statement.rating))
        }
        ItemKind::Allow(statement) => Some((Some(Says::Allow), &statement.targets, statement.rating)),
        ItemKind::Tool(tool) => Some((Some(Says::Rules(tool)), &tool.targets, tool.rating)),
        ItemKind::Default(_)
        | ItemKind::Catalog(_)
        | ItemKind::Include(_)
        | ItemKind::Let(_)
        | ItemKind::Rule(_)
        | ItemKind::Guard(_)
        | ItemKind::Limit(_)
        | ItemKind::Test(_)
        | ItemKind::Assert(_) => None,
    }
}

/// Numbers for messages. Long ones are compared once, not for each tool that two patterns share.
#[derive(Default)]
struct Messages<'t> {
    numbers: HashMap<&'t str, usize>,
}

impl<'t> Messages<'t> {
    fn number(&mut self, because: &'t Because) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(&because.text.value).or_insert(next)
    }
}
