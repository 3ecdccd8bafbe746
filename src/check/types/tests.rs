use super::*;
use crate::catalog::{self, Catalog};
use crate::source::{Place, Source, SourceId, Span};
use crate::syntax::tree::{self, Field, Literal, Name, NumberLiteral, Signature, Text, Type, TypeKind};
use crate::vocab::{Number, Operand, Operator, Value};

const CATALOG: SourceId = SourceId(1);

/// A list with one tool, as a careless server might write it.
const TOOLS: &str = r##"{"tools": [{"name": "pay", "inputSchema": {"type": "object", "required": ["amount", "meta", "live", "mode"],
  "$defs": {"money": {"type": "integer", "minimum": 1, "maximum": 100000}},
  "properties": {
    "amount": {"$ref": "#/$defs/money", "description": "in cents"},
    "tip": {"$ref": "#/$defs/money"},
    "currency": {"type": "string", "enum": ["usd", "eur"]},
    "reason": {"type": "string"},
    "tags": {"type": "array", "items": {"type": "string"}},
    "numbers": {"type": "array", "items": {"type": "integer"}},
    "meta": {"type": "object", "required": ["kind"], "properties": {"ticket": {"type": "string"}, "kind": {"const": "refund"}}},
    "extra": {"type": "object"},
    "live": {"type": "boolean"},
    "dry": {"type": ["boolean", "null"]},
    "mode": {"enum": ["fast", "slow"]},
    "either": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
    "any": {"title": "Any"},
    "nothing": {"type": "null"}}}}, {"name": "bare"}]}"##;

/// Parses `args.a.b OP VALUE`, with values as JSON. The comparison's place is that of the line.
fn comparison(line: &str, start: usize) -> ir::Comparison {
    let (path, rest) = line.split_once(' ').unwrap();
    let (operator, operand) = [
        ("not in ", Operator::NotIn),
        ("in ", Operator::In),
        ("== ", Operator::Eq),
        ("!= ", Operator::Neq),
        ("<= ", Operator::Lte),
        (">= ", Operator::Gte),
        ("< ", Operator::Lt),
        ("> ", Operator::Gt),
        ("matches ", Operator::Regex),
        ("contains ", Operator::Contains),
        ("exists", Operator::Exists),
    ]
    .into_iter()
    .find_map(|(word, operator)| rest.strip_prefix(word).map(|operand| (operator, operand)))
    .unwrap();
    let json = serde_json::from_str(operand).unwrap_or(serde_json::Value::Null);
    let operand = match (operator, &json) {
        (Operator::Exists, _) => Operand::Presence(true),
        (Operator::Regex, json) => Operand::Pattern(json.as_str().unwrap().to_owned()),
        (_, serde_json::Value::Array(values)) => Operand::Many(values.iter().map(value).collect()),
        (_, json) => Operand::One(value(json)),
    };
    let mut at = start + "args".len();
    let segments: Vec<_> = path.split('.').skip(1).map(str::to_owned).collect();
    let place = |start: usize, length: usize| Span::new(start, start + length).of(SourceId(0));
    let segment_places = segments
        .iter()
        .map(|segment| {
            at += 1 + segment.len();
            place(at - segment.len(), segment.len())
        })
        .collect();
    ir::Comparison {
        written: None,
        admits: ir::Admits::Anything,
        place: place(start, line.len()),
        path: Path::new(segments).unwrap(),
        segment_places,
        operator,
        operand,
    }
}

fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Bool(boolean) => Value::Boolean(*boolean),
        serde_json::Value::Number(number) => Value::Number(Number::parse(&number.to_string()).unwrap()),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => panic!("no value"),
    }
}

fn condition(line: &str, start: usize) -> ir::Condition {
    let comparison = comparison(line, start);
    ir::Condition { place: comparison.place, kind: ir::ConditionKind::Comparison(comparison) }
}

/// A `deny if` for each line.
fn body(lines: &[&str]) -> ir::Body {
    let mut start = 0;
    let clauses = lines.iter().map(|line| {
        let condition = condition(line, start);
        start += line.len() + 1;
        let kind = ir::ClauseKind::Deny { condition: Some(condition.clone()), because: None };
        ir::Clause { place: condition.place, applied_at: None, guard: None, kind }
    });
    ir::Body { clauses: clauses.collect() }
}

