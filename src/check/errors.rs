//! The checker's errors, in words: here those about names, values and clauses.

pub mod files;
pub mod guards;
pub mod limits;
pub mod operands;
pub mod tools;

use super::bounds::{MAX_CLAUSES, MAX_LET_DEPTH, MAX_LIMIT, MAX_LIST};
use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean, listed, quoted, shortened};
use crate::source::Place;
use crate::syntax::tree::Name;
use crate::vocab::{Number, OperandKind, Operator, Path, RegexError, TextOperator};

/// How many characters of the user's text are shown.
const LONGEST_SHOWN: usize = 80;

/// A comparison that needs a constant.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The place of the comparison.
    pub comparison: Place,
    /// Its operator.
    pub operator: Operator,
    /// The operator that is written, if it compiles to another one.
    pub written: Option<TextOperator>,
    /// How serious a number is that the gateway can't tell from its neighbours.
    pub inexact: Option<Severity>,
}

impl Wanted {
    /// The operator as it is written.
    pub fn word(&self) -> &'static str {
        self.written.map_or_else(|| self.operator.word(), TextOperator::word)
    }
}

/// The same diagnostic, with the `apply` that the clause comes from.
pub fn applied(diagnostic: Diagnostic, applied_at: Option<Place>) -> Diagnostic {
    match applied_at {
        Some(place) => diagnostic.with_label(place, "applied here"),
        None => diagnostic,
    }
}

/// The same diagnostic, with the first tool to which a guard adds the clause.
pub fn guarded_by(diagnostic: Diagnostic, tool: &str, place: Place) -> Diagnostic {
    diagnostic.with_label(place, format!("the guard adds it to `{tool}`"))
}

/// A second `default`.
pub fn duplicate_default(place: Place, first: Place) -> Diagnostic {
    Diagnostic::error(Code::DUPLICATE_DEFAULT, place, "a second `default`", "there is already one")
        .with_label(first, "the first")
        .with_help("keep one of them")
}

/// A second `catalog`.
pub fn duplicate_catalog(place: Place, first: Place) -> Diagnostic {
    Diagnostic::error(Code::DUPLICATE_CATALOG, place, "a second `catalog`", "there is already one")
        .with_label(first, "the first")
        .with_help("a policy is for the tools of one server: keep one of them")
}

/// A second let, rule, test, parameter or argument with the same name.
pub fn duplicate_name(kind: &str, name: &str, place: Place, first: Place) -> Diagnostic {
    let message = format!("a second {kind} named `{}`", shortened(name, LONGEST_SHOWN));
    Diagnostic::error(Code::DUPLICATE_NAME, place, message, "this name is taken").with_label(first, "the first")
}

/// A name that neither a let nor a parameter has; `example` is a value that fits.
pub fn unknown_name(place: Place, name: &str, is_rule: bool, near: Option<&str>, example: &str) -> Diagnostic {
    let label = if is_rule { "a rule, not a value" } else { "no `let` or parameter has this name" };
    let help = near.map(did_you_mean).or_else(|| (!is_rule).then(|| meant_value(name, example)));
    Diagnostic::error(Code::UNKNOWN_NAME, place, format!("unknown name `{name}`"), label).with_help_if(help)
}

/// What somebody means who writes a name for a value.
fn meant_value(name: &str, example: &str) -> String {
    const NUMBERS: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "ten", "twenty", "hundred", "thousand", "unlimited"];
    match name.to_ascii_lowercase().as_str() {
        "true" | "yes" => "write `true`".to_owned(),
        "false" | "no" => "write `false`".to_owned(),
        "null" | "nil" | "none" | "undefined" => {
            "nothing equals `null`: write `missing`, which is also true for `null`, or `exists`".to_owned()
        }
        number if NUMBERS.contains(&number) => "a number is written in digits".to_owned(),
        _ if example == "5" => format!("write a number, or name one with `let {name} = {example}`"),
        _ => format!("a string is in quotes, `\"{name}\"`; a name is given to a value with `let {name} = {example}`"),
    }
}

/// A name in `apply` that no rule has.
pub fn unknown_rule(place: Place, name: &str, is_let: bool, near: Option<&str>) -> Diagnostic {
    let label = if is_let { "a value, not a rule" } else { "no `rule` has this name" };
    Diagnostic::error(Code::UNKNOWN_NAME, place, format!("unknown rule `{name}`"), label)
        .with_help_if(near.map(did_you_mean))
}

