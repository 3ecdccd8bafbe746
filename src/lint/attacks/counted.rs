//! The plain attacks that count against an argument: not those that its clauses ask for by name. The author
//! of `under "/etc"` wants `/etc/passwd`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::analyze::questions::EntryId;
use crate::classify::{ArgumentKind, plain_attacks};
use crate::lint::context::{Context, Tool};
use crate::lint::held_texts::Texts;
use crate::lint::{programs, text_conditions};
use crate::model::Operand;
use crate::vocab::{Operator, Path, Value};

/// The attacks that count for some texts of a tool, the best ones to show first.
pub fn counted(context: &Context<'_>, tool: &Tool<'_>, texts: &Texts) -> Vec<&'static str> {
    let (kind, path) = (texts.kind, &texts.path);
    let listed = listed(context, tool, path);
    let starts = starts(context, tool, kind, path);
    let is_named =
        |attack: &&str| listed.iter().any(|text| text == attack) || starts.iter().any(|start| begins(attack, start));
    let (fitting, others): (Vec<_>, Vec<_>) = plain_attacks::shown(kind, path, context.language(tool, texts))
        .filter(|attack| !is_named(attack))
        .partition(|attack| fits(context, tool, path, attack));
    [fitting, others].concat()
}

/// Whether an attack has the form that the schema asks for. Servers may check it or not.
fn fits(context: &Context<'_>, tool: &Tool<'_>, path: &Path, attack: &str) -> bool {
    match context.lookup(tool, path).argument().and_then(|argument| argument.format.as_deref()) {
        Some("ipv4") => attack.parse::<Ipv4Addr>().is_ok(),
        Some("ipv6") => attack.parse::<Ipv6Addr>().is_ok(),
        Some("ip") => attack.parse::<IpAddr>().is_ok(),
        Some(_) | None => true,
    }
}

/// The texts that a `require` lists.
fn listed(context: &Context<'_>, tool: &Tool<'_>, path: &Path) -> Vec<String> {
    let clauses = context.clauses(tool);
    let required = clauses.iter().filter(|clause| matches!(clause.id, EntryId::Require(_)));
    let conditions = required.flat_map(|clause| &clause.entry.conditions);
    let lists = conditions.filter(|it| it.path == *path && matches!(it.op, Operator::Eq | Operator::In));
    let operands = lists.flat_map(|condition| match &condition.value {
        Operand::List(elements) => elements.as_slice(),
        value @ (Operand::Value(_) | Operand::Null) => std::slice::from_ref(value),
    });
    let text = |operand: &Operand| match operand {
        Operand::Value(Value::Text(text)) => Some(text.clone()),
        Operand::Value(_) | Operand::List(_) | Operand::Null => None,
    };
    operands.filter_map(text).collect()
}

/// The places that text conditions name: what all texts of an alternative begin with, if that is more than a scheme or
/// the root.
fn starts(context: &Context<'_>, tool: &Tool<'_>, kind: ArgumentKind, path: &Path) -> Vec<String> {
    let conditions = match kind {
        ArgumentKind::Query => Vec::new(),
        ArgumentKind::Command | ArgumentKind::Path | ArgumentKind::Url | ArgumentKind::Host | ArgumentKind::Mail => {
            text_conditions::of_argument(context, tool, path)
        }
    };
    let alternatives = conditions.iter().flat_map(text_conditions::TextCondition::alternatives);
    let named = alternatives.filter(|alternative| !alternative.is_open_at_start).map(|alternative| alternative.start);
    named
        .filter_map(|start| if kind == ArgumentKind::Command { program(&start) } else { Some(start) })
        .filter(|start| is_place(kind, start))
        .collect()
}

/// The program that a command begins with, if another rule judges what may follow it.
fn program(start: &str) -> Option<String> {
    let first = start.split(' ').next()?;
    programs::of(first).map(|_| format!("{first} "))
}

fn is_place(kind: ArgumentKind, start: &str) -> bool {
    match kind {
        ArgumentKind::Url => start.split_once("://").is_some_and(|(_, rest)| !rest.is_empty()),
        ArgumentKind::Path => start == "~" || !start.trim_start_matches(['/', '.', '~', '\\']).is_empty(),
        ArgumentKind::Host | ArgumentKind::Mail | ArgumentKind::Command | ArgumentKind::Query => !start.is_empty(),
    }
}

fn begins(attack: &str, start: &str) -> bool {
    attack.get(..start.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
}