fn catalog() -> Catalog {
    catalog::read(CATALOG, &Source::from_text("t.json", TOOLS)).unwrap()
}

/// `code: message [catalog text: label] / help` for each diagnostic.
fn check_body(tool: &str, arguments: &ArgumentsOf<'_>, body: &ir::Body) -> (Vec<Diagnostic>, ArgumentCount) {
    let (found, count) = super::check_body(tool, arguments, body, &mut Patterns::default());
    (found.into_iter().map(|(_, found)| found).collect(), count)
}

fn check(lines: &[&str]) -> Vec<String> {
    let catalog = catalog();
    let tool = catalog.tool("pay").unwrap();
    said(&check_body("pay", &ArgumentsOf::Catalog(&catalog, tool), &body(lines)).0)
}

fn check_untyped(lines: &[&str]) -> Vec<String> {
    said(&check_body("pay", &ArgumentsOf::Unknown, &body(lines)).0)
}

fn said(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(say).collect()
}

fn say(diagnostic: &Diagnostic) -> String {
    let mut text = format!("{} at {}: {}", diagnostic.code, diagnostic.primary.place.span.start, diagnostic.message);
    for label in &diagnostic.labels {
        let at = if label.place.source == CATALOG { TOOLS.get(label.place.span.range()).unwrap() } else { "" };
        text += &format!(" [{at} {}]", label.message);
    }
    text + &diagnostic.help.iter().map(|help| format!(" / {help}")).collect::<String>()
}

fn one(line: &str) -> String {
    let mut said = check(&[line]);
    assert!(said.len() <= 1, "{said:?}");
    said.pop().unwrap_or_default()
}

#[test]
fn what_may_come_out_both_ways_is_fine() {
    for line in [
        "args.amount > 5",
        "args.amount == 100000",
        "args.tip >= 1",
        "args.currency in [\"usd\", \"eur\"]",
        "args.currency == \"usd\"",
        "args.reason matches \"^a\"",
        "args.reason contains \"a\"",
        "args.tags contains \"a\"",
        "args.numbers contains 5",
        "args.numbers exists",
        "args.extra.x > 5",
        "args.live == true",
        "args.dry in [true, false]",
        "args.dry not in [true, false]",
        "args.mode != \"fast\"",
        "args.either > 5",
        "args.either matches \"a\"",
        "args.either in [\"a\", 5]",
        "args.either matches \"b\"",
        "args.currency matches \"^[a-z]+$\"",
        "args.currency matches \"^u\"",
        "args.mode matches \"^f\"",
        "args.any > 5",
        "args.meta exists",
        "args.meta.ticket == \"T\"",
        "args.amount exists",
    ] {
        assert_eq!(one(line), "", "{line}");
    }
}

#[test]
fn paths_that_do_not_exist() {
    for (line, text) in [
        (
            "args.amont > 5",
            "unknown-argument at 5: `pay` has no argument `amont` [\"properties\" its arguments] / did you mean `amount`?",
        ),
        (
            "args.meta.tickt exists",
            "unknown-argument at 10: `args.meta` has no member `tickt` [\"properties\" its members] / did you mean `ticket`?",
        ),
        (
            "args.meta.zzzzzzz.b exists",
            "unknown-argument at 10: `args.meta` has no member `zzzzzzz` [\"properties\" its members] / it has `ticket` and `kind`",
        ),
        (
            "args.amount.cents > 5",
            "unknown-argument at 12: `args.amount` has no member `cents`: it is not an object [\"amount\" integer, 1 to 100000]",
        ),
        (
            "args.tags.first == \"a\"",
            "list-index at 10: `args.tags` is a list, and the gateway only follows objects [\"tags\" a list] / ask whether it has a value, `args.tags contains …`, or whether it exists; nothing can ask about every element",
        ),
    ] {
        assert_eq!(one(line), text);
    }
}

