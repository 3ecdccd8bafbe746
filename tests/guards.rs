//! Guards: a policy with guards is the same as one with their clauses written into each tool by hand.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree as _;
use serde_json::{Value as Json, json};

use jamb::diagnostic::Code;
use jamb::document::{Job, Judgement};
use jamb::model::canonical::{self, Layout};
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, Sources};
use jamb::{format, syntax};

use crate::support::judged::{judged, judged_with};
use crate::support::meaning;

const PATHS: [&str; 5] = ["a", "b", "c", "m.x", "m.y"];
const TOOLS: [&str; 4] = ["t1", "t2", "u1", "u2"];
const WINDOWS: [&str; 3] = ["minute", "hour", "day"];

/// A condition, apart from the compiler's own.
#[derive(Debug, Clone)]
enum Asked {
    Literal(&'static str, &'static str),
    And(Vec<Asked>),
    Or(Vec<Asked>),
    Not(Box<Asked>),
}

#[derive(Debug, Clone)]
enum Clause {
    Require(Vec<(&'static str, &'static str)>),
    DenyIf(Asked),
    Deny,
    Limit(u32, &'static str),
}

#[derive(Debug, Clone)]
enum State {
    Allow,
    Deny,
    Block { arguments: Option<Vec<&'static str>>, clauses: Vec<Clause> },
    Unnamed,
}

#[derive(Debug, Clone)]
struct Tool {
    name: &'static str,
    rating: Option<&'static str>,
    state: State,
}

#[derive(Debug, Clone)]
struct Guard {
    targets: Vec<&'static str>,
    clauses: Vec<Clause>,
}

#[derive(Debug, Clone)]
struct Policy {
    default_allow: bool,
    tools: Vec<Tool>,
    guards: Vec<Guard>,
}

// ── What is generated ─────────────────────────────────────────────────────────────────────────

fn literal(paths: Vec<&'static str>) -> impl Strategy<Value = (&'static str, &'static str)> + Clone {
    (select(paths), select(vec!["exists", "missing", "== \"x\"", "== \"y\""]))
}

fn asked(paths: Vec<&'static str>) -> impl Strategy<Value = Asked> + Clone {
    let leaf = literal(paths).prop_map(|(path, rest)| Asked::Literal(path, rest));
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Asked::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Asked::Or),
            inner.prop_map(|inner| Asked::Not(Box::new(inner))),
        ]
    })
}

fn clause(paths: Vec<&'static str>) -> impl Strategy<Value = Clause> + Clone {
    prop_oneof![
        3 => prop::collection::vec(literal(paths.clone()), 1..3).prop_map(Clause::Require),
        4 => asked(paths).prop_map(Clause::DenyIf),
        2 => (1_u32..9, select(WINDOWS.to_vec())).prop_map(|(max, window)| Clause::Limit(max, window)),
        1 => Just(Clause::Deny),
    ]
}

fn state() -> impl Strategy<Value = State> {
    let block = option_of_arguments().prop_flat_map(|arguments| {
        let paths = arguments.clone().filter(|paths| !paths.is_empty());
        let clauses = match (&arguments, paths) {
            (None, _) => prop::collection::vec(clause(PATHS.to_vec()), 0..3).boxed(),
            (Some(_), Some(paths)) => prop::collection::vec(clause(paths), 0..3).boxed(),
            (Some(_), None) => Just(Vec::new()).boxed(),
        };
        clauses.prop_map(move |clauses| State::Block { arguments: arguments.clone(), clauses })
    });
    prop_oneof![2 => Just(State::Allow), 1 => Just(State::Deny), 5 => block, 1 => Just(State::Unnamed)]
}

fn option_of_arguments() -> impl Strategy<Value = Option<Vec<&'static str>>> {
    prop_oneof![1 => Just(None), 5 => subsequence(PATHS.to_vec(), 0..=PATHS.len()).prop_map(Some)]
}

fn policy() -> impl Strategy<Value = Policy> {
    let rating = || prop::option::of(select(vec!["read", "write"]));
    let tools = (prop::collection::vec((rating(), state()), TOOLS.len())).prop_map(|all| {
        let tool = |(name, (rating, state))| Tool { name, rating, state };
        TOOLS.into_iter().zip(all).map(tool).collect::<Vec<_>>()
    });
    let target = || select(vec!["*", "*", "t?", "u*", "t1", "t2", "u1", "u2", "every write"]);
    let guard = (prop::collection::vec(target(), 1..3), prop::collection::vec(clause(PATHS.to_vec()), 1..4))
        .prop_map(|(targets, clauses)| Guard { targets, clauses });
    (any::<bool>(), tools, prop::collection::vec(guard, 1..4)).prop_map(|(default_allow, tools, guards)| Policy {
        default_allow,
        tools,
        guards,
    })
}

