//! Items, clauses and the steps of tests: their words, and where their lines break.

use super::conditions::{condition, hugs_because};
use super::values;
use super::writer::{Brackets, Writer};
use crate::syntax::tree::*;

/// An item.
pub fn item(writer: &mut Writer<'_>, item: &Item) {
    match &item.kind {
        ItemKind::Default(default) => {
            writer.words(1);
            writer.piece(default.span);
        }
        ItemKind::Catalog(path) | ItemKind::Include(path) => {
            writer.words(1);
            writer.piece(path.span);
        }
        ItemKind::Let(item) => let_item(writer, item),
        ItemKind::Rate(statement)
        | ItemKind::Hide(statement)
        | ItemKind::Deny(statement)
        | ItemKind::Allow(statement) => {
            self::statement(writer, statement);
        }
        ItemKind::Limit(limit) => self::limit(writer, limit),
        ItemKind::Assert(assert) => self::assert(writer, assert),
        ItemKind::Rule(rule) => in_one_line_or_open(writer, &rule.block, |writer| self::rule(writer, rule)),
        ItemKind::Tool(tool) => in_one_line_or_open(writer, &tool.block, |writer| self::tool(writer, tool)),
        ItemKind::Guard(guard) => in_one_line_or_open(writer, &guard.block, |writer| self::guard(writer, guard)),
        ItemKind::Test(test) => in_one_line_or_open(writer, &test.block, |writer| self::test(writer, test)),
    }
}

/// A block stays on the line of its head if the author wrote it this way and it has at most one part.
fn in_one_line_or_open<T>(writer: &mut Writer<'_>, block: &Block<T>, item: impl FnOnce(&mut Writer<'_>)) {
    let is_short = match block.parts.as_slice() {
        [] => true,
        [_] => !writer.has_line_end(block.span),
        [..] => false,
    };
    if is_short {
        writer.group(item);
    } else {
        item(writer);
        writer.open();
    }
}

/// `let cap = 100_00`
fn let_item(writer: &mut Writer<'_>, item: &Let) {
    writer.words(1);
    writer.piece(item.name.span);
    writer.space();
    writer.sign(1);
    writer.space();
    values::argument(writer, &item.value);
}

/// `deny create_payout: financial because "…"`
fn statement(writer: &mut Writer<'_>, statement: &Statement) {
    writer.group(|writer| {
        writer.group(|writer| {
            writer.word();
            targets(writer, &statement.targets, |writer| rating(writer, statement.rating.as_ref()));
        });
        because_on_its_line(writer, statement.because.as_ref());
    });
}

/// The targets after a keyword, and what belongs to the last of them. Several targets are broken into lines,
/// one is not.
fn targets(writer: &mut Writer<'_>, targets: &[Target], tail: impl FnOnce(&mut Writer<'_>)) {
    let Some((first, others)) = targets.split_first() else { return };
    if others.is_empty() {
        writer.space();
        target(writer, first);
        return tail(writer);
    }
    writer.indent(|writer| {
        writer.separate(true, true);
        target(writer, first);
        for other in others {
            writer.comma();
            writer.separate(true, false);
            target(writer, other);
        }
        tail(writer);
    });
}

fn target(writer: &mut Writer<'_>, target: &Target) {
    match target.kind {
        TargetKind::Every(_) => {
            writer.words(1);
            writer.word();
        }
        TargetKind::Name(_) | TargetKind::Pattern(_) => writer.piece(target.span),
    }
}

/// `: read`
fn rating(writer: &mut Writer<'_>, rating: Option<&Rating>) {
    if let Some(rating) = rating {
        writer.sign_behind();
        writer.space();
        writer.piece(rating.span);
    }
}

/// `because "…"`, on its own line if the group around it is broken.
fn because_on_its_line(writer: &mut Writer<'_>, because: Option<&Because>) {
    if let Some(because) = because {
        writer.indent(|writer| {
            writer.line();
            self::because(writer, because);
        });
    }
}

fn because(writer: &mut Writer<'_>, because: &Because) {
    writer.words(1);
    writer.piece(because.text.span);
}

/// `rule careful(n) { … }`
fn rule(writer: &mut Writer<'_>, rule: &Rule) {
    writer.words(1);
    writer.piece(rule.name.span);
    if writer.is_next(b'(') {
        writer.bracketed(Brackets::Tight, &rule.parameters, |writer, name| writer.piece(name.span));
    }
    writer.space();
    writer.sign_behind();
    writer.block(&rule.block.parts, clause);
}

/// `tool create_refund(amount: integer): financial { … }`
fn tool(writer: &mut Writer<'_>, tool: &Tool) {
    let tail = |writer: &mut Writer<'_>| {
        if let Some(signature) = &tool.signature {
            writer.bracketed(Brackets::Tight, &signature.fields, values::field);
        }
        rating(writer, tool.rating.as_ref());
    };
    head(writer, &tool.targets, tail);
    writer.block(&tool.block.parts, clause);
}

