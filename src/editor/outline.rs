//! The items of a policy as a tree, and what can be folded.

use crate::source::{Source, Span};
use crate::syntax::tree::{Clause, ClauseKind, File, Item, ItemKind, Statement, Target, TestStepKind};

/// An item or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called: `create_refund`.
    pub name: String,
    /// What it does: `tool`.
    pub detail: String,
    /// What it is.
    pub kind: EntryKind,
    /// All of it.
    pub span: Span,
    /// Its name.
    pub name_span: Span,
    /// Its parts.
    pub parts: Vec<Entry>,
}

/// The kinds of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A catalog or an include.
    File,
    /// A let.
    Let,
    /// A rule.
    Rule,
    /// A statement about tools.
    Tools,
    /// A clause.
    Clause,
    /// A limit on all tools, or the default.
    Setting,
    /// A test or an assert.
    Test,
}

/// The items of a file, in the order of the text.
pub fn outline(source: &Source, file: &File) -> Vec<Entry> {
    file.items.iter().map(|item| entry(source, item)).collect()
}

fn entry(source: &Source, item: &Item) -> Entry {
    let word = source.slice(item.keyword).to_owned();
    let of = |kind, name: String, name_span: Span, parts| Entry {
        name: if name.is_empty() { word.clone() } else { name },
        detail: word.clone(),
        kind,
        span: item.span,
        name_span: if item.span.start <= name_span.start && name_span.end <= item.span.end {
            name_span
        } else {
            item.keyword
        },
        parts,
    };
    match &item.kind {
        ItemKind::Default(default) => {
            of(EntryKind::Setting, source.slice(default.span).to_owned(), default.span, vec![])
        }
        ItemKind::Catalog(text) | ItemKind::Include(text) => of(EntryKind::File, text.value.clone(), text.span, vec![]),
        ItemKind::Let(item) => of(EntryKind::Let, item.name.text.clone(), item.name.span, vec![]),
        ItemKind::Rule(rule) => {
            of(EntryKind::Rule, rule.name.text.clone(), rule.name.span, clauses(source, &rule.block.parts))
        }
        ItemKind::Rate(Statement { targets, .. })
        | ItemKind::Hide(Statement { targets, .. })
        | ItemKind::Deny(Statement { targets, .. })
        | ItemKind::Allow(Statement { targets, .. }) => {
            let (name, span) = names(source, targets);
            of(EntryKind::Tools, name, span, vec![])
        }
        ItemKind::Tool(tool) => {
            let (name, span) = names(source, &tool.targets);
            of(EntryKind::Tools, name, span, clauses(source, &tool.block.parts))
        }
        ItemKind::Guard(guard) => {
            let (name, span) = names(source, &guard.targets);
            of(EntryKind::Tools, name, span, clauses(source, &guard.block.parts))
        }
        ItemKind::Limit(limit) => of(EntryKind::Setting, one_line(source.slice(limit.span)), limit.span, vec![]),
        ItemKind::Test(test) => {
            let calls = test.block.parts.iter().filter_map(|step| match &step.kind {
                TestStepKind::Call(call) => Some(part(call.tool.text.clone(), "call", step.span, call.tool.span)),
                TestStepKind::At(_) | TestStepKind::After { .. } => None,
            });
            of(EntryKind::Test, test.name.value.clone(), test.name.span, calls.collect())
        }
        ItemKind::Assert(assert) => of(EntryKind::Test, one_line(source.slice(item.span)), assert.target.span, vec![]),
    }
}

fn part(name: String, detail: &str, span: Span, name_span: Span) -> Entry {
    Entry { name, detail: detail.to_owned(), kind: EntryKind::Clause, span, name_span, parts: Vec::new() }
}

fn names(source: &Source, targets: &[Target]) -> (String, Span) {
    let names: Vec<_> = targets.iter().map(|target| one_line(source.slice(target.span))).collect();
    let spans = targets.iter().map(|target| target.span);
    (names.join(", "), spans.reduce(Span::to).unwrap_or_default())
}

fn clauses(source: &Source, clauses: &[Clause]) -> Vec<Entry> {
    let entry = |clause: &Clause| {
        let detail = match clause.kind {
            ClauseKind::Require { .. } => "require",
            ClauseKind::Deny { .. } => "deny",
            ClauseKind::Limit(_) => "limit",
            ClauseKind::Apply(_) => "apply",
        };
        part(one_line(source.slice(clause.span)), detail, clause.span, clause.span)
    };
    clauses.iter().map(entry).collect()
}

