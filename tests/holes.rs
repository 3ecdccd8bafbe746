//! Holes are found exactly: the analysis agrees with a search through all short texts.

use proptest::prelude::*;
use proptest::sample::select;

use jamb::analyze::holes::{self, Form, HostForm, Hosts};
use jamb::analyze::{Answer, Call, Prover, Subject, hosts};
use jamb::model::{Condition, Entry, Operand, Policy, Tool};
use jamb::vocab::{Operator, Path, Regex, Value};

fn path() -> Path {
    Path::new(vec!["x".to_owned()]).unwrap()
}

fn policy(require: &[String], deny_if: &[String]) -> Policy {
    let condition = |pattern: &String| {
        let value = Operand::Value(Value::Text(pattern.clone()));
        Condition { place: None, path: path(), op: Operator::Regex, value }
    };
    let entry = |pattern| Entry { conditions: vec![condition(pattern)], ..Entry::default() };
    let (require, deny_if) = (require.iter().map(entry).collect(), deny_if.iter().map(entry).collect());
    let tool = Tool { require, deny_if, ..Tool::default() };
    Policy { tools: [("t".to_owned(), tool)].into(), ..Policy::default() }
}

/// Whether a text gets through, by the regular expressions only.
fn passing(require: &[String], deny_if: &[String]) -> impl Fn(&str) -> bool + use<> {
    let read = |patterns: &[String]| patterns.iter().map(|it| Regex::new(it).unwrap()).collect::<Vec<_>>();
    let (require, deny_if) = (read(require), read(deny_if));
    move |text| require.iter().all(|it| it.is_match(text)) && !deny_if.iter().any(|it| it.is_match(text))
}

fn texts(letters: &[char], longest: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut last = texts.clone();
    for _ in 0..longest {
        last = last.iter().flat_map(|text| letters.iter().map(move |letter| format!("{text}{letter}"))).collect();
        texts.extend(last.iter().cloned());
    }
    texts
}

/// Regular expressions over a few letters: joined parts, some of them anchored.
fn pattern(parts: &'static [&'static str]) -> impl Strategy<Value = String> {
    let body = prop::collection::vec((select(parts), select(&["", "?", "*", "+"][..])), 1..4);
    (any::<bool>(), body, any::<bool>()).prop_map(|(start, body, end)| {
        let body: String = body.iter().map(|(part, times)| format!("(?:{part}){times}")).collect();
        format!("{}{body}{}", if start { "^" } else { "" }, if end { "$" } else { "" })
    })
}

fn found(require: &[String], deny_if: &[String], form: &Form) -> Option<String> {
    let policy = policy(require, deny_if);
    let answer = holes::text_through(&mut Prover::default(), &Subject::new(&policy), "t", &path(), form);
    text_of(answer)
}

fn text_of(answer: Answer<Call>) -> Option<String> {
    match answer {
        Answer::Some(call) => Some(call.args["x"].as_str().unwrap().to_owned()),
        Answer::None => None,
        Answer::Unknown(why) => panic!("{why}"),
    }
}

fn steps_up(text: &str) -> bool {
    text.split(['/', '\\']).any(|step| step == "..")
}

/// Whether a sign of the shell has something after it; one at the end does nothing.
fn separates(text: &str) -> bool {
    const SIGNS: [char; 7] = [';', '|', '&', '>', '<', '\n', '\r'];
    let is_followed = |(at, sign): (usize, &str)| {
        let rest = text[at + sign.len()..].trim_start_matches([' ', '\t']);
        rest.starts_with(|letter: char| !letter.is_whitespace() && !SIGNS.contains(&letter))
    };
    let holds = |opening: &str, closing: char| {
        text.match_indices(opening).any(|(at, _)| text[at + opening.len()..].starts_with(|letter| letter != closing))
    };
    text.match_indices(SIGNS).any(is_followed) || holds("`", '`') || holds("$(", ')')
}

const STEPS: &[&str] = &["a", r"\.", "/", "[a/]", r"\.\.", ".", r"[^/]", "a|/"];
const COMMANDS: &[&str] = &["a", ";", r"\$", r"\(", "[^;]", ".", "a|;", r"[a$(]"];