#[test]
fn operators_that_do_not_apply() {
    for (line, text) in [
        (
            "args.reason > 5",
            "type-mismatch at 0: `>` does not apply to `args.reason` [\"reason\" `reason`: string] / a string is tested with `==`, `in`, `matches` or `contains`",
        ),
        (
            "args.amount > \"5\"",
            "type-mismatch at 0: `>` can't compare with `\"5\"` [\"amount\" `amount`: integer, 1 to 100000 (in cents)] / write `5`, without quotes",
        ),
        (
            "args.any > true",
            "type-mismatch at 0: `>` can't compare with `true` / only numbers have an order; a string is tested with `==`, `in` or `matches`",
        ),
        (
            "args.amount matches \"^5\"",
            "type-mismatch at 0: `matches` does not apply to `args.amount` [\"amount\" `amount`: integer, 1 to 100000 (in cents)] / a number is tested with `==`, `in`, `<`, `<=`, `>` or `>=`",
        ),
        (
            "args.live contains \"a\"",
            "type-mismatch at 0: `contains` does not apply to `args.live` [\"live\" `live`: boolean] / a boolean is tested with `==`: `args.live == true`",
        ),
        (
            "args.reason contains 5",
            "type-mismatch at 0: the string `args.reason` can't contain a number [\"reason\" `reason`: string] / write `\"5\"`, with quotes",
        ),
        (
            "args.numbers contains \"5\"",
            "type-mismatch at 0: the list `args.numbers` never contains a string [\"numbers\" `numbers`: list of numbers] / write `5`, without quotes",
        ),
        (
            "args.tags == \"a\"",
            "type-mismatch at 0: `==` does not apply to `args.tags` [\"tags\" `tags`: list of strings] / ask whether it has a value, `args.tags contains …`, or whether it exists; nothing can ask about every element",
        ),
        (
            "args.meta not in [\"a\"]",
            "type-mismatch at 0: `not in` does not apply to `args.meta` [\"meta\" `meta`: object] / compare one of its members: `args.meta.…`",
        ),
        (
            "args.amount in [5, \"6\"]",
            "type-mismatch at 0: `args.amount` is never a string [\"amount\" `amount`: integer, 1 to 100000 (in cents)] / write `6`, without quotes",
        ),
        (
            "args.reason != 5",
            "type-mismatch at 0: `args.reason` is never a number [\"reason\" `reason`: string] / write `\"5\"`, with quotes",
        ),
        ("args.nothing == 5", "type-mismatch at 0: `args.nothing` is never a number [\"nothing\" `nothing`: null]"),
    ] {
        assert_eq!(one(line), text);
    }
}

#[test]
fn comparisons_with_one_outcome() {
    for (line, text) in [
        (
            "args.currency == \"USD\"",
            "never-true at 0: `args.currency` is never `\"USD\"` [\"enum\" one of \"usd\", \"eur\"] / did you mean `\"usd\"`?",
        ),
        (
            "args.currency not in [\"usd\", \"gbp\"]",
            "always-true at 0: `args.currency` is never `\"gbp\"` [\"enum\" one of \"usd\", \"eur\"]",
        ),
        ("args.amount == 1.5", "never-true at 0: `args.amount` is never `1.5` [\"type\": \"integer\" a whole number]"),
        ("args.amount != 0", "always-true at 0: `args.amount` is never `0` [\"minimum\": 1 at least 1]"),
        (
            "args.amount > 100000",
            "never-true at 0: `args.amount` is never more than 100000 [\"maximum\": 100000 at most 100000]",
        ),
        (
            "args.tip > 100000",
            "never-true at 0: `args.tip` is never more than 100000 [\"maximum\": 100000 at most 100000]",
        ),
        ("args.amount > 0", "always-true at 0: `args.amount` is always more than 0 [\"minimum\": 1 at least 1]"),
        (
            "args.mode in [\"slow\", \"fast\"]",
            "always-true at 0: `args.mode` is always one of these [\"enum\" one of \"fast\", \"slow\"]",
        ),
        (
            "args.mode not in [\"slow\", \"fast\"]",
            "never-true at 0: `args.mode` is always one of these [\"enum\" one of \"fast\", \"slow\"]",
        ),
        (
            "args.currency not in [\"usd\", \"eur\"]",
            "never-true at 0: `args.currency` is always one of these [\"enum\" one of \"usd\", \"eur\"]",
        ),
        (
            "args.currency matches \"^USD$\"",
            "never-true at 0: no value of `args.currency` satisfies `matches` [\"enum\" one of \"usd\", \"eur\"]",
        ),
        (
            "args.mode matches \"^[a-z]+$\"",
            "always-true at 0: every value of `args.mode` satisfies `matches` [\"enum\" one of \"fast\", \"slow\"]",
        ),
        ("args.live in [true, false]", "always-true at 0: `args.live` is always one of these [\"live\" boolean]"),
        (
            "args.meta.kind == \"refund\"",
            "always-true at 0: `args.meta.kind` is always `\"refund\"` [\"const\": \"refund\" only \"refund\"]",
        ),
        (
            "args.meta.kind != \"refund\"",
            "never-true at 0: `args.meta.kind` is always `\"refund\"` [\"const\": \"refund\" only \"refund\"]",
        ),
    ] {
        assert_eq!(one(line), text);
    }
}

