//! Items: the top level of a file.

use super::clauses::{Block, Clause, Limit};
use super::targets::{Rating, Statement, Target};
use super::test_items::{Assert, Test};
use super::values::{Name, OneOrList, Signature, Text};
use crate::source::Span;

/// An item: `allow list_customers: read`.
#[derive(Debug, Clone)]
pub struct Item {
    /// From its keyword to its last character.
    pub span: Span,
    /// The keyword alone.
    pub keyword: Span,
    /// What it says.
    pub kind: ItemKind,
}

/// The kinds of items.
#[derive(Debug, Clone)]
pub enum ItemKind {
    /// `default deny`
    Default(DefaultItem),
    /// `catalog "stripe.tools.json"`
    Catalog(Text),
    /// `include "shared.pl"`
    Include(Text),
    /// `let cap = 100_00`
    Let(Let),
    /// `rule careful(n) { … }`
    Rule(Rule),
    /// `rate get_*: read`
    Rate(Statement),
    /// `hide delete_account`
    Hide(Statement),
    /// `deny create_payout: financial because "…"`
    Deny(Statement),
    /// `allow get_*: read`
    Allow(Statement),
    /// `tool create_refund: financial { … }`
    Tool(Tool),
    /// `guard * { … }`
    Guard(Guard),
    /// `limit 600 per hour`
    Limit(Limit),
    /// `test "…" { … }`
    Test(Test),
    /// `assert never create_refund if args.amount > 100_00`
    Assert(Assert),
}

impl Item {
    /// The let, if it is one.
    pub fn as_let(&self) -> Option<&Let> {
        if let ItemKind::Let(item) = &self.kind { Some(item) } else { None }
    }

    /// The rule, if it is one.
    pub fn as_rule(&self) -> Option<&Rule> {
        if let ItemKind::Rule(rule) = &self.kind { Some(rule) } else { None }
    }

    /// The clauses of a rule, a tool or a guard; others have none.
    pub fn clauses(&self) -> &[Clause] {
        match &self.kind {
            ItemKind::Rule(Rule { block, .. })
            | ItemKind::Tool(Tool { block, .. })
            | ItemKind::Guard(Guard { block, .. }) => &block.parts,
            ItemKind::Default(_)
            | ItemKind::Catalog(_)
            | ItemKind::Include(_)
            | ItemKind::Let(_)
            | ItemKind::Rate(_)
            | ItemKind::Hide(_)
            | ItemKind::Deny(_)
            | ItemKind::Allow(_)
            | ItemKind::Limit(_)
            | ItemKind::Test(_)
            | ItemKind::Assert(_) => &[],
        }
    }
}

/// What happens to tools that no statement names: `deny`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefaultItem {
    /// `allow` rather than `deny`.
    pub allow: bool,
    /// The word after `default`.
    pub span: Span,
}

/// A named value: `let currencies = ["usd", "eur"]`.
#[derive(Debug, Clone)]
pub struct Let {
    /// Its name.
    pub name: Name,
    /// What it means.
    pub value: OneOrList,
}

/// Clauses with a name: `rule careful(n) { … }`.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub parameters: Vec<Name>,
    /// Its clauses.
    pub block: Block<Clause>,
}

/// `tool create_refund(amount: integer): financial { … }`
#[derive(Debug, Clone)]
pub struct Tool {
    /// The tools.
    pub targets: Vec<Target>,
    /// The types of their arguments.
    pub signature: Option<Signature>,
    /// What they are.
    pub rating: Option<Rating>,
    /// The clauses.
    pub block: Block<Clause>,
}

/// Clauses for many tools, on top of their own: `guard * { require args.namespace == "acme" }`
#[derive(Debug, Clone)]
pub struct Guard {
    /// The tools.
    pub targets: Vec<Target>,
    /// The clauses.
    pub block: Block<Clause>,
}