/// An `apply` with too few or too many values.
pub fn wrong_arguments(place: Place, name: &str, declared_at: Place, parameters: &[&str], given: usize) -> Diagnostic {
    let wanted = parameters.len();
    let takes = match wanted {
        0 => "no values".to_owned(),
        1 => "1 value".to_owned(),
        _ => format!("{wanted} values"),
    };
    let is = if given == 1 { "1 is".to_owned() } else { format!("{given} are") };
    let head = match wanted {
        1..=8 => format!("takes `{}`", parameters.join(", ")),
        _ => format!("takes {takes}"),
    };
    Diagnostic::error(
        Code::WRONG_ARGUMENTS,
        place,
        format!("`{name}` takes {takes}, but {is} given"),
        format!("{is} given"),
    )
    .with_label(declared_at, head)
}

/// An `apply` that leads back to a rule that is already being applied.
pub fn rule_cycle<'n>(place: Place, first: Place, names: impl ExactSizeIterator<Item = &'n str>) -> Diagnostic {
    let is_alone = names.len() == 1;
    let (name, way) = circle(names);
    let message = format!("the rule `{name}` applies itself{way}");
    let error = Diagnostic::error(Code::RULE_CYCLE, place, message, format!("leads back to `{name}`"));
    let error = if is_alone { error } else { error.with_label(first, "from here") };
    error.with_help("a rule's clauses replace the `apply`, so a rule can't contain itself")
}

/// A let whose value leads back to itself.
pub fn let_cycle<'n>(place: Place, first: Place, names: impl ExactSizeIterator<Item = &'n str>) -> Diagnostic {
    let is_alone = names.len() == 1;
    let (name, way) = circle(names);
    let message = format!("the let `{name}` leads back to itself{way}");
    let error = Diagnostic::error(Code::LET_CYCLE, place, message, format!("leads back to `{name}`"));
    let error = if is_alone { error } else { error.with_label(first, "from here") };
    error.with_help("a let needs a value in the end: a string, a number, a boolean or a list of them")
}

/// A let that reaches its value through more lets than it may.
pub fn let_too_deep(place: Place) -> Diagnostic {
    let message = format!("a let that leads to its value through more than {MAX_LET_DEPTH} others");
    Diagnostic::error(Code::TOO_LARGE, place, message, "one step too many")
}

/// A list with more values than it may have.
pub fn list_too_long(place: Place) -> Diagnostic {
    let message = format!("a list with more than {MAX_LIST} values, after its names are replaced");
    Diagnostic::error(Code::TOO_LARGE, place, message, "this goes over the maximum")
}

/// The name at which a cycle starts, and the others on the way, in words.
fn circle<'n>(mut names: impl ExactSizeIterator<Item = &'n str>) -> (&'n str, String) {
    /// Nobody would read more names than this.
    const SHOWN: usize = 6;
    let name = names.next().unwrap_or_default();
    let way = match names.len() {
        0 => String::new(),
        1..=SHOWN => format!(" through {}", listed(&quoted(names), "and")),
        others => format!(" through {others} others"),
    };
    (name, way)
}

/// The name of a list where one value is needed.
pub fn list_for_value(name: &Name, given_at: Place, wanted: Wanted) -> Diagnostic {
    let row = wanted.operator.row();
    let wants = match row.operand {
        OperandKind::List => "a list",
        OperandKind::Pattern => "a regular expression",
        OperandKind::Scalar | OperandKind::Number | OperandKind::Presence => "one value",
    };
    let help = match row.of_list {
        Some(of_list) => {
            let how_many = if row.negative { "none" } else { "one" };
            Some(format!("to match {how_many} of them, write `{} {}`", of_list.word(), name.text))
        }
        None => None,
    };
    kinds(name, "a list", wants, given_at, wanted).with_help_if(help)
}

/// The name of one value where a list is needed.
pub fn value_for_list(name: &Name, is: &str, given_at: Place, wanted: Wanted) -> Diagnostic {
    let equal = wanted.operator.of_one().unwrap_or(Operator::Eq).word();
    kinds(name, is, "a list", given_at, wanted)
        .with_help(format!("write `{equal} {}`, or `[{}]` for a list of one", name.text, name.text))
}

