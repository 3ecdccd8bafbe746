//! Random policies as text: everything in the grammar, with white space and comments everywhere they are allowed. They
//! can be parsed, but need not make sense.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// The words and signs of a part, in order.
type Words = Vec<String>;

/// A policy without syntax errors, with random white space.
pub fn policy_text() -> impl Strategy<Value = String> {
    let mark = prop_oneof![9 => Just(""), 1 => Just("\u{feff}")];
    let end = select(vec!["", "\n", "\n\n\n", " \t", "# end", "\r\n", "\n## end \n"]);
    (mark, vec(item(), 0..8), vec(space(), 1..48), end)
        .prop_map(|(mark, items, spaces, end)| format!("{mark}{}{end}", laid_out(&items.concat(), &spaces)))
}

/// The words with these spaces between them, used in turn.
fn laid_out(words: &Words, spaces: &[String]) -> String {
    let mut text = String::new();
    for (word, space) in words.iter().zip(spaces.iter().cycle()) {
        let needs_space = match space.chars().next() {
            None => grows_together(&text, word),
            // `r#"` would start a raw string.
            Some('#') => text.ends_with('r'),
            Some(_) => false,
        };
        if needs_space {
            text.push(' ');
        }
        text.push_str(space);
        text.push_str(word);
    }
    text
}

/// Whether two words without a space between them would be read as one.
fn grows_together(before: &str, word: &str) -> bool {
    let stands_alone = |char: char| matches!(char, '{' | '}' | '[' | ']' | '(' | ')' | ',' | ':' | '=');
    !before.ends_with(stands_alone) && !word.starts_with(stands_alone)
}

fn space() -> impl Strategy<Value = String> {
    prop_oneof![
        24 => Just(" ".to_owned()),
        6 => Just(String::new()),
        6 => Just("\n".to_owned()),
        4 => select(vec!["\t", "   ", "\r\n", "\n\n", "\n \n\t\n\r\n", " \r "]).prop_map(str::to_owned),
        4 => (select(vec![" ", "", "\n", "\n\n  ", "\t"]), comment(), select(vec!["\n", "\r\n", "\n\n\n"]))
            .prop_map(|(before, comment, after)| format!("{before}{comment}{after}")),
        1 => (comment(), comment()).prop_map(|(one, two)| format!(" {one}\n  {two}\n")),
    ]
}

fn comment() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec![
            "#",
            "##",
            "# why",
            "## what it is for",
            "# \"",
            "# } ] )",
            "# end  \t",
            "# é 漢 \u{a0}",
            "#\ta\rb",
            "# r#\""
        ])
        .prop_map(str::to_owned),
        "#[ -~]{0,16}",
    ]
}

// ── Items ─────────────────────────────────────────────────────────────────────────────────────

fn item() -> BoxedStrategy<Words> {
    // Boxed, since the names of these types would fill pages in every backtrace.
    let item = prop_oneof![
        select(vec!["default deny", "default allow"]).prop_map(words),
        (select(vec!["catalog", "include"]), string()).prop_map(|(word, path)| joined([words(word), vec![path]])),
        let_item(),
        (ident(), option::of(list_of("(", new_name().prop_map(one), 0..4, ")")), block(clause(), 4)).prop_map(
            |(name, parameters, block)| joined([vec!["rule".to_owned(), name], parameters.unwrap_or_default(), block])
        ),
        statement(),
        tool(),
        guard(),
        limit(),
        (string(), block(step(), 4)).prop_map(|(name, block)| joined([vec!["test".to_owned(), name], block])),
        (select(vec!["assert never", "assert always"]), target(), option::of(condition()))
            .prop_map(|(start, target, condition)| joined([words(start), target, after("if", condition)])),
    ];
    item.boxed()
}

fn let_item() -> impl Strategy<Value = Words> {
    let value = prop_oneof![literal().prop_map(one), list_of("[", literal().prop_map(one), 1..8, "]")];
    (new_name(), value).prop_map(|(name, value)| joined([vec!["let".to_owned(), name, "=".to_owned()], value]))
}

fn statement() -> impl Strategy<Value = Words> {
    let named = (targets(name_or_pattern()), rating());
    let every = targets(target());
    prop_oneof![
        named.clone().prop_map(|(targets, rating)| joined([words("rate"), targets, rating])),
        every.clone().prop_map(|targets| joined([words("hide"), targets])),
        (named.clone(), option::of(rating_or_nothing())).prop_map(|((targets, _), rating)| joined([
            words("allow"),
            targets,
            rating.unwrap_or_default()
        ])),
        (named, because()).prop_map(|((targets, rating), because)| joined([words("deny"), targets, rating, because])),
        (every, because()).prop_map(|(targets, because)| joined([words("deny"), targets, because])),
    ]
}

fn tool() -> impl Strategy<Value = Words> {
    let signature = option::of(list_of("(", field(ty()), 0..5, ")"));
    (targets(name_or_pattern()), signature, rating_or_nothing(), block(clause(), 5)).prop_map(
        |(targets, signature, rating, block)| {
            joined([words("tool"), targets, signature.unwrap_or_default(), rating, block])
        },
    )
}

