//! What was expected at a place, in words.

// These are the rules of the grammar, a hundred and thirty of them: rules that a match does not name can't
// occur there.
#![allow(clippy::wildcard_enum_match_arm)]

use crate::diagnostic::listed;
use crate::syntax::grammar::Rule;
use crate::syntax::starts::ITEM_WORDS;

/// What was expected at a place: words for the message, and the keywords among it.
pub struct Wanted {
    pub words: String,
    pub keywords: Vec<&'static str>,
}

impl Wanted {
    pub fn of(expected: &[Rule]) -> Self {
        let mut keywords = Vec::new();
        let mut phrases: Vec<&'static str> = Vec::new();
        for &rule in expected {
            keywords.extend_from_slice(keywords_of(rule));
            let phrase = phrase(rule);
            if !phrase.is_empty() && !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
        }
        if phrases.contains(&"an argument's name") {
            phrases.retain(|phrase| !matches!(*phrase, "a name" | "a string in double quotes"));
        }
        if phrases.contains(&"an operator such as `==`, `in` or `exists`") {
            phrases.retain(|phrase| *phrase != "an argument's name");
        }
        // A long list helps nobody: what can follow anywhere is dropped first.
        for usual in ["an item such as `allow` or `tool`", "`,`", "`because`", "`and`", "`or`"] {
            if phrases.len() > 3 {
                phrases.retain(|phrase| *phrase != usual);
            }
        }
        phrases.truncate(4);
        Self { words: listed(&phrases, "or"), keywords }
    }
}

fn keywords_of(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::item | Rule::item_start | Rule::lone_item | Rule::file => ITEM_WORDS,
        Rule::clause | Rule::clause_start | Rule::lone_clause => &["require", "deny", "limit", "apply"],
        Rule::test_step | Rule::step_start | Rule::lone_step => &["call", "at", "after", "as"],
        Rule::category | Rule::every_category => &["read", "write", "execute", "destructive", "financial"],
        Rule::window => &["minute", "hour", "day"],
        Rule::time_unit => &["seconds", "minutes", "hours", "days"],
        Rule::type_word | Rule::arg_type => &["string", "number", "integer", "boolean", "any"],
        Rule::outcome => &["allow", "deny", "hidden", "limited"],
        Rule::presence => &["exists", "missing"],
        Rule::matching | Rule::kw_matches => &["matches"],
        Rule::containing | Rule::kw_contains => &["contains"],
        Rule::fitting | Rule::text_operator => &["under", "on", "at", "starts", "ends"],
        Rule::kw_with => &["with"],
        Rule::membership | Rule::kw_in => &["in"],
        Rule::kw_because | Rule::because => &["because"],
        Rule::kw_per => &["per"],
        Rule::kw_as | Rule::grant => &["as"],
        Rule::kw_if => &["if"],
        Rule::kw_allow => &["allow"],
        Rule::kw_deny => &["deny"],
        Rule::kw_never => &["never"],
        Rule::kw_always => &["always"],
        Rule::kw_call => &["call"],
        Rule::kw_times => &["times"],
        Rule::kw_exists => &["exists"],
        Rule::kw_missing => &["missing"],
        _ => &[],
    }
}

/// A rule of the grammar in the words of a policy author; empty if it need not be mentioned.
fn phrase(rule: Rule) -> &'static str {
    match rule {
        Rule::item | Rule::item_start | Rule::file | Rule::lone_item => "an item such as `allow` or `tool`",
        Rule::clause | Rule::clause_start | Rule::lone_clause => "a clause (`require`, `deny`, `limit` or `apply`)",
        Rule::test_step | Rule::step_start | Rule::lone_step => "a step (`call`, `at` or `after`)",
        Rule::targets | Rule::target | Rule::tool_word | Rule::called_tool => "a tool's name",
        Rule::category | Rule::every_category => "`read`, `write`, `execute`, `destructive` or `financial`",
        Rule::window => "`minute`, `hour` or `day`",
        Rule::time_unit => "`seconds`, `minutes`, `hours` or `days`",
        Rule::type_word | Rule::arg_type => "a type such as `string` or `integer`",
        Rule::condition | Rule::conjunction | Rule::negation | Rule::comparison | Rule::path | Rule::args_word => {
            "a condition such as `args.amount > 5`"
        }
        Rule::comparator
        | Rule::comparing
        | Rule::presence
        | Rule::membership
        | Rule::matching
        | Rule::containing
        | Rule::fitting
        | Rule::text_operator => "an operator such as `==`, `in` or `exists`",
        Rule::value | Rule::literal | Rule::argument => "a value",
        Rule::value_list | Rule::open_bracket => "a list in `[ ]`",
        Rule::value_name | Rule::ident | Rule::new_name | Rule::name | Rule::bare_name => "a name",
        Rule::string | Rule::json_string | Rule::raw_string => "a string in double quotes",
        Rule::number => "a number",
        Rule::integer => "a whole number",
        Rule::timestamp => "a time such as `2026-03-01T12:00:00Z`",
        Rule::step | Rule::index | Rule::bracket_index => "an argument's name",
        Rule::key | Rule::pair | Rule::field => "a name",
        Rule::json | Rule::json_list => "a value",
        Rule::object => "the arguments in `{ }`",
        Rule::outcome => "`allow`, `deny`, `hidden` or `limited`",
        Rule::because | Rule::kw_because => "`because`",
        Rule::rating | Rule::colon => "`:`",
        Rule::kw_if => "`if`",
        Rule::kw_per => "`per`",
        Rule::kw_as | Rule::grant => "`as`",
        Rule::kw_and => "`and`",
        Rule::kw_or => "`or`",
        Rule::kw_in => "`in`",
        Rule::kw_allow => "`allow`",
        Rule::kw_deny => "`deny`",
        Rule::kw_never => "`never`",
        Rule::kw_always => "`always`",
        Rule::kw_call => "`call`",
        Rule::kw_times | Rule::times => "`times`",
        Rule::equals => "`=`",
        Rule::arrow => "`=>`",
        Rule::bar => "`|`",
        Rule::comma => "`,`",
        Rule::open_brace => "`{`",
        Rule::close_brace => "`}`",
        Rule::open_paren | Rule::signature | Rule::parameters | Rule::arguments => "`(`",
        Rule::close_paren => "`)`",
        Rule::close_bracket => "`]`",
        Rule::optional => "`?`",
        _ => "",
    }
}