/// The name of a value that is not a string where a regular expression is needed.
pub fn no_pattern(name: &Name, is: &str, given_at: Place, wanted: Wanted) -> Diagnostic {
    kinds(name, is, "a regular expression", given_at, wanted)
}

fn kinds(name: &Name, is: &str, wants: &str, given_at: Place, wanted: Wanted) -> Diagnostic {
    let (name, word) = (&name.text, wanted.word());
    let message = format!("`{name}` is {is}, but `{word}` needs {wants}");
    Diagnostic::error(Code::TYPE_MISMATCH, wanted.comparison, message, format!("`{word}` needs {wants}"))
        .with_label(given_at, is)
}

/// A whole number that the gateway can't tell from its neighbours, and the place where it is written.
pub fn inexact_number(
    (place, written_at): (Place, Place),
    number: Number,
    (operator, severity): (Operator, Severity),
) -> Diagnostic {
    let message = format!("the gateway can't tell `{number}` from its neighbours");
    let label = format!("beyond {}, numbers are rounded", Number::MAX_EXACT);
    let error = Diagnostic::error(Code::INEXACT_NUMBER, place, message, label);
    let error = if place == written_at { error } else { error.with_label(written_at, "the number") };
    let help = match operator.order() {
        Some(_) => format!("compare with a number up to {}", Number::MAX_EXACT),
        None => format!("strings are compared exactly: if the server takes one, compare with `\"{number}\"`"),
    };
    Diagnostic { severity, ..error }.with_help(help)
}

/// A path into a list.
pub fn list_index(place: Place, written: &str) -> Diagnostic {
    let message = format!("a path can't step into a list: `{written}`");
    Diagnostic::error(Code::LIST_INDEX, place, message, "the gateway only follows objects").with_help(
        "ask whether the list has a value, `contains …`, or whether it exists; nothing can ask about every element",
    )
}

/// A regular expression that RE2 can't read; `inside` is the place in its text.
pub fn invalid_regex(place: Place, inside: Place, error: &RegexError) -> Diagnostic {
    let message = format!("invalid regular expression: {}", shortened(&error.message, LONGEST_SHOWN));
    Diagnostic::error(Code::INVALID_REGEX, place, message, "").with_label(inside, "here").with_help_if(error.help)
}

/// A limit that is not a whole number of at least 1.
pub fn invalid_limit(place: Place, written: &str) -> Diagnostic {
    Diagnostic::error(Code::INVALID_LIMIT, place, format!("`{written}` is not a valid limit"), limit_wants())
        .with_help_if((written == "0").then_some("to deny every call, write `deny`"))
}

/// A name used as a limit that is something else; `is` is its value or kind.
pub fn invalid_named_limit(place: Place, name: &str, is: &str, given_at: Place) -> Diagnostic {
    Diagnostic::error(
        Code::INVALID_LIMIT,
        place,
        format!("`{name}` is {is}, which is not a valid limit"),
        limit_wants(),
    )
    .with_label(given_at, is)
}

fn limit_wants() -> String {
    format!("a limit is a whole number from 1 to {MAX_LIMIT}")
}

/// More clauses than a tool may have.
pub fn too_many_clauses(place: Place, is_applied: bool) -> Diagnostic {
    let label = if is_applied { "expands to too many clauses here" } else { "one clause too many" };
    let message = format!("more than {MAX_CLAUSES} clauses in one tool, after its rules are expanded");
    Diagnostic::error(Code::TOO_LARGE, place, message, label)
}

/// A path with more steps than it may have.
pub fn too_many_steps(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::TOO_LARGE,
        place,
        format!("a path with more than {} steps", Path::MAX_STEPS),
        "one step too many",
    )
}

/// Rules and names that take too much memory once they are expanded.
pub fn too_many_copies(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::TOO_LARGE,
        place,
        "the policy is too large once its rules and names are expanded",
        "this goes over the maximum",
    )
    .with_help("apply fewer rules, or shorten the lists and messages that many clauses use")
}

/// Too many clauses for too many tools.
pub fn too_many_checks(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::TOO_LARGE,
        place,
        "too many clauses for so many tools",
        "the clauses are checked for each tool, and this goes over the maximum",
    )
    .with_help("shorten the lists and clauses, or name fewer tools")
}