#[test]
fn uses_of_an_unknown_argument_must_agree() {
    assert_eq!(
        check_untyped(&[
            "args.x > 5",
            "args.x matches \"a\"",
            "args.x == 5",
            "args.y matches \"a\"",
            "args.y contains \"b\""
        ]),
        ["type-mismatch at 11: `args.x` is used as a number and as a string [ this needs a number]"],
        "the use that disagrees is forgotten"
    );
    let three = check_untyped(&["args.x contains \"a\"", "args.x in [\"a\", 5]", "args.x < 3", "args.x contains 5"]);
    assert_eq!(
        three,
        [
            "type-mismatch at 39: `args.x` is used as a string or a list and as a number [ this needs a string or a list]",
            "type-mismatch at 50: `args.x` is used as a number or a string and as a list [ this needs a number or a string]",
        ]
    );
    assert_eq!(check_untyped(&["args.x exists", "args.x == 5", "args.x == true", "args.x > \"a\""]).len(), 2);
    assert_eq!(check(&["args.extra.x > 5", "args.extra.x matches \"a\""]).len(), 1, "open objects");
    assert_eq!(check(&["args.any > 5", "args.any matches \"a\""]).len(), 0, "arguments that may be anything");
}

#[test]
fn a_step_into_an_unknown_argument_uses_it_as_an_object() {
    assert_eq!(
        check_untyped(&["args.x.y.z > 5", "args.x.y == 5", "args.x.y.z exists", "args.x.y exists", "args.x.w.v != 1"]),
        ["type-mismatch at 15: `args.x.y` is used as an object and as a number [ this needs an object]"],
    );
    assert_eq!(
        check_untyped(&["args.x matches \"a\"", "args.x.y exists", "args.x.y > \"5\""]),
        [
            "type-mismatch at 19: `args.x` is used as a string and as an object [ this needs a string]",
            "type-mismatch at 35: `>` can't compare with `\"5\"` / write `5`, without quotes",
        ]
    );
    assert_eq!(check(&["args.extra.x.y > 5", "args.extra.x contains \"a\""]).len(), 1, "open objects");
    assert_eq!(check(&["args.any.x > 5", "args.any == 5", "args.any.x contains 5"]).len(), 0, "anything");
}

#[test]
fn arguments_that_may_have_any_type_take_every_use() {
    let lines = ["args.x > 5", "args.x matches \"a\"", "args.x.y exists", "args.x < \"5\""];
    let (diagnostics, count) = check_body("", &ArgumentsOf::Any, &body(&lines));
    assert_eq!(said(&diagnostics), ["type-mismatch at 46: `<` can't compare with `\"5\"` / write `5`, without quotes"]);
    assert_eq!(count, ArgumentCount::default());
}

#[test]
fn conditions_are_walked_under_not_and_or() {
    let parts = ["args.x > 5", "args.x matches \"a\""];
    let leaves: Vec<_> = parts.iter().enumerate().map(|(index, line)| condition(line, 100 * index)).collect();
    let place = leaves[0].place;
    let nested = ir::Condition { place, kind: ir::ConditionKind::Or(leaves) };
    let kind = ir::ConditionKind::Not(Box::new(nested));
    let kind = ir::ClauseKind::Require { condition: ir::Condition { place, kind }, because: None };
    let applied = Span::new(500, 504).of(SourceId(0));
    let body = ir::Body { clauses: vec![ir::Clause { place, applied_at: Some(applied), guard: None, kind }] };
    let (diagnostics, count) = check_body("t", &ArgumentsOf::Unknown, &body);
    assert_eq!(diagnostics[0].primary.place.span.start, 100);
    assert_eq!(diagnostics[0].labels[1].place, applied);
    assert_eq!(diagnostics[0].labels[1].message, "applied here");
    assert_eq!(count, ArgumentCount { typed: 0, unknown: 1 });
}