/// Arguments of a call.
fn arguments() -> impl Strategy<Value = Json> {
    let value = || select(vec![None, Some(json!("x")), Some(json!("y")), Some(json!("z")), Some(Json::Null)]);
    prop::collection::vec(value(), PATHS.len()).prop_map(|values| {
        let mut args = json!({ "m": {} });
        for (path, value) in PATHS.iter().zip(values) {
            let Some(value) = value else { continue };
            match path.strip_prefix("m.") {
                Some(inside) => args["m"][inside] = value,
                None => args[*path] = value,
            }
        }
        args
    })
}

// ── As text, with guards and without ──────────────────────────────────────────────────────────

fn words(asked: &Asked) -> String {
    let joined = |parts: &[Asked], word: &str| format!("({})", parts.iter().map(words).collect::<Vec<_>>().join(word));
    match asked {
        Asked::Literal(path, rest) => format!("args.{path} {rest}"),
        Asked::And(parts) => joined(parts, " and "),
        Asked::Or(parts) => joined(parts, " or "),
        Asked::Not(inner) => format!("not {}", joined(std::slice::from_ref(inner), "")),
    }
}

fn written(clause: &Clause, message: &str) -> String {
    let because = format!("because \"{message}\"");
    match clause {
        Clause::Require(all) => {
            let all: Vec<_> = all.iter().map(|(path, rest)| format!("args.{path} {rest}")).collect();
            format!("require {} {because}", all.join(" and "))
        }
        Clause::DenyIf(asked) => format!("deny if {} {because}", words(asked)),
        Clause::Deny => format!("deny {because}"),
        Clause::Limit(max, window) => format!("limit {max} per {window}"),
    }
}

fn signature(arguments: Option<&Vec<&'static str>>) -> String {
    let Some(arguments) = arguments else { return String::new() };
    let top = arguments.iter().filter(|path| !path.contains('.')).map(|name| format!("{name}: any"));
    let inside: Vec<_> = arguments.iter().filter_map(|path| path.strip_prefix("m.")).collect();
    let object = (!inside.is_empty()).then(|| {
        let members: Vec<_> = inside.iter().map(|name| format!("{name}?: any")).collect();
        format!("m: {{ {} }}", members.join(", "))
    });
    format!("({})", top.chain(object).collect::<Vec<_>>().join(", "))
}

fn head(policy: &Policy) -> String {
    let mut text = format!("default {}\n", if policy.default_allow { "allow" } else { "deny" });
    for tool in policy.tools.iter().filter(|tool| tool.rating.is_some()) {
        let _ = writeln!(text, "rate {}: {}", tool.name, tool.rating.unwrap_or_default());
    }
    text
}

fn with_guards(policy: &Policy) -> String {
    let mut text = head(policy);
    for tool in &policy.tools {
        let name = tool.name;
        let _ = match &tool.state {
            State::Allow => writeln!(text, "allow {name}"),
            State::Deny => writeln!(text, "deny {name}"),
            State::Unnamed => Ok(()),
            State::Block { arguments, clauses } => {
                let clauses: Vec<_> = clauses.iter().map(|clause| written(clause, "own")).collect();
                writeln!(text, "tool {name}{} {{ {} }}", signature(arguments.as_ref()), clauses.join(" "))
            }
        };
    }
    for (number, guard) in policy.guards.iter().enumerate() {
        let clauses: Vec<_> = guard.clauses.iter().map(|clause| written(clause, &format!("guard {number}"))).collect();
        let _ = writeln!(text, "guard {} {{ {} }}", guard.targets.join(", "), clauses.join(" "));
    }
    text
}

/// The policy without guards, and whether each clause of a guard is in some tool.
fn by_hand(policy: &Policy) -> (String, bool) {
    let mut text = head(policy);
    let mut used: Vec<Vec<bool>> = policy.guards.iter().map(|guard| vec![false; guard.clauses.len()]).collect();
    for tool in &policy.tools {
        let name = tool.name;
        let (arguments, own) = match &tool.state {
            State::Deny => {
                let _ = writeln!(text, "deny {name}");
                continue;
            }
            State::Allow | State::Unnamed => (None, Vec::new()),
            State::Block { arguments, clauses } => (arguments.as_ref(), clauses.clone()),
        };
        let added = added(policy, tool, arguments, &own, &mut used);
        let own = own.iter().map(|clause| written(clause, "own"));
        let all: Vec<_> = added.into_iter().chain(own).collect();
        let is_named = !matches!(tool.state, State::Unnamed);
        if is_named || !all.is_empty() {
            let _ = writeln!(text, "tool {name}{} {{ {} }}", signature(arguments), all.join(" "));
        }
    }
    (text, used.iter().flatten().all(|used| *used))
}