fn guard() -> impl Strategy<Value = Words> {
    (targets(target()), block(clause(), 5)).prop_map(|(targets, block)| joined([words("guard"), targets, block]))
}

fn targets(target: impl Strategy<Value = Words> + Clone) -> impl Strategy<Value = Words> + Clone {
    let few = vec(target.clone(), 1..4);
    let many = vec(target, 4..20);
    prop_oneof![4 => few, 1 => many].prop_map(|targets| targets.join(&",".to_owned()))
}

fn target() -> impl Strategy<Value = Words> + Clone {
    prop_oneof![3 => name_or_pattern(), 1 => category().prop_map(|category| joined([words("every"), category]))]
}

fn name_or_pattern() -> impl Strategy<Value = Words> + Clone {
    prop_oneof![
        3 => tool_name(),
        1 => select(vec!["*", "get_*", "*_secret", "v?", "a/*.b-?", "?"]).prop_map(words),
    ]
}

fn tool_name() -> impl Strategy<Value = Words> + Clone {
    prop_oneof![
        4 => select(vec!["create_refund", "send-email", "a/b.c", "limit", "because", "deny", "tool", "call", "r", "x"]),
        1 => select(vec!["\"weird name!\"", "\"every\"", "\"# no comment\"", "r\"\\d\"", "\"\\u00e9 漢\"", "r#\"a\"b\"#"]),
    ]
    .prop_map(words_with_blanks)
}

fn rating() -> impl Strategy<Value = Words> + Clone {
    category().prop_map(|category| joined([words(":"), category]))
}

fn rating_or_nothing() -> impl Strategy<Value = Words> + Clone {
    option::of(rating()).prop_map(Option::unwrap_or_default)
}

fn category() -> impl Strategy<Value = Words> + Clone {
    select(vec!["read", "write", "execute", "destructive", "financial"]).prop_map(words)
}

fn because() -> impl Strategy<Value = Words> + Clone {
    option::of(string().prop_map(one)).prop_map(|text| after("because", text))
}

// ── Clauses and conditions ────────────────────────────────────────────────────────────────────

fn clause() -> impl Strategy<Value = Words> {
    prop_oneof![
        (condition(), because()).prop_map(|(condition, because)| joined([words("require"), condition, because])),
        (option::of(condition()), because()).prop_map(|(condition, because)| joined([
            words("deny"),
            after("if", condition),
            because
        ])),
        limit(),
        apply(),
    ]
}

fn limit() -> impl Strategy<Value = Words> {
    let count = prop_oneof![number(), ident()];
    let window = select(vec!["per minute", "per hour", "per day"]);
    (count, window, option::of(tool_name()))
        .prop_map(|(count, window, counter)| joined([words("limit"), vec![count], words(window), after("as", counter)]))
}

fn apply() -> impl Strategy<Value = Words> {
    let argument = prop_oneof![value(), list_of("[", value(), 1..4, "]")];
    (ident(), option::of(list_of("(", argument, 0..5, ")")))
        .prop_map(|(name, arguments)| joined([vec!["apply".to_owned(), name], arguments.unwrap_or_default()]))
}

fn condition() -> impl Strategy<Value = Words> {
    comparison().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..5).prop_map(|parts| parts.join(&"or".to_owned())),
            vec(inner.clone(), 2..5).prop_map(|parts| parts.join(&"and".to_owned())),
            inner.clone().prop_map(|part| joined([words("not"), part])),
            inner.prop_map(|part| joined([words("("), part, words(")")])),
        ]
    })
}

fn comparison() -> impl Strategy<Value = Words> {
    let path = select(vec!["args.amount", "args.meta.\"ticket id\".x", "args.items.0", "args.items[]", "args.if"]);
    let comparator = select(vec!["==", "!=", "<", "<=", ">", ">=", "contains"]);
    let list = prop_oneof![3 => list_of("[", value(), 1..8, "]"), 1 => ident().prop_map(one)];
    let pattern = prop_oneof![string(), ident()].prop_map(one);
    let test = prop_oneof![
        (comparator, value()).prop_map(|(comparator, value)| joined([words(comparator), value])),
        (select(vec!["in", "not in"]), list).prop_map(|(operator, list)| joined([words(operator), list])),
        pattern.prop_map(|pattern| after("matches", Some(pattern))),
        select(vec!["exists", "missing"]).prop_map(words),
    ];
    (path, test).prop_map(|(path, test)| joined([words_with_blanks(path), test]))
}

// ── Types, tests and values ───────────────────────────────────────────────────────────────────

fn field(ty: impl Strategy<Value = Words>) -> impl Strategy<Value = Words> {
    (key(), select(vec![":", "? :"]), ty).prop_map(|(key, signs, ty)| joined([vec![key], words(signs), ty]))
}

