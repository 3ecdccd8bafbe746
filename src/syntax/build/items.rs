//! Items.

use super::clauses::{block, limit};
use super::conditions::condition;
use super::node::{Built, Node, Parts};
use super::parts::{argument, bare, because, category, empty_block, literal, name, not_empty, string};
use super::test_items::{test_head, test_item};
use crate::source::Span;
use crate::syntax::errors::{Mistake, MistakeKind};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{
    Assert, DefaultItem, Field, Guard, Item, ItemKind, Let, Rating, Rule as RuleItem, Signature, Statement, Target,
    TargetKind, Text, Tool, Type, TypeKind,
};
use crate::vocab::NamePattern;

/// One item. Clauses of its block that have a mistake are reported and left out.
pub fn item(node: Node<'_>, mistakes: &mut Vec<Mistake>) -> Built<Item> {
    let part = node.only()?;
    let keyword = part.parts().next().map_or(part.span(), |first| first_word(&first));
    let kind = match part.rule() {
        Rule::default_item => {
            let word = part.parts().last().unwrap_or(part.clone());
            ItemKind::Default(DefaultItem { allow: word.rule() == Rule::kw_allow, span: word.span() })
        }
        Rule::catalog_item => ItemKind::Catalog(named_file(&part)?),
        Rule::include_item => ItemKind::Include(named_file(&part)?),
        Rule::let_item => ItemKind::Let(let_item(&part)?),
        Rule::rule_item => ItemKind::Rule(rule_item(&part, mistakes)?),
        Rule::rate_item => ItemKind::Rate(statement(&part)?),
        Rule::hide_item => ItemKind::Hide(hide(&part)?),
        Rule::deny_item => ItemKind::Deny(statement(&part)?),
        Rule::allow_item => ItemKind::Allow(statement(&part)?),
        Rule::tool_item => ItemKind::Tool(tool_item(&part, mistakes)?),
        Rule::guard_item => ItemKind::Guard(guard_item(&part, mistakes)?),
        Rule::limit => ItemKind::Limit(limit(&part)?),
        Rule::test_item => ItemKind::Test(test_item(&part, mistakes)?),
        _ => ItemKind::Assert(assert(&part)?),
    };
    Ok(Item { span: part.span(), keyword, kind })
}

/// The keyword that an item begins with. For an item with a block, it is in the head.
fn first_word(node: &Node<'_>) -> Span {
    match node.rule() {
        Rule::tool_head | Rule::guard_head | Rule::rule_head | Rule::test_head => {
            node.parts().next().map_or(node.span(), |word| word.span())
        }
        _ => node.span(),
    }
}

fn named_file(node: &Node<'_>) -> Built<Text> {
    let mut parts = node.parts();
    parts.next_part()?;
    Ok(string(&parts.next_part()?))
}

fn let_item(node: &Node<'_>) -> Built<Let> {
    let mut parts = node.parts();
    parts.next_part()?;
    let name = bare(&parts.next_part()?);
    Ok(Let { name, value: argument(&parts.next_part()?)? })
}

fn rule_item(node: &Node<'_>, mistakes: &mut Vec<Mistake>) -> Built<RuleItem> {
    let mut parts = node.parts();
    let rule = rule_head(&parts.next_part()?)?;
    Ok(RuleItem { block: block(node, rule.block.span, parts, mistakes), ..rule })
}

fn tool_item(node: &Node<'_>, mistakes: &mut Vec<Mistake>) -> Built<Tool> {
    let mut parts = node.parts();
    let tool = tool_head(&parts.next_part()?)?;
    Ok(Tool { block: block(node, tool.block.span, parts, mistakes), ..tool })
}

fn guard_item(node: &Node<'_>, mistakes: &mut Vec<Mistake>) -> Built<Guard> {
    let mut parts = node.parts();
    let guard = guard_head(&parts.next_part()?)?;
    Ok(Guard { block: block(node, guard.block.span, parts, mistakes), ..guard })
}

/// The head of a tool, a guard, a rule or a test, as an item with an empty block.
pub fn head(node: &Node<'_>) -> Built<ItemKind> {
    match node.rule() {
        Rule::tool_head => tool_head(node).map(ItemKind::Tool),
        Rule::guard_head => guard_head(node).map(ItemKind::Guard),
        Rule::rule_head => rule_head(node).map(ItemKind::Rule),
        _ => test_head(node).map(ItemKind::Test),
    }
}

fn rule_head(node: &Node<'_>) -> Built<RuleItem> {
    let mut parts = node.parts();
    parts.next_part()?;
    let name = bare(&parts.next_part()?);
    let parameters = match parts.next_if(Rule::parameters) {
        Some(parameters) => parameters.parts().map(|part| bare(&part)).collect(),
        None => Vec::new(),
    };
    Ok(RuleItem { name, parameters, block: empty_block(node) })
}