fn added(
    policy: &Policy,
    tool: &Tool,
    arguments: Option<&Vec<&'static str>>,
    own: &[Clause],
    used: &mut [Vec<bool>],
) -> Vec<String> {
    let mut added = Vec::new();
    for (number, guard) in policy.guards.iter().enumerate() {
        let by_name = guard.targets.contains(&tool.name);
        let is_unnamed = matches!(tool.state, State::Unnamed);
        let covers = |target: &&str| match *target {
            "every write" => !is_unnamed && tool.rating == Some("write"),
            "*" => !is_unnamed,
            "t?" | "u*" => !is_unnamed && tool.name.starts_with(&target[..1]),
            name => name == tool.name && (!is_unnamed || policy.default_allow),
        };
        if !guard.targets.iter().any(&covers) {
            continue;
        }
        let has = |path: &str| arguments.map_or(by_name, |all| all.contains(&path));
        for (index, clause) in guard.clauses.iter().enumerate() {
            let clause = match clause {
                Clause::Require(all) => all.iter().all(|(path, _)| has(path)).then(|| clause.clone()),
                Clause::DenyIf(asked) => {
                    let mut entries = entries(asked, false);
                    entries.retain(|entry| entry.iter().all(|(path, _)| has(path)));
                    let entry = |entry: Vec<(_, _)>| {
                        Asked::And(entry.into_iter().map(|(path, rest)| Asked::Literal(path, rest)).collect())
                    };
                    (!entries.is_empty()).then(|| Clause::DenyIf(Asked::Or(entries.into_iter().map(entry).collect())))
                }
                Clause::Deny => Some(Clause::Deny),
                Clause::Limit(max, window) => {
                    used[number][index] = true;
                    let limits = |clauses: &[Clause]| {
                        clauses.iter().any(|clause| matches!(clause, Clause::Limit(_, other) if other == window))
                    };
                    let later = policy.guards[number + 1..].iter();
                    let is_replaced = limits(own)
                        || later.clone().any(|later| later.targets.iter().any(&covers) && limits(&later.clauses));
                    (!is_replaced).then_some(Clause::Limit(*max, window))
                }
            };
            if let Some(clause) = clause {
                used[number][index] = true;
                added.push(written(&clause, &format!("guard {number}")));
            }
        }
    }
    added
}

/// The entries of a condition or of its negation, the first factor outermost.
fn entries(asked: &Asked, negated: bool) -> Vec<Vec<(&'static str, &'static str)>> {
    match (asked, negated) {
        (Asked::Literal(path, rest), false) => vec![vec![(path, rest)]],
        (Asked::Literal(path, rest), true) => match *rest {
            "exists" => vec![vec![(path, "missing")]],
            "missing" => vec![vec![(path, "exists")]],
            "== \"x\"" => vec![vec![(path, "!= \"x\"")], vec![(path, "missing")]],
            _ => vec![vec![(path, "!= \"y\"")], vec![(path, "missing")]],
        },
        (Asked::Not(inner), _) => entries(inner, !negated),
        (Asked::Or(parts), false) | (Asked::And(parts), true) => {
            parts.iter().flat_map(|part| entries(part, negated)).collect()
        }
        (Asked::And(parts), false) | (Asked::Or(parts), true) => {
            parts.iter().fold(vec![Vec::new()], |product, part| {
                let factor = entries(part, negated);
                product.iter().flat_map(|left| factor.iter().map(move |right| [&left[..], right].concat())).collect()
            })
        }
    }
}

fn compile(text: &str) -> Judgement {
    judged(text, Job::COMPILE).1
}