fn agrees(
    (require, deny_if): (&[String], &[String]),
    form: &Form,
    letters: &[char],
    is_hole: fn(&str) -> bool,
) -> Result<(), TestCaseError> {
    let passes = passing(require, deny_if);
    match found(require, deny_if, form) {
        Some(text) => {
            prop_assert!(is_hole(&text) && passes(&text), "{text:?} is no hole");
        }
        None => {
            let missed = texts(letters, 5).into_iter().find(|text| is_hole(text) && passes(text));
            prop_assert_eq!(missed, None);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn steps_up_are_found_if_a_short_text_has_one(
        require in prop::collection::vec(pattern(STEPS), 0..3),
        deny_if in prop::collection::vec(pattern(STEPS), 0..2),
    ) {
        agrees((&require, &deny_if), &holes::step_up(), &['a', '.', '/', '\\'], steps_up)?;
    }

    #[test]
    fn separators_are_found_if_a_short_text_has_one(
        require in prop::collection::vec(pattern(COMMANDS), 0..3),
        deny_if in prop::collection::vec(pattern(COMMANDS), 0..2),
    ) {
        agrees((&require, &deny_if), &holes::separator(), &['a', ';', '$', '('], separates)?;
    }

    /// Regular expressions for one host, as people write them.
    #[test]
    fn other_hosts_are_found_if_a_known_trick_works(
        start in select(&["", "^", "^https?://", "^https://", r"^https://(?:[a-z0-9-]+\.)*", "^https://.*", r"^https://[^/]*"][..]),
        host in select(&[r"docs\.example\.com", "docs.example.com", r"example\.com", r"(?:docs|api)\.example\.com"][..]),
        end in select(&["", "$", "/", "(?:/|$)", "(?::[0-9]+)?/", ".*$", "[^/]*/"][..]),
    ) {
        let pattern = format!("{start}{host}{end}");
        let ours = hosts::in_pattern(&pattern);
        prop_assert!(!ours.hosts.is_empty(), "{} names a host", pattern);
        let policy = policy(std::slice::from_ref(&pattern), &[]);
        let ask = Hosts { ours: &ours, form: HostForm::Url, texts: &Form::default() };
        let answer = holes::other_host(&mut Prover::default(), &Subject::new(&policy), "t", &path(), &ask);
        match text_of(answer) {
            Some(text) => prop_assert!(!leads_to(&text, &ours.hosts), "{} lets {} through", pattern, text),
            None => {
                let passes = passing(std::slice::from_ref(&pattern), &[]);
                let works = |text: &String| passes(text) && !leads_to(text, &ours.hosts);
                prop_assert_eq!(tricks().into_iter().find(works), None, "{}", pattern);
            }
        }
    }
}

/// Texts that lead elsewhere.
fn tricks() -> Vec<String> {
    let mut tricks = Vec::new();
    for scheme in ["https://", "http://"] {
        for host in ["docs.example.com", "example.com", "api.example.com"] {
            for trick in [".evil.test/", ".evil.test", "@evil.test/", ":80@evil.test/", "evil.test/", "-x.test/"] {
                tricks.push(format!("{scheme}{host}{trick}"));
            }
            for trick in ["evil.test/", "evil.test/.", "evil.test?", "evil.test#.", "a", "evil.test\\."] {
                tricks.push(format!("{scheme}{trick}{host}/"));
            }
        }
        tricks.push(format!("{scheme}docsxexample.com/"));
        tricks.push(format!("{scheme}docs.examplexcom/"));
    }
    tricks
}

/// The host of an address as a browser reads it, implemented separately in a few lines.
fn leads_to(text: &str, hosts: &[String]) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap();
    let host = authority.rsplit('@').next().unwrap();
    let host = host.split(':').next().unwrap().trim_end_matches('.').to_ascii_lowercase();
    hosts.iter().any(|ours| host == *ours || host.ends_with(&format!(".{ours}")))
}