/// `guard * { … }`
fn guard(writer: &mut Writer<'_>, guard: &Guard) {
    head(writer, &guard.targets, |_| {});
    writer.block(&guard.block.parts, clause);
}

/// The keyword and the targets before a block.
fn head(writer: &mut Writer<'_>, all: &[Target], tail: impl FnOnce(&mut Writer<'_>)) {
    writer.group(|writer| {
        writer.word();
        targets(writer, all, tail);
        // If each target has its own line, the brace separates them from the clauses.
        if all.len() > 1 {
            writer.line_before_sign();
        } else {
            writer.space();
        }
        writer.sign_behind();
    });
}

/// `assert never create_refund if args.amount > 100_00`
fn assert(writer: &mut Writer<'_>, assert: &Assert) {
    writer.group(|writer| {
        writer.words(2);
        target(writer, &assert.target);
        if let Some(condition) = &assert.condition {
            writer.indent(|writer| {
                writer.line();
                writer.words(1);
                self::condition(writer, condition);
            });
        }
    });
}

/// A clause of a tool or a rule.
fn clause(writer: &mut Writer<'_>, clause: &Clause) {
    match &clause.kind {
        ClauseKind::Require { condition, because } => {
            clause_with_condition(writer, 1, Some(condition), because.as_ref());
        }
        ClauseKind::Deny { condition, because } => {
            let words = if condition.is_some() { 2 } else { 1 };
            clause_with_condition(writer, words, condition.as_ref(), because.as_ref());
        }
        ClauseKind::Limit(limit) => self::limit(writer, limit),
        ClauseKind::Apply(apply) => self::apply(writer, apply),
    }
}

/// `deny if args.amount > cap because "…"`, with this many words before the condition.
fn clause_with_condition(
    writer: &mut Writer<'_>,
    words: usize,
    condition: Option<&Condition>,
    because: Option<&Because>,
) {
    let head = |writer: &mut Writer<'_>| match condition {
        Some(condition) => {
            writer.words(words);
            self::condition(writer, condition);
        }
        None => writer.word(),
    };
    if condition.is_some_and(hugs_because) {
        head(writer);
        writer.group(|writer| because_on_its_line(writer, because));
    } else {
        writer.group(|writer| {
            head(writer);
            because_on_its_line(writer, because);
        });
    }
}

/// `limit 10 per minute as mails`
fn limit(writer: &mut Writer<'_>, limit: &Limit) {
    writer.words(1);
    match &limit.max {
        LimitMax::Number(number) => writer.piece(number.span),
        LimitMax::Name(name) => writer.piece(name.span),
    }
    writer.space();
    writer.words(1);
    writer.word();
    if let Some(counter) = &limit.counter {
        writer.space();
        writer.words(1);
        writer.piece(counter.span);
    }
}

/// `apply careful(10, currencies)`
fn apply(writer: &mut Writer<'_>, apply: &Apply) {
    writer.words(1);
    writer.piece(apply.rule.span);
    if writer.is_next(b'(') {
        writer.bracketed(Brackets::Tight, &apply.arguments, values::argument);
    }
}

/// `test "…" { … }`
fn test(writer: &mut Writer<'_>, test: &Test) {
    writer.words(1);
    writer.piece(test.name.span);
    writer.space();
    writer.sign_behind();
    writer.block(&test.block.parts, step);
}

fn step(writer: &mut Writer<'_>, step: &TestStep) {
    match &step.kind {
        TestStepKind::Call(call) => self::call(writer, call),
        TestStepKind::At(time) => {
            writer.words(1);
            writer.piece(time.span);
        }
        TestStepKind::After { count_span, .. } => {
            writer.words(1);
            writer.piece(*count_span);
            writer.space();
            writer.word();
        }
    }
}

/// `as "bot" 3 times call create_refund { amount: 5 } => deny because "…"`
fn call(writer: &mut Writer<'_>, call: &Call) {
    if let Some(grant) = &call.grant {
        writer.words(1);
        writer.piece(grant.span);
        writer.space();
    }
    if let Some((_, count)) = call.times {
        writer.piece(count);
        writer.space();
        writer.words(1);
    }
    writer.words(1);
    writer.piece(call.tool.span);
    writer.space();
    values::object(writer, &call.args);
    writer.group(|writer| {
        writer.indent(|writer| {
            writer.line();
            writer.sign(2);
            writer.space();
            outcome(writer, &call.outcome);
        });
    });
}

fn outcome(writer: &mut Writer<'_>, outcome: &Outcome) {
    writer.word();
    match outcome {
        Outcome::Deny(Some(because)) => {
            writer.space();
            self::because(writer, because);
        }
        Outcome::Allow | Outcome::Deny(None) | Outcome::Hidden | Outcome::Limited => {}
    }
}