fn errors(compiled: &Judgement) -> Vec<Code> {
    let is_error = |found: &&jamb::diagnostic::Diagnostic| found.severity == jamb::diagnostic::Severity::Error;
    compiled.diagnostics.iter().filter(is_error).map(|found| found.code).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    /// A policy with guards compiles to the same bytes as one with their clauses written into each tool.
    #[test]
    fn guards_are_the_same_as_their_clauses_in_each_tool(policy in policy()) {
        let (guarded, by_hand) = (with_guards(&policy), by_hand(&policy));
        let (one, other) = (compile(&guarded), compile(&by_hand.0));
        // Contradictions, a second limit, and targets that cover nothing are errors of their own.
        prop_assume!(errors(&other).is_empty());
        let errors = errors(&one);
        prop_assume!(!errors.iter().any(|code| {
            [Code::PATTERN_WITHOUT_CATALOG, Code::PATTERN_MATCHES_NOTHING, Code::DUPLICATE_COUNTER].contains(code)
        }));
        prop_assume!(!errors.iter().any(|code| [Code::NEVER_TRUE, Code::ALWAYS_TRUE].contains(code)));
        if by_hand.1 {
            prop_assert_eq!(&errors, &[], "{}\n{:?}", guarded, one.diagnostics);
            let bytes = |compiled: &Judgement| canonical::write(compiled.policy.as_ref().unwrap(), Layout::Pretty);
            prop_assert_eq!(bytes(&one), bytes(&other), "{}\n{}", guarded, by_hand.0);
        } else {
            prop_assert!(errors.iter().all(|code| *code == Code::GUARD_NEVER_APPLIES), "{}\n{:?}", guarded, errors);
            prop_assert!(!errors.is_empty(), "{guarded}");
        }
    }

    /// The compiled policy and the source decide every call the same way.
    #[test]
    fn guarded_source_and_json_mean_the_same(policy in policy(), args in prop::collection::vec(arguments(), 4)) {
        let text = with_guards(&policy);
        let compiled = compile(&text);
        prop_assume!(compiled.policy.is_some());
        let (compiled, checked) = (compiled.policy.unwrap(), compiled.checked.unwrap());
        for args in args {
            for tool in TOOLS {
                prop_assert_eq!(
                    meaning::source_allows(&checked.policy, tool, &args),
                    meaning::model_allows(&compiled, tool, &args),
                    "{} {}\n{}", tool, args, text
                );
            }
        }
    }

    /// Formatting a guard changes nothing.
    #[test]
    fn formatting_guards_keeps_the_canonical_bytes(policy in policy()) {
        let text = with_guards(&policy);
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("policy.pl", text.clone()));
        let (file, _) = syntax::parse(id, sources.get(id));
        let formatted = format::format(sources.get(id), &file);
        let bytes = |compiled: Judgement| compiled.policy.map(|policy| canonical::write(&policy, Layout::Pretty));
        prop_assert_eq!(bytes(compile(&text)), bytes(compile(&formatted)), "{}\n{}", text, formatted);
    }
}

/// The laws above are about policies that compile: enough of the random ones do, and in many a guard adds something.
#[test]
fn many_random_guards_add_clauses() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut compiled, mut changed) = (0, 0);
    for _ in 0..500 {
        let policy = policy().new_tree(&mut runner).unwrap().current();
        let Some(guarded) = compile(&with_guards(&policy)).policy else { continue };
        compiled += 1;
        let without = Policy { guards: Vec::new(), ..policy };
        let without = compile(&with_guards(&without)).policy.unwrap();
        let bytes = |policy| canonical::write(policy, Layout::Pretty);
        changed += usize::from(bytes(&guarded) != bytes(&without));
    }
    assert!(compiled > 100 && changed > 80, "{compiled} compiled, {changed} changed");
}

fn files(files: &[(&str, &str)]) -> Judgement {
    let bytes = files.iter().map(|(name, text)| ((*name).into(), text.as_bytes().to_vec()));
    let disk = MemoryDisk { files: bytes.collect() };
    judged_with(disk, files[0].0, files[0].1, Job::COMPILE).1
}

/// The codes of what is reported, each with its place.
fn found(judgement: &Judgement) -> Vec<(&'static str, u32)> {
    judgement.diagnostics.iter().map(|found| (found.code.name(), found.primary.place.span.start)).collect()
}

const MAIL: &str = r#"{"tools": [
  {"name": "send", "inputSchema": {"type": "object", "properties": {"to": {"type": "string"}, "subject": {"type": "string"}}}},
  {"name": "ping"}
]}"#;

