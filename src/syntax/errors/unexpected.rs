//! A place where something else was expected: what, and the way out.

use super::expected::Wanted;
use super::piece::piece_at;
use super::strings::wrong_string;
use crate::diagnostic::{Code, Diagnostic, shortened};
use crate::source::SourceId;
use crate::syntax::grammar::Rule;
use crate::syntax::slips::{self, Place};
use crate::syntax::strings;
use crate::vocab::visible::is_hidden;

/// The most characters of the text found that are shown.
const LONGEST_FOUND: usize = 40;

/// The diagnostic for a place where one of these rules was expected.
pub fn unexpected(id: SourceId, text: &str, offset: usize, expected: &[Rule]) -> Diagnostic {
    let rest = text.get(offset..).unwrap_or_default();
    if let Some(mistake) = strings::mistake(rest) {
        return wrong_string(id, offset, rest, mistake);
    }
    let span = piece_at(text, offset);
    let found = text.get(span.range()).unwrap_or_default();
    let wanted = Wanted::of(expected);
    let what = match found.is_empty() {
        true => "found the end of the file".to_owned(),
        false if found.trim().is_empty() => "found white space".to_owned(),
        false => format!("found `{}`", shortened(found, LONGEST_FOUND)),
    };
    let message = match wanted.words.is_empty() {
        true => format!("can't read `{}`", shortened(found, LONGEST_FOUND)),
        false => format!("expected {}, {what}", wanted.words),
    };
    let label = if found.is_empty() { "the end of the file" } else { "not expected here" };
    Diagnostic::error(Code::SYNTAX, span.of(id), message, label)
        .with_help_if(way_out(text, offset, found, expected, &wanted))
}

/// The help for what was found: what people often mean by it, or a similar keyword.
fn way_out(text: &str, offset: usize, found: &str, expected: &[Rule], wanted: &Wanted) -> Option<String> {
    let places = places(expected);
    odd_character(found)
        .or_else(|| slips::way_out(text, offset, &places, &wanted.keywords))
        .or_else(|| extra_zero(text, offset, found))
}

/// A character that looks like nothing, or like an ordinary space.
fn odd_character(found: &str) -> Option<String> {
    let first = found.chars().next()?;
    let is_odd_space = first.is_whitespace() && !matches!(first, ' ' | '\t' | '\r' | '\n');
    if is_hidden(first) {
        Some("remove this invisible character".to_owned())
    } else {
        is_odd_space.then(|| "this is not an ordinary space: replace it with one".to_owned())
    }
}

/// `01`: the number ends after its first digit.
fn extra_zero(text: &str, offset: usize, found: &str) -> Option<String> {
    let is_digit = found.starts_with(|first: char| first.is_ascii_digit());
    let is_after_zero = text.get(..offset).is_some_and(|before| before.ends_with('0'));
    (is_digit && is_after_zero).then(|| "a number can't start with an extra `0`".to_owned())
}

/// What kinds of place a mistake is at, by what was expected.
fn places(expected: &[Rule]) -> Vec<Place> {
    const RULES: &[(Place, &[Rule])] = &[
        (Place::Item, &[Rule::item, Rule::lone_item, Rule::file]),
        (Place::Clause, &[Rule::clause, Rule::lone_clause]),
        (Place::Step, &[Rule::test_step, Rule::lone_step]),
        (
            Place::Condition,
            &[
                Rule::condition,
                Rule::conjunction,
                Rule::negation,
                Rule::comparison,
                Rule::path,
                Rule::group,
                Rule::args_word,
            ],
        ),
        (
            Place::Type,
            &[Rule::arg_type, Rule::type_word, Rule::list_type, Rule::object_type, Rule::one_of, Rule::optional],
        ),
        (
            Place::Test,
            &[
                Rule::test_step,
                Rule::lone_step,
                Rule::step_start,
                Rule::called_tool,
                Rule::object,
                Rule::key,
                Rule::pair,
                Rule::json,
                Rule::arrow,
                Rule::outcome,
                Rule::timestamp,
                Rule::time_unit,
                Rule::integer,
                Rule::kw_call,
                Rule::kw_times,
            ],
        ),
    ];
    let wants = |rule: Rule| expected.contains(&rule);
    let mut places: Vec<Place> =
        RULES.iter().filter(|(_, rules)| rules.iter().any(|&rule| wants(rule))).map(|(place, _)| *place).collect();
    let in_block = wants(Rule::clause_start);
    let after_target = [
        Rule::item_start,
        Rule::targets,
        Rule::target,
        Rule::tool_word,
        Rule::category,
        Rule::colon,
        Rule::rating,
        Rule::signature,
        Rule::open_brace,
    ];
    if in_block {
        places.push(Place::Inside);
    } else if !wants(Rule::close_brace) && after_target.into_iter().any(wants) {
        places.push(Place::Statement);
    }
    // Between two arguments, of a signature or of a call.
    if wants(Rule::comma) {
        places.extend(wants(Rule::close_paren).then_some(Place::Type));
        places.extend(wants(Rule::close_brace).then_some(Place::Test));
    }
    places
}
