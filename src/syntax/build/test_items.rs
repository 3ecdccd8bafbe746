//! Tests: their steps and the calls in them.

use super::node::{Built, Node, Parts};
use super::parts::{because, empty_block, integer, literal, name, not_empty, string};
use crate::syntax::errors::{Mistake, MistakeKind};
use crate::syntax::grammar::Rule;
use crate::syntax::tree::{Call, Json, Object, Outcome, Test, TestStep, TestStepKind, TimeUnit, Timestamp};

/// A test.
pub fn test_item(node: &Node<'_>, mistakes: &mut Vec<Mistake>) -> Built<Test> {
    let mut parts = node.parts();
    let mut test = test_head(&parts.next_part()?)?;
    test.block.span.end = node.span().end;
    for part in parts {
        match test_step(&part) {
            Ok(step) => test.block.parts.push(step),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    Ok(test)
}

/// The head of a test, with an empty block.
pub fn test_head(node: &Node<'_>) -> Built<Test> {
    let mut parts = node.parts();
    parts.next_part()?;
    Ok(Test { name: string(&parts.next_part()?), block: empty_block(node) })
}

/// One step of a test.
pub fn test_step(node: &Node<'_>) -> Built<TestStep> {
    let part = node.only()?;
    let mut words = part.parts();
    let kind = match part.rule() {
        Rule::at_step => {
            words.next_part()?;
            TestStepKind::At(timestamp(&words.next_part()?)?)
        }
        Rule::after_step => {
            words.next_part()?;
            let (count, count_span) = integer(&words.next_part()?)?;
            TestStepKind::After { count, count_span, unit: time_unit(&words.next_part()?) }
        }
        _ => TestStepKind::Call(call(&mut words)?),
    };
    Ok(TestStep { span: part.span(), kind })
}

fn timestamp(node: &Node<'_>) -> Built<Timestamp> {
    let moment = node.text().parse().map_err(|_| node.mistake(MistakeKind::NoTime))?;
    Ok(Timestamp { moment, span: node.span() })
}

fn time_unit(node: &Node<'_>) -> TimeUnit {
    match node.text().trim_end_matches('s') {
        "second" => TimeUnit::Second,
        "minute" => TimeUnit::Minute,
        "hour" => TimeUnit::Hour,
        _ => TimeUnit::Day,
    }
}

fn call(parts: &mut Parts<'_>) -> Built<Call> {
    let grant = parts.next_if(Rule::grant).and_then(|grant| grant.parts().nth(1)).map(|text| string(&text));
    let times =
        parts.next_if(Rule::times).and_then(|times| times.parts().next()).map(|count| integer(&count)).transpose()?;
    parts.next_part()?;
    let tool = not_empty(&parts.next_part()?.only()?)?;
    let args = object(&parts.next_part()?)?;
    let node = parts.next_part()?;
    Ok(Call { grant, times, tool, args, outcome: outcome(&node)?, outcome_span: node.span() })
}

fn outcome(node: &Node<'_>) -> Built<Outcome> {
    let mut parts = node.parts();
    Ok(match parts.next_part()?.rule() {
        Rule::kw_allow => Outcome::Allow,
        Rule::kw_hidden => Outcome::Hidden,
        Rule::kw_limited => Outcome::Limited,
        _ => Outcome::Deny(parts.next_if(Rule::because).map(|part| because(&part)).transpose()?),
    })
}

fn object(node: &Node<'_>) -> Built<Object> {
    let members = node.parts().map(|pair| {
        let mut parts = pair.parts();
        let key = name(&parts.next_part()?)?;
        parts.next_if(Rule::colon);
        Ok((key, json(&parts.next_part()?)?))
    });
    Ok(Object { members: members.collect::<Built<_>>()?, span: node.span() })
}

fn json(node: &Node<'_>) -> Built<Json> {
    let part = node.only()?;
    Ok(match part.rule() {
        Rule::kw_null => Json::Null(part.span()),
        Rule::json_list => Json::List(part.parts().map(|part| json(&part)).collect::<Built<_>>()?, part.span()),
        Rule::object => Json::Object(object(&part)?),
        _ => Json::Literal(literal(&part)?),
    })
}