#[test]
fn distinct_paths_are_counted() {
    let catalog = catalog();
    let body =
        body(&["args.amount > 5", "args.amount < 50", "args.any exists", "args.extra.x exists", "args.amont exists"]);
    let arguments = ArgumentsOf::Catalog(&catalog, catalog.tool("pay").unwrap());
    assert_eq!(check_body("pay", &arguments, &body).1, ArgumentCount { typed: 1, unknown: 2 });
    let bare = ArgumentsOf::Catalog(&catalog, catalog.tool("bare").unwrap());
    assert_eq!(check_body("bare", &bare, &body).1, ArgumentCount { typed: 0, unknown: 4 });
}

#[test]
fn an_assert_is_checked_for_its_paths_alone() {
    let catalog = catalog();
    let arguments = ArgumentsOf::Catalog(&catalog, catalog.tool("pay").unwrap());
    let check = |line: &str| said(&check_paths("pay", &arguments, &condition(line, 0))).len();
    assert_eq!(check("args.amount > 100000000"), 0);
    assert_eq!(check("args.amount == \"5\""), 0);
    assert_eq!(check("args.any > true"), 0);
    assert_eq!(check("args.amont > 5"), 1);
    assert_eq!(check("args.tags.x > 5"), 1);
}

fn name(text: &str) -> Name {
    Name { text: text.to_owned(), span: Span::new(text.len() * 10, text.len() * 10 + 1) }
}

fn field(text: &str, optional: bool, kind: TypeKind) -> Field {
    Field { key: name(text), optional, ty: ty(kind) }
}

fn ty(kind: TypeKind) -> Type {
    Type { kind, span: Span::new(7, 9) }
}

fn literals() -> Vec<Literal> {
    let text = Text { value: "usd".to_owned(), span: Span::at(0), quoting: tree::Quoting::Json };
    vec![Literal::Text(text), Literal::Number(NumberLiteral { value: Number::from(5), span: Span::at(0) })]
}

/// `(amount: integer, note?: string, kind: "usd" | 5, meta: {id: string, open: {}}, tags: [string], what: any)`
fn signature() -> Signature {
    let meta = vec![field("id", false, TypeKind::String), field("open", false, TypeKind::Object(Vec::new()))];
    let fields = vec![
        field("amount", false, TypeKind::Integer),
        field("note", true, TypeKind::String),
        field("kind", false, TypeKind::OneOf(literals())),
        field("meta", false, TypeKind::Object(meta)),
        field("tags", false, TypeKind::List(Box::new(ty(TypeKind::String)))),
        field("what", false, TypeKind::Any),
    ];
    Signature { fields, span: Span::new(1, 2) }
}

#[test]
fn a_signature_answers_as_a_schema_does() {
    let signature = signature();
    let arguments = ArgumentsOf::Signature(&signature, SourceId(0));
    for (line, code) in [
        ("args.amount > 5", ""),
        ("args.amount == 1.5", "never-true"),
        ("args.note > 5", "type-mismatch"),
        ("args.kind == \"usd\"", ""),
        ("args.kind in [\"usd\", 5]", "always-true"),
        ("args.kind == \"eur\"", "never-true"),
        ("args.kind == true", "type-mismatch"),
        ("args.meta.id matches \"a\"", ""),
        ("args.meta.x exists", "unknown-argument"),
        ("args.meta.open.x exists", ""),
        ("args.tags contains 5", "type-mismatch"),
        ("args.tags.x exists", "list-index"),
        ("args.amount.x exists", "unknown-argument"),
        ("args.what.x > 5", ""),
        ("args.ammount exists", "unknown-argument"),
    ] {
        let (diagnostics, _) = check_body("t", &arguments, &body(&[line]));
        let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code.name()).collect();
        assert_eq!(codes.join(" "), code, "{line}");
    }
    let none = Signature { fields: Vec::new(), span: Span::new(1, 2) };
    let none = ArgumentsOf::Signature(&none, SourceId(0));
    assert_eq!(check_body("t", &none, &body(&["args.x exists"])).0[0].code.name(), "unknown-argument");
}

#[test]
fn many_clauses_are_quick() {
    let lines: Vec<_> = (0..10_000).map(|index| format!("args.argument_{index} == \"a\"")).collect();
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let (diagnostics, _) = check_body("t", &ArgumentsOf::Signature(&signature(), SourceId(0)), &body(&lines));
    assert_eq!(diagnostics.len(), 10_000);
    let place: Place = diagnostics[9_999].primary.place;
    assert!(place.span.start > 0);
}
