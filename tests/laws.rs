//! The laws of the compiler, each checked on a thousand random cases or more.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value as Json, json};

use jamb::document::{Job, Judgement};
use jamb::format;
use jamb::import;
use jamb::model::canonical::{self, Layout};
use jamb::source::{Source, Sources};
use jamb::syntax;

use crate::support::judged::judged;
use crate::support::{calls, meaning, models};

pub fn compile(text: &str) -> Judgement {
    judged(text, Job::COMPILE).1
}

fn import(json: &str) -> (Option<String>, Vec<jamb::diagnostic::Diagnostic>) {
    let mut sources = Sources::default();
    let id = sources.add(Source::from_text("policy.json", json));
    import::import(id, sources.get(id))
}

/// Comparisons whose negations need a type, and others, up to three levels deep.
fn typed_condition() -> impl Strategy<Value = String> {
    let number = (select(vec!["<", "<=", ">", ">=", "==", "!="]), select(vec!["0", "1", "5"]))
        .prop_map(|(operator, number)| format!("args.n {operator} {number}"));
    let other = select(vec![
        "args.n in [0, 1]",
        "args.n not in [0, 5]",
        "args.n exists",
        "args.n missing",
        "args.s missing",
        "args.s == \"a\"",
        "args.s != \"a\"",
        "args.s not in [\"a\", \"b\"]",
        "args.s matches r\"^a+$\"",
        "args.s matches r\"(?i)b\"",
        "args.s starts with \"a\"",
        "args.s ends with [\"b\", \"c\"]",
        "args.s under \"/a\"",
        "args.s on \"a.example\"",
        "args.s at \"a.example\"",
    ]);
    let leaf = prop_oneof![number, other.prop_map(str::to_owned)];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" or "))),
            1 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" and "))),
            2 => inner.prop_map(|inner| format!("not ({inner})")),
        ]
    })
}

fn typed_arguments() -> impl Strategy<Value = Json> {
    let numbers = [json!(0), json!(1), json!(5), json!(6), json!(1.5), json!(-3), json!("6"), json!("")];
    let texts =
        ["", "a", "aa", "b", "aB", "/a", "/a/b", "/a/../b", "https://a.example/x", "a@a.example", "a@a.example\n"];
    let (numbers, texts) = (select(numbers.to_vec()), select(texts.to_vec()));
    (prop::option::of(numbers), prop::option::of(texts)).prop_map(|(number, text)| {
        let number = number.map(|number| ("n".to_owned(), number));
        let text = text.map(|text| ("s".to_owned(), json!(text)));
        Json::Object(number.into_iter().chain(text).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// The compiled policy and the source decide every call the same way.
    #[test]
    fn source_and_json_mean_the_same(text in calls::policy(), args in prop::collection::vec(calls::arguments(), 8)) {
        let compiled = compile(&text);
        prop_assume!(compiled.policy.is_some());
        let policy = compiled.policy.unwrap();
        for args in args {
            for tool in ["t", "u", "v"] {
                prop_assert_eq!(
                    meaning::source_allows(&compiled.checked.as_ref().unwrap().policy, tool, &args),
                    meaning::model_allows(&policy, tool, &args),
                    "{} {}\n{}", tool, args, text
                );
            }
        }
    }

    /// The same where types make negations possible, for every call that the schema admits, and for text in place of a
    /// number.
    #[test]
    fn typed_source_and_json_mean_the_same(
        required in typed_condition(),
        denied in typed_condition(),
        args in prop::collection::vec(typed_arguments(), 8),
    ) {
        let text = format!("default deny\ntool t(n?: number, s?: string) {{ require {required} deny if {denied} }}\n");
        let compiled = compile(&text);
        prop_assume!(compiled.policy.is_some());
        let policy = compiled.policy.unwrap();
        for args in args {
            prop_assert_eq!(
                meaning::source_allows(&compiled.checked.as_ref().unwrap().policy, "t", &args),
                meaning::model_allows(&policy, "t", &args),
                "{}\n{}", args, text
            );
        }
    }

    /// `import` then `compile` keeps the bytes of what the compiler writes.
    #[test]
    fn import_then_compile_keeps_the_bytes(text in calls::policy()) {
        let compiled = compile(&text);
        prop_assume!(compiled.policy.is_some());
        let json = canonical::write(&compiled.policy.unwrap(), Layout::Pretty);
        let (lifted, diagnostics) = import(&json);
        prop_assert!(diagnostics.is_empty(), "{:?}\n{}", diagnostics, json);
        let lifted = lifted.unwrap();
        let again = compile(&lifted);
        prop_assert!(again.policy.is_some(), "{:?}\n{}", again.diagnostics, lifted);
        prop_assert_eq!(canonical::write(&again.policy.unwrap(), Layout::Pretty), json, "{}", lifted);
    }

    /// The same for all documents that the language can express.
    #[test]
    fn an_expressible_document_survives_an_import(policy in prop_oneof![models::expressible_policy().boxed(), models::arbitrary_policy().boxed()]) {
        let json = canonical::write(&policy, Layout::Pretty);
        let (lifted, diagnostics) = import(&json);
        prop_assert_eq!(lifted.is_none(), !diagnostics.is_empty(), "{}", json);
        if let Some(lifted) = lifted {
            let again = compile(&lifted);
            prop_assert!(again.policy.is_some(), "{:?}\n{}\n{}", again.diagnostics, json, lifted);
            prop_assert_eq!(canonical::write(&again.policy.unwrap(), Layout::Pretty), json, "{}", lifted);
        }
    }

    /// Formatting changes neither the compiled policy nor its errors.
    #[test]
    fn formatting_keeps_the_canonical_bytes(text in calls::policy()) {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("policy.pl", text.clone()));
        let (file, _) = syntax::parse(id, sources.get(id));
        let formatted = format::format(sources.get(id), &file);
        let (before, after) = (compile(&text), compile(&formatted));
        let codes = |compiled: &Judgement| compiled.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>();
        prop_assert_eq!(codes(&before), codes(&after), "{}\n{}", text, formatted);
        let bytes = |compiled: Judgement| compiled.policy.map(|policy| canonical::write(&policy, Layout::Pretty));
        prop_assert_eq!(bytes(before), bytes(after), "{}\n{}", text, formatted);
    }

    /// Reading any text terminates without a panic.
    #[test]
    fn any_text_is_read(text in "\\PC*|([a-z\"#{}()\\[\\]:,=<>!.*?\\\\ \n0-9]|deny|allow|tool|if|args|not|require|r#\"|\\\\u|because)*") {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("any.pl", text));
        let (_, diagnostics) = syntax::parse(id, sources.get(id));
        let length = sources.get(id).text.len() as u32;
        for diagnostic in diagnostics {
            prop_assert!(diagnostic.primary.place.span.end <= length);
        }
    }

    /// Bytes that are not text can be read as well.
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_bytes("any.pl", None, bytes));
        let (_, diagnostics) = syntax::parse(id, sources.get(id));
        prop_assert!(sources.get(id).undecodable.is_none() || !diagnostics.is_empty());
    }
}
