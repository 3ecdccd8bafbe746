//! What the names and descriptions of arguments say about their tool: that it runs a program, writes a file, or
//! sends something to somebody.

use super::evidence::{Facts, NamedArgument};
use super::nouns::has;
use super::words;

/// The argument with the program that a tool runs: a command, a script, code, a statement.
pub(super) fn program<'t>(facts: &Facts<'t>) -> Option<&'t str> {
    let is_program = |argument: &&NamedArgument| is_program(argument, facts);
    facts.arguments.iter().find(is_program).map(|argument| argument.name.as_str())
}

/// The argument that says where on disk something is written.
pub(super) fn destination<'t>(facts: &Facts<'t>) -> Option<&'t str> {
    let is_destination = |argument: &&NamedArgument| {
        let words = &argument.words;
        let is_place = |word: &String| has("path dir directory file filename folder", word);
        let is_goal = |word: &String| has("output save destination target dest local download", word);
        words.last().is_some_and(is_place) && words.iter().any(is_goal)
    };
    facts.arguments.iter().find(is_destination).map(|argument| argument.name.as_str())
}

/// The argument that says who gets something, in a tool that also takes what they get.
pub(super) fn recipient<'t>(facts: &Facts<'t>) -> Option<&'t str> {
    let named = |table: &'static str| {
        let is_named = move |argument: &&NamedArgument| argument.words.last().is_some_and(|word| has(table, word));
        facts.arguments.iter().find(is_named)
    };
    named("body text message content subject html attachment attachments")?;
    named("recipient recipients to cc bcc attendees invitees participants").map(|argument| argument.name.as_str())
}

/// Whether an argument contains a program. The `code` of a coupon or a country is none, nor is the `query` of a
/// search.
fn is_program(argument: &NamedArgument, facts: &Facts<'_>) -> bool {
    let Some(last) = argument.words.last() else { return false };
    match last.as_str() {
        "command" | "cmd" | "script" | "sql" | "cypher" | "shell" => true,
        "expression" => !is_arithmetic(argument, facts),
        "code" => is_source_code(argument, facts),
        "query" | "statement" => mentions(argument.description.as_deref(), QUERY_LANGUAGES),
        _ => false,
    }
}

/// `2 + 2` is not a program.
fn is_arithmetic(argument: &NamedArgument, facts: &Facts<'_>) -> bool {
    let texts = [argument.description.as_deref(), Some(facts.name), facts.description];
    texts.into_iter().any(|text| mentions(text, "math maths mathematical arithmetic calculator calculate calculates"))
}

/// Whether a tool reads the code that it takes, and does not run it: `review_code`.
pub(super) fn only_reads_code(words: &[String], facts: &Facts<'_>) -> bool {
    let reads = |word: &String| {
        has(
            "review format formatter lint linter analyze analyse analyzer explain highlight beautify minify validate",
            word,
        )
    };
    words.iter().any(reads) && !mentions(facts.description, "run runs execute executes eval evaluate evaluates sandbox")
}

/// Whether a tool returns what a command of the caller prints: `Get the output of a shell command`.
pub(super) fn shows_a_run(facts: &Facts<'_>) -> bool {
    mentions(facts.description, "shell bash terminal powershell")
        && mentions(facts.description, "output outputs result results runs executes")
}

const QUERY_LANGUAGES: &str = "sql cypher graphql gremlin sparql";

fn is_source_code(argument: &NamedArgument, facts: &Facts<'_>) -> bool {
    let about = argument.description.as_deref();
    if mentions(about, LANGUAGES) {
        return true;
    }
    let before = argument.words.split_last().map(|(_, before)| before).unwrap_or_default();
    let is_key = [about, Some(facts.name), facts.description].iter().any(|text| mentions(*text, CODES_THAT_ARE_KEYS));
    let is_run = facts.description.is_none()
        || [Some(facts.name), facts.description].iter().any(|text| mentions(*text, LANGUAGES) || mentions(*text, RUNS));
    before.iter().all(|word| has(LANGUAGES, word)) && !is_key && is_run
}

const LANGUAGES: &str = "python javascript js typescript ts ruby bash shell java rust sql lua php perl powershell source script \
    snippet program execute executed run runs interpreter";

const RUNS: &str = "code eval evaluate evaluates executes sandbox notebook repl";

const CODES_THAT_ARE_KEYS: &str = "coupon coupons voucher vouchers promo promotion promotional discount discounts gift redeem \
    referral zip postal postcode country countries language currency airport airports station iata icao icd dialing \
    error status product item sku isbn barcode qr otp verification confirmation confirm invite invitation access auth \
    authorization authentication oauth tracking reservation booking stock ticker region area department course fund \
    market security room join pin";

/// Whether a text has a word of a table.
fn mentions(text: Option<&str>, table: &str) -> bool {
    text.is_some_and(|text| words::of_name(text).iter().any(|word| has(table, word)))
}
