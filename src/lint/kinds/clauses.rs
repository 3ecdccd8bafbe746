//! What an argument is, by what the clauses of its tool compare it with.

use crate::check::ir;
use crate::classify::ArgumentKind;
use crate::classify::argument_signs::{of_beginning, of_text};
use crate::lint::context::{Clause, Context, Tool, comparisons};
use crate::model::{Condition, Operand};
use crate::vocab::{Operator, Path, Piece, Shape, TextOperator, Value, plain_texts};

/// The kind of the texts that an argument is compared with, if all that have a kind have the same one.
pub fn kind(context: &Context<'_>, tool: &Tool<'_>, path: &Path, is_list: bool) -> Option<ArgumentKind> {
    let clauses = context.clauses(tool);
    let mut kinds = Vec::new();
    for clause in clauses.iter() {
        kinds.extend(of_clause(clause, path, is_list));
    }
    agreed(&kinds)
}

/// The kind that at least half of them have, and the others none.
fn agreed(kinds: &[Option<ArgumentKind>]) -> Option<ArgumentKind> {
    let known: Vec<ArgumentKind> = kinds.iter().copied().flatten().collect();
    let first = *known.first()?;
    (known.len() * 2 >= kinds.len() && known.iter().all(|kind| *kind == first)).then_some(first)
}

/// The operators as they are written, if there is a `.pl` file.
fn of_clause(clause: &Clause<'_>, path: &Path, is_list: bool) -> Vec<Option<ArgumentKind>> {
    let written: Vec<&ir::Comparison> = comparisons::of(clause);
    if clause.source.is_some() {
        let own = written.into_iter().filter(|comparison| comparison.path == *path);
        return own
            .filter_map(|it| of_comparison(it.written, it.operator, &Operand::from(&it.operand), is_list))
            .collect();
    }
    let own = clause.entry.conditions.iter().filter(|condition| condition.path == *path);
    own.filter_map(|condition| of_comparison(written_as(condition), condition.op, &condition.value, is_list)).collect()
}

fn written_as(condition: &Condition) -> Option<TextOperator> {
    TextOperator::of_regex(condition.pattern()?).map(|(operator, _)| operator)
}

/// Nothing if the comparison is not with texts.
fn of_comparison(
    written: Option<TextOperator>,
    operator: Operator,
    operand: &Operand,
    is_list: bool,
) -> Option<Option<ArgumentKind>> {
    match written {
        Some(TextOperator::Under) => return Some(Some(ArgumentKind::Path)),
        Some(TextOperator::On) => return Some(Some(ArgumentKind::Url)),
        Some(TextOperator::At) => return Some(Some(ArgumentKind::Mail)),
        Some(TextOperator::StartsWith | TextOperator::EndsWith) | None => {}
    }
    let texts: Vec<&str> = texts(operand);
    (!texts.is_empty()).then(|| match operator {
        Operator::Eq | Operator::Neq | Operator::In | Operator::NotIn => {
            agreed(&texts.iter().map(|text| of_text(text)).collect::<Vec<_>>())
        }
        Operator::Contains if is_list => texts.first().and_then(|text| of_text(text)),
        // A part that begins with `/`, or is a host, may be in the middle of any text.
        Operator::Contains => texts.first().and_then(|text| of_text(text)).filter(is_whole),
        Operator::Regex => texts.first().and_then(|pattern| of_pattern(pattern)),
        Operator::Exists | Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte => None,
    })
}

/// Whether only a text of the kind has such a part.
fn is_whole(kind: &ArgumentKind) -> bool {
    !matches!(kind, ArgumentKind::Path | ArgumentKind::Host)
}

fn texts(operand: &Operand) -> Vec<&str> {
    let all = match operand {
        Operand::List(elements) => elements.as_slice(),
        value @ (Operand::Value(_) | Operand::Null) => std::slice::from_ref(value),
    };
    let text = |operand| if let &Operand::Value(Value::Text(ref text)) = operand { Some(text.as_str()) } else { None };
    all.iter().filter_map(text).collect()
}

/// The kind of the texts that a regular expression matches, by how its alternatives begin or end.
fn of_pattern(pattern: &str) -> Option<ArgumentKind> {
    if let Some(texts) = plain_texts(pattern) {
        return agreed(&texts.iter().map(|text| of_text(text)).collect::<Vec<_>>());
    }
    let shape = Shape::of(pattern)?;
    let known: Vec<ArgumentKind> = shape.rows.iter().filter_map(|row| of_row(row)).collect();
    let first = *known.first()?;
    known.iter().all(|kind| *kind == first).then_some(first)
}

/// Words of statements that hardly begin another text.
const BARE_STATEMENTS: [&str; 2] = ["select", "insert"];

fn of_row(row: &[Piece]) -> Option<ArgumentKind> {
    let begins = matches!(row.first(), Some(Piece::Edge));
    let start = row.iter().position(|piece| matches!(piece, Piece::Letter(_)))?;
    let rest = row.get(start..)?;
    let mut text: String = rest.iter().map_while(letter).collect();
    let next = rest.get(text.chars().count());
    // `^git(?: [a-z]+)*$`: what follows a word of letters begins with a blank.
    if matches!(next, Some(Piece::Gap(_) | Piece::Edge)) {
        text.push(' ');
    }
    // `^SELECT`
    if next.is_none() && BARE_STATEMENTS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        text.push(' ');
    }
    let by_start = of_beginning(&text).filter(|kind| begins || *kind != ArgumentKind::Path);
    by_start.or_else(|| of_end(row))
}

/// `@acme\.example$`, `[a-z]+@acme\.example`
fn of_end(row: &[Piece]) -> Option<ArgumentKind> {
    let spelled: String = row.iter().map(|piece| letter(piece).unwrap_or(' ')).collect();
    let last = spelled.split_whitespace().last()?;
    let domain = last.get(last.rfind('@')?..)?;
    of_text(domain).filter(|kind| *kind == ArgumentKind::Mail)
}

fn letter(piece: &Piece) -> Option<char> {
    match piece {
        Piece::Letter(letter) => Some(*letter),
        // `docs.example.com`, without a backslash before the dot.
        Piece::AnyLetter => Some('.'),
        Piece::Edge | Piece::Gap(_) => None,
    }
}
