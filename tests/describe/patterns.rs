//! Regular expressions in words.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::string::string_regex;
use serde_json::{Value as Json, json};

use jamb::describe::{Comparison, Condition, Fact, Sentence};
use jamb::model::Operand;
use jamb::vocab::{Operator, Path, Regex, Value};

use super::claims::holds;
use crate::support::english::Claim;
use crate::support::said::snapshots;

const PATTERNS: &[&str] = &[
    "^[a-z]{3}$",
    "^[0-9]{4}$",
    "^[A-Z]$",
    "^[a-zA-Z]$",
    "^[1-3]$",
    "^[1-9]$",
    "^[0-9a-f]{40}$",
    r"^\d+$",
    r"^\w{1,64}$",
    r"^\S+$",
    r"^\s*$",
    "^.{1,140}$",
    r"^[^\r\n]{1,140}$",
    "^(?s:.)$",
    "^[^/]+$",
    "^[^/\\n]*$",
    "^[0-9]{0,1}x$",
    "^[a-z]{12,}$",
    "^SUP-[0-9]{1,8}$",
    "^(?:feature|fix)/[a-z0-9-]+$",
    "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
    "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "^(?:https?://)?www.example.com/?$",
    r"^(?:https?://)?www\.example\.com/?$",
    r"^v[0-9]+(?:-rc)?$",
    "^[A-Z]{2}",
    "^[a-z]+[0-9]*",
    "^a[0-9]",
    "[0-9]{2}$",
    r"\.exe$",
    "(?i)drop|delete",
    "(?i)^select ",
    "(?i)[a-z]",
    "(?i)^[a-z0-9-]{1,63}$",
    "^[a-z\u{430}]$",
    "^ab(?:c)?[0-9]*",
    "[;&|]",
    "[`$\"]",
    "secret",
    r"\.\.",
    "[0-9]",
    "^(?:a|b|)$",
    "^true$",
    "^[a-z]{4,5}$",
    "^[é-ü]$",
    "^(?:[0-9]{4}-){3}[0-9]{4}$",
    r"^[^@\s]+@acme\.example$",
    r"\bdrop\b",
];

#[test]
fn simple_expressions_are_said_in_words() {
    let mut out = String::new();
    for pattern in PATTERNS {
        let texts = [true, false].map(|is_required| text(&comparison(pattern, false), is_required));
        out += &format!("{pattern}\n    {}\n    {}\n", texts[0], texts[1]);
    }
    snapshots("describe").bind(|| insta::assert_snapshot!("patterns", out));
}

fn comparison(pattern: &str, is_negated: bool) -> Condition {
    let operand = Operand::Value(Value::Text(pattern.to_owned()));
    Condition::Is(Comparison {
        path: Path::new(vec!["s".to_owned()]).unwrap(),
        operator: Operator::Regex,
        operand,
        is_negated,
    })
}

fn text(condition: &Condition, is_required: bool) -> String {
    let (condition, message, reliances) = (condition.clone(), None, Vec::new());
    let fact = match is_required {
        true => Fact::OnlyIf { condition, message, reliances },
        false => Fact::NotIf { condition, message, reliances },
    };
    Sentence { fact, place: None }.text()
}

/// Values that a pattern may be right or wrong about.
fn values(pattern: &str) -> Vec<Json> {
    let fixed = ["", "a", "A", "ab", "abc", "aé", "é", "ſ", "\u{212a}", "5", "12", "a\nb", "a\rb", "a\tb", "\n", " "];
    let others = [json!(5), json!(12), json!(true), json!(null), json!(["a"]), json!({}), json!(1234)];
    let examples = Regex::new(pattern).unwrap().examples(5);
    let near = examples.iter().flat_map(|text| {
        let (upper, lower) = (text.to_uppercase(), text.to_lowercase());
        let short: String = text.chars().skip(1).collect();
        let cut: String = text.chars().take(text.chars().count().saturating_sub(1)).collect();
        let more = ["x", "5", "\n", "é"].into_iter().flat_map(|one| [format!("{text}{one}"), format!("{one}{text}")]);
        more.chain([upper, lower, short, cut, text.repeat(2)]).collect::<Vec<_>>()
    });
    let texts = fixed.iter().map(|text| (*text).to_owned()).chain(examples.iter().cloned()).chain(near);
    texts.map(Json::String).chain(others).collect()
}

fn assert_means(pattern: &str) -> Result<(), TestCaseError> {
    for is_negated in [false, true] {
        let condition = comparison(pattern, is_negated);
        for is_required in [true, false] {
            let said = text(&condition, is_required);
            let claim = Claim::read(&said);
            for value in values(pattern) {
                let args = json!({ "s": value });
                prop_assert_eq!(claim.holds(&args), holds(&condition, &args), "{}\n{}\n{}", pattern, said, args);
            }
        }
    }
    Ok(())
}

#[test]
fn these_words_mean_what_the_expressions_mean() {
    for pattern in PATTERNS {
        assert_means(pattern).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// Parts of simple expressions, and a few that are not simple.
fn part() -> impl Strategy<Value = String> {
    let class = select(vec![
        "a",
        "ab-",
        "[a-z]",
        "[A-Z]",
        "[A-Za-z]",
        "[0-9]",
        "[a-f0-9]",
        "[a-z0-9._-]",
        "[^/]",
        r"[^\r\n]",
        r"\w",
        r"\s",
        r"\S",
        ".",
        "(?s:.)",
        "[;|]",
        "(?:usd|eur)",
        "(?i:drop)",
        "(?i:a|b-)",
        "x?",
        "(?:/a)?",
        "[é@]",
        "[`\"]",
        "(?i:k)",
        "[1-9]",
        r"\d",
        "(?:a|[0-9])",
        r"\pL",
        "[ -~]",
        "[^a]",
        "[^0-9]",
        "\u{202e}",
    ]);
    let repeated = select(vec!["", "", "", "+", "*", "?", "{2}", "{1,3}", "{0,12}", "{2,}", "{10}"]);
    (class, repeated).prop_map(|(class, repeated)| format!("(?:{class}){repeated}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    /// A reader of the words decides every text as the gateway does.
    #[test]
    fn patterns_in_words_mean_what_they_say(
        start in select(vec!["^", "^", "", "(?i)^"]),
        parts in prop::collection::vec(part(), 1..5),
        end in select(vec!["$", "$", ""]),
    ) {
        let pattern = format!("{start}{}{end}", parts.concat());
        prop_assume!(Regex::new(&pattern).is_ok());
        assert_means(&pattern)?;
    }

    /// The same for random texts that match.
    #[test]
    fn texts_that_match_are_those_of_the_words(
        (pattern, texts) in select(vec!["[a-z]{3}", "SUP-[0-9]{1,8}", "(feature|fix)/[a-z0-9-]+", "[^/]{1,4}", ".{2,5}"])
            .prop_flat_map(|pattern| (Just(pattern), prop::collection::vec(string_regex(pattern).unwrap(), 4))),
    ) {
        let condition = comparison(&format!("^{pattern}$"), false);
        let claim = Claim::read(&text(&condition, true));
        for text in texts {
            prop_assert!(claim.holds(&json!({ "s": text })), "{} {:?}", pattern, text);
        }
    }
}