/// The longest name in an outline, in characters.
const LONGEST_NAME: usize = 80;

fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    crate::diagnostic::shortened(&words.join(" "), LONGEST_NAME)
}

/// What can be folded: blocks, and comments on several lines in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// From `{` to `}`.
    Block(Span),
    /// From the first `#` to the end of the last comment.
    Comments(Span),
}

/// The folds of a file, in the order of the text.
pub fn folds(source: &Source, file: &File) -> Vec<Fold> {
    let mut folds: Vec<_> = file.items.iter().filter_map(block).map(Fold::Block).collect();
    let mut group: Option<Span> = None;
    for comment in file.comments.iter().filter(|comment| comment.own_line) {
        group = Some(match group {
            Some(before) if follows(source, before, comment.span) => before.to(comment.span),
            other => {
                folds.extend(other.map(Fold::Comments));
                comment.span
            }
        });
    }
    folds.extend(group.map(Fold::Comments));
    folds.retain(|fold| {
        let (Fold::Block(span) | Fold::Comments(span)) = fold;
        source.position(span.start).line < source.position(span.end).line
    });
    folds
}

/// Whether a comment is on the line after another one.
fn follows(source: &Source, before: Span, comment: Span) -> bool {
    source.position(before.end).line + 1 == source.position(comment.start).line
}

/// The block of an item, from `{` on.
fn block(item: &Item) -> Option<Span> {
    match &item.kind {
        ItemKind::Rule(rule) => Some(rule.block.span),
        ItemKind::Tool(tool) => Some(tool.block.span),
        ItemKind::Guard(guard) => Some(guard.block.span),
        ItemKind::Test(test) => Some(test.block.span),
        ItemKind::Default(_)
        | ItemKind::Catalog(_)
        | ItemKind::Include(_)
        | ItemKind::Let(_)
        | ItemKind::Rate(_)
        | ItemKind::Hide(_)
        | ItemKind::Deny(_)
        | ItemKind::Allow(_)
        | ItemKind::Limit(_)
        | ItemKind::Assert(_) => None,
    }
}

/// The spans around an offset, from the smallest to the largest: a word, a clause or a step, a block, an item, the file.
pub fn around(source: &Source, file: &File, offset: u32) -> Vec<Span> {
    let is_inside = |span: &Span| span.start <= offset && offset <= span.end;
    let mut spans = vec![Span::new(0, source.text.len())];
    let Some(item) = file.items.iter().find(|item| is_inside(&item.span)) else { return spans };
    spans.push(item.span);
    spans.extend(block(item).filter(is_inside));
    spans.extend(entry(source, item).parts.iter().map(|part| part.span).filter(is_inside));
    spans.extend(conditions(item).into_iter().filter(is_inside));
    let words = crate::syntax::lexeme::lexemes(&source.text, item.span.start as usize);
    let words = words.take_while(|lexeme| lexeme.span.start <= offset).map(|lexeme| lexeme.span);
    spans.extend(words.filter(is_inside).last());
    spans.sort_by_key(|span| span.end - span.start);
    // Of two that only touch at the offset, the smaller one counts.
    let mut nested: Vec<Span> = Vec::new();
    for span in spans {
        let last = nested.last().copied();
        if last.is_none_or(|inner| span != inner && span.start <= inner.start && inner.end <= span.end) {
            nested.push(span);
        }
    }
    nested
}

/// The conditions in an item, and their parts.
fn conditions(item: &Item) -> Vec<Span> {
    use crate::syntax::tree::{Condition, ConditionKind};
    fn collect(condition: &Condition, spans: &mut Vec<Span>) {
        spans.push(condition.span);
        match &condition.kind {
            ConditionKind::Or(parts) | ConditionKind::And(parts) => parts.iter().for_each(|part| collect(part, spans)),
            ConditionKind::Not(inner) | ConditionKind::Group(inner) => collect(inner, spans),
            ConditionKind::Comparison(comparison) => spans.push(comparison.path.span),
        }
    }
    let mut spans = Vec::new();
    if let ItemKind::Assert(assert) = &item.kind {
        assert.condition.iter().for_each(|condition| collect(condition, &mut spans));
    }
    for clause in item.clauses() {
        match &clause.kind {
            ClauseKind::Require { condition, .. } => collect(condition, &mut spans),
            ClauseKind::Deny { condition, .. } => condition.iter().for_each(|condition| collect(condition, &mut spans)),
            ClauseKind::Limit(_) | ClauseKind::Apply(_) => {}
        }
    }
    spans
}