#[test]
fn guards_of_included_files_come_first_and_may_guard_more_than_there_is() {
    let part =
        "include \"b.pl\"\nguard *, gone { require args.to exists because \"a\" require args.namespace == \"x\" }";
    let other = "include \"a.pl\"\nguard every write { deny } guard * { deny if args.subject missing because \"b\" }";
    let main = "default deny\ncatalog \"t.json\"\ninclude \"a.pl\"\nallow send, ping\nguard send { require args.to != \"\" because \"main\" }";
    let judgement = files(&[("p.pl", main), ("a.pl", part), ("b.pl", other), ("t.json", MAIL)]);
    assert_eq!(found(&judgement).iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["include-cycle"]);
    let other = other.replace("include \"a.pl\"\n", "");
    let judgement = files(&[("p.pl", main), ("a.pl", part), ("b.pl", &other), ("t.json", MAIL)]);
    assert_eq!(found(&judgement), []);
    let policy = judgement.policy.unwrap();
    let said = |entries: &[jamb::model::Entry]| -> Vec<_> {
        entries.iter().filter_map(|entry| entry.on_deny.clone()).collect()
    };
    assert_eq!(said(&policy.tools["send"].require), ["a", "main"]);
    assert_eq!(said(&policy.tools["send"].deny_if), ["b"]);
    assert!(policy.tools["ping"].require.is_empty());
}

#[test]
fn a_misspelled_argument_is_a_mistake_in_an_included_file_too() {
    let main = "default deny\ncatalog \"t.json\"\ninclude \"a.pl\"\nallow send";
    for (part, expected) in [
        ("guard * { require args.subjct exists }", vec!["guard-never-applies"]),
        ("guard * { require args.namespace exists }", vec![]),
        ("guard gone { require args.namespace exists }", vec![]),
        ("guard gone_* { require args.namespace exists }", vec![]),
        ("guard ping { require args.subjct exists }", vec![]),
    ] {
        let judgement = files(&[("p.pl", main), ("a.pl", part), ("t.json", MAIL)]);
        assert_eq!(found(&judgement).iter().map(|(code, _)| *code).collect::<Vec<_>>(), expected, "{part}");
        // On its own, the file is a part, which guards whatever policies include it.
        assert_eq!(found(&files(&[("a.pl", part)])), [], "{part}");
    }
}

#[test]
fn odd_guards_are_read() {
    for (text, expected) in [
        ("default deny\r\nallow a\r\nguard a {\r\n  require args.x exists\r\n}\r\n", vec![]),
        ("default deny\nallow a\nguard a {}", vec![]),
        ("default deny\nallow guard\nguard guard { deny }", vec![]),
        ("default deny\nallow a\nguard a, a, a* { limit 5 per minute }", vec![]),
        ("default deny\nallow a\nguard \"*\" { deny }", vec![("syntax", 27)]),
        ("default deny\nhide *\nguard a { deny }", vec![("guard-never-applies", 26)]),
        ("default allow\nguard a { deny }", vec![]),
        ("default allow\nguard a* { deny }", vec![("pattern-without-catalog", 20)]),
        ("default deny\ndeny a\nguard a { deny }", vec![("guard-never-applies", 26)]),
        ("default deny\nallow a\nguard * { require args.x exists }", vec![("guard-never-applies", 31)]),
        ("default deny\nallow a\nrule r {}\nguard a { apply r }", vec![]),
    ] {
        assert_eq!(found(&compile(text)), expected, "{text}");
    }
}

#[test]
fn a_guard_adds_nothing_to_a_tool_named_star() {
    let list =
        r#"{"tools": [{"name": "*", "inputSchema": {"type": "object", "properties": {"x": {}}}}, {"name": "a"}]}"#;
    for (guard, expected) in [
        ("guard * { require args.y exists }", vec!["guard-never-applies"]),
        ("guard * { require args.x exists }", vec!["syntax"]),
        ("guard * { limit 5 per minute }", vec!["syntax"]),
        ("guard a { limit 5 per minute }", vec![]),
    ] {
        let main = format!("default allow\ncatalog \"t.json\"\n{guard}");
        let judgement = files(&[("p.pl", &main), ("t.json", list)]);
        assert_eq!(found(&judgement).iter().map(|(code, _)| *code).collect::<Vec<_>>(), expected, "{guard}");
    }
}

#[test]
fn more_than_can_be_checked_is_one_error() {
    let entries: Vec<_> = (0..10_000).map(|number| format!("args.x == {number}")).collect();
    let tools: Vec<_> = (0..20_000).map(|number| format!("a{number}")).collect();
    let text = format!(
        "default deny\nallow {}\nguard {} {{ deny if {} }}",
        tools.join(", "),
        tools.join(", "),
        entries.join(" or ")
    );
    let judgement = compile(&text);
    assert_eq!(judgement.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::TOO_LARGE]);
    let clauses = "deny if args.x == 1 ".repeat(6_000);
    let text = format!("default deny\ntool a {{ {clauses} }}\nguard a {{ {clauses} }}");
    let judgement = compile(&text);
    assert_eq!(judgement.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::TOO_LARGE]);
}