fn ty() -> impl Strategy<Value = Words> {
    let leaf = prop_oneof![
        select(vec!["string", "number", "integer", "boolean", "any"]).prop_map(words),
        vec(literal().prop_map(one), 1..6).prop_map(|literals| literals.join(&"|".to_owned())),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|ty| joined([words("["), ty, words("]")])),
            list_of("{", field(inner), 0..4, "}"),
        ]
    })
}

fn step() -> impl Strategy<Value = Words> {
    let grant = option::of(string().prop_map(one)).prop_map(|grant| after("as", grant));
    let times = option::of(select(vec!["3 times", "1_0 times"]).prop_map(words)).prop_map(Option::unwrap_or_default);
    let outcome = prop_oneof![
        select(vec!["allow", "deny", "hidden", "limited"]).prop_map(words),
        string().prop_map(|text| vec!["deny".to_owned(), "because".to_owned(), text]),
    ];
    prop_oneof![
        6 => (grant, times, tool_name(), object(), outcome).prop_map(|(grant, times, tool, object, outcome)| {
            joined([grant, times, words("call"), tool, object, words("=>"), outcome])
        }),
        1 => select(vec!["at 2026-03-01T12:00:00Z", "at 2026-03-01T12:00:00.5+01:00"]).prop_map(words),
        1 => select(vec!["after 61 seconds", "after 1 minute", "after 2 hours", "after 1 days"]).prop_map(words),
    ]
}

fn object() -> impl Strategy<Value = Words> {
    list_of("{", member(json()), 0..7, "}")
}

fn member(json: impl Strategy<Value = Words>) -> impl Strategy<Value = Words> {
    (key(), json).prop_map(|(key, json)| joined([vec![key, ":".to_owned()], json]))
}

fn json() -> impl Strategy<Value = Words> {
    let leaf = prop_oneof![6 => literal().prop_map(one), 1 => Just(words("null"))];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![list_of("[", inner.clone(), 0..4, "]"), list_of("{", member(inner), 0..4, "}")]
    })
}

fn value() -> impl Strategy<Value = Words> + Clone {
    prop_oneof![3 => literal(), 1 => new_name()].prop_map(one)
}

fn literal() -> impl Strategy<Value = String> + Clone {
    prop_oneof![string(), number(), select(vec!["true", "false"]).prop_map(str::to_owned)]
}

fn number() -> impl Strategy<Value = String> + Clone {
    select(vec!["0", "-0", "5", "100_00", "-1_000.5e3", "1e-7", "9007199254740991", "2.50", "1E+2"])
        .prop_map(str::to_owned)
}

fn string() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        4 => select(vec![
            "\"usd\"",
            "\"\"",
            "\"Only USD and EUR.\"",
            "\"# no comment {[(\"",
            "\"line\\n\\\"quoted\\\" é 漢 \\u00e9 \\ud83d\\ude00\"",
            "r\"^[a-z]+$\"",
            "r#\"^echo \"[a-z]+\"$\"#",
            "r##\"\"# x\"##",
            "\"A sentence that is so long that hardly anything else has room beside it on one line of a page.\"",
        ]).prop_map(str::to_owned),
        1 => "\"[ !#-\\[\\]-~é漢]{0,40}\"",
    ]
}

fn key() -> impl Strategy<Value = String> + Clone {
    select(vec!["amount", "currency", "ticket_1", "\"ticket-id\"", "\"# a\"", "limit", "_"]).prop_map(str::to_owned)
}

fn ident() -> impl Strategy<Value = String> + Clone {
    select(vec![
        "cap",
        "currencies",
        "n",
        "_x1",
        "limit",
        "not",
        "because",
        "a_name_that_is_rather_long_for_what_it_is",
    ])
    .prop_map(str::to_owned)
}

/// The name of a let or parameter: an identifier that is not a literal.
fn new_name() -> impl Strategy<Value = String> + Clone {
    ident()
}

// ── Putting words together ────────────────────────────────────────────────────────────────────

fn block(part: impl Strategy<Value = Words>, most: usize) -> impl Strategy<Value = Words> {
    vec(part, 0..most).prop_map(|parts| joined([words("{"), parts.concat(), words("}")]))
}

fn list_of(
    open: &'static str,
    element: impl Strategy<Value = Words>,
    count: std::ops::Range<usize>,
    close: &'static str,
) -> impl Strategy<Value = Words> {
    (vec(element, count), any::<bool>()).prop_map(move |(elements, comma)| {
        let last_comma = if comma && !elements.is_empty() { words(",") } else { Vec::new() };
        joined([words(open), elements.join(&",".to_owned()), last_comma, words(close)])
    })
}

fn after(word: &str, part: Option<Words>) -> Words {
    part.map(|part| joined([words(word), part])).unwrap_or_default()
}

fn joined<const COUNT: usize>(parts: [Words; COUNT]) -> Words {
    parts.concat()
}

fn words(text: &str) -> Words {
    text.split(' ').map(str::to_owned).collect()
}

fn words_with_blanks(text: &str) -> Words {
    vec![text.to_owned()]
}

fn one(word: String) -> Words {
    vec![word]
}