fn tool_head(node: &Node<'_>) -> Built<Tool> {
    let mut parts = node.parts();
    parts.next_part()?;
    let targets = targets(&parts.next_part()?)?;
    let signature = parts.next_if(Rule::signature).map(|part| signature(&part)).transpose()?;
    let rating = rated(&targets, &mut parts)?;
    Ok(Tool { targets, signature, rating, block: empty_block(node) })
}

fn guard_head(node: &Node<'_>) -> Built<Guard> {
    let mut parts = node.parts();
    parts.next_part()?;
    Ok(Guard { targets: targets(&parts.next_part()?)?, block: empty_block(node) })
}

fn hide(node: &Node<'_>) -> Built<Statement> {
    let statement = statement(node)?;
    let star = node
        .parts()
        .nth(1)
        .into_iter()
        .flat_map(|targets| targets.parts())
        .find(|target| target.only().is_ok_and(|part| part.rule() == Rule::string && string(&part).value == "*"));
    match star {
        Some(star) => Err(star.mistake(MistakeKind::HideStar)),
        None => Ok(statement),
    }
}

fn statement(node: &Node<'_>) -> Built<Statement> {
    let mut parts = node.parts();
    parts.next_part()?;
    let targets = targets(&parts.next_part()?)?;
    let rating = rated(&targets, &mut parts)?;
    let because = parts.next_if(Rule::because).map(|part| because(&part)).transpose()?;
    Ok(Statement { targets, rating, because })
}

/// The tools that a statement is about.
pub fn targets(node: &Node<'_>) -> Built<Vec<Target>> {
    node.parts().map(|part| target(&part)).collect()
}

fn target(node: &Node<'_>) -> Built<Target> {
    let part = node.only()?;
    let kind = match part.rule() {
        Rule::every_category => {
            let word = part.parts().last().unwrap_or(part.clone());
            TargetKind::Every(category(&word)?)
        }
        Rule::pattern => TargetKind::Pattern(NamePattern::new(part.text())),
        _ => TargetKind::Name(not_empty(&part)?.text),
    };
    Ok(Target { kind, span: part.span() })
}

/// The rating after some targets. `every read: write` would state the category twice.
fn rated(targets: &[Target], parts: &mut Parts<'_>) -> Built<Option<Rating>> {
    let Some(node) = parts.next_if(Rule::rating) else { return Ok(None) };
    let mut signs = node.parts();
    let colon = signs.next_part()?;
    if targets.iter().any(|target| matches!(target.kind, TargetKind::Every(_))) {
        return Err(colon.mistake(MistakeKind::RatedEvery));
    }
    let word = signs.next_part()?;
    Ok(Some(Rating { category: category(&word)?, span: word.span(), colon: colon.span() }))
}

fn signature(node: &Node<'_>) -> Built<Signature> {
    Ok(Signature { fields: node.parts().map(|part| field(&part)).collect::<Built<_>>()?, span: node.span() })
}

fn field(node: &Node<'_>) -> Built<Field> {
    let mut parts = node.parts();
    let key = name(&parts.next_part()?)?;
    let optional = parts.next_if(Rule::optional).is_some();
    parts.next_if(Rule::colon);
    Ok(Field { key, optional, ty: arg_type(&parts.next_part()?)? })
}

fn arg_type(node: &Node<'_>) -> Built<Type> {
    let part = node.only()?;
    let kind = match part.rule() {
        Rule::list_type => TypeKind::List(Box::new(arg_type(&part.only()?)?)),
        Rule::object_type => TypeKind::Object(part.parts().map(|part| field(&part)).collect::<Built<_>>()?),
        Rule::one_of => TypeKind::OneOf(part.parts().map(|part| literal(&part)).collect::<Built<_>>()?),
        _ => match part.text() {
            "string" => TypeKind::String,
            "number" => TypeKind::Number,
            "integer" => TypeKind::Integer,
            "boolean" => TypeKind::Boolean,
            _ => TypeKind::Any,
        },
    };
    Ok(Type { kind, span: part.span() })
}

fn assert(node: &Node<'_>) -> Built<Assert> {
    let mut parts = node.parts();
    parts.next_part()?;
    let always = parts.next_part()?.rule() == Rule::kw_always;
    let target = target(&parts.next_part()?)?;
    let condition = match parts.next_if(Rule::kw_if) {
        Some(_) => Some(condition(&parts.next_part()?)?),
        None => None,
    };
    Ok(Assert { always, target, condition })
}
