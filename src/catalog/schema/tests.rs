use super::*;
use crate::catalog::argument::{OrderVerdict, Verdict};
use crate::source::{Source, Sources};
use crate::vocab::{Number, Operator, Value};

/// A schema, with questions in the words of the tests below.
struct Tool {
    sources: Sources,
    schema: Schema,
    id: SourceId,
}

impl Tool {
    fn new(schema: &str) -> Self {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text("t.json", schema));
        let json = Json::parse(sources.get(id)).unwrap();
        Self { schema: Schema::new(Span::at(0), json).unwrap(), id, sources }
    }

    /// A schema of an object with these members.
    fn with(properties: &str) -> Self {
        Self::new(&format!(r#"{{"type": "object", "properties": {properties}}}"#))
    }

    fn lookup(&self, path: &str) -> Lookup {
        self.schema.at(self.id).reader().lookup(&Path::from_json(&format!("args.{path}")).unwrap())
    }

    fn argument(&self, path: &str) -> Argument {
        let Lookup::Found(argument) = self.lookup(path) else { panic!("no argument {path}") };
        argument
    }

    fn words(&self, path: &str) -> String {
        self.argument(path).words()
    }

    /// `allowed`, `other kind`, or the text and words of the line that rules the value out.
    fn verdict(&self, path: &str, value: &str) -> String {
        match self.argument(path).verdict(&self::value(value)) {
            Verdict::Allowed => "allowed".to_owned(),
            Verdict::OtherKind => "other kind".to_owned(),
            Verdict::RuledOut(reason) => format!("{} ({})", self.sources.text(reason.place), reason.words),
        }
    }

    fn order(&self, path: &str, operator: Operator, bound: f64) -> String {
        match self.argument(path).order(operator.order().unwrap(), bound) {
            OrderVerdict::Always(reason) => format!("always: {}", reason.words),
            OrderVerdict::Never(reason) => format!("never: {}", reason.words),
            OrderVerdict::Sometimes => "sometimes".to_owned(),
        }
    }

    /// How a path fails: its kind, the step, and the text at the place.
    fn miss(&self, path: &str) -> String {
        match self.lookup(path) {
            Lookup::Found(argument) => format!("found {}", argument.words()),
            Lookup::Unknown => "unknown".to_owned(),
            Lookup::NoSuchMember { step, known, place } => {
                format!("no member {step} at {}: {}", self.sources.text(place), known.join(" "))
            }
            Lookup::IntoList { step, place } => format!("list {step} at {}", self.sources.text(place)),
            Lookup::IntoScalar { step, place, words } => {
                format!("scalar {step} at {}: {words}", self.sources.text(place))
            }
        }
    }
}

fn value(text: &str) -> Value {
    match text {
        "true" | "false" => Value::Boolean(text == "true"),
        _ if Number::is_json(text) => Value::Number(Number::parse(text).unwrap()),
        _ => Value::Text(text.to_owned()),
    }
}

#[test]
fn words_are_the_schemas_own() {
    let tool = Tool::with(
        r##"{"a": {"type": "integer", "minimum": 1, "maximum": 100000}, "b": {"type": "string", "enum": ["usd", "eur"]},
        "c": {"anyOf": [{"type": "string"}, {"type": "null"}]}, "d": {"type": ["integer", "null"]},
        "e": {"type": "array", "items": {"type": "string"}}, "f": {"const": "x"}, "g": {"type": "number", "exclusiveMinimum": 0},
        "h": {"type": "string", "minLength": 1, "maxLength": 3}, "i": {}, "j": {"properties": {"x": {}}}, "k": {"items": {}}, "z": {"anyOf": [{"not": {}}, {"type": "string"}]},
        "l": {"type": "number", "minimum": 5, "exclusiveMinimum": true}, "m": {"type": "string", "nullable": true},
        "n": {"anyOf": [{"const": "a"}, {"const": "b", "title": "B"}]}, "o": {"enum": [1, 2, 3, 4, 5, 6, 7, null]},
        "p": {"type": "STRING"}, "q": {"type": "file"}, "r": {"type": ["string", "file"]}, "s": {"enum": [1e999, 2]}}"##,
    );
    for (path, words) in [
        ("a", "integer, 1 to 100000"),
        ("b", "string, one of \"usd\", \"eur\""),
        ("c", "string or null"),
        ("d", "integer or null"),
        ("e", "list of strings"),
        ("f", "string, only \"x\""),
        ("g", "number, more than 0"),
        ("h", "string, at least 1 character, at most 3 characters"),
        ("i", "any value"),
        ("j", "object"),
        ("k", "list"),
        ("z", "string"),
        ("l", "number, more than 5"),
        ("m", "string or null"),
        ("n", "string, one of \"a\", \"b\""),
        ("o", "number or null, one of 1, 2, 3, 4, 5, null, 2 more"),
        ("p", "string"),
        ("q", "any value"),
        ("r", "any value"),
        ("s", "any value"),
    ] {
        assert_eq!(tool.words(path), words, "{path}");
    }
}

#[test]
fn values_are_ruled_out_by_their_line() {
    let tool = Tool::with(
        r#"{"a": {"type": "integer", "minimum": 1, "exclusiveMaximum": 10}, "b": {"enum": ["usd", 5, true]},
        "c": {"type": "string", "pattern": "^[a-z]+$", "maxLength": 3}, "d": {"type": "number", "multipleOf": 5},
        "e": {"anyOf": [{"type": "integer", "maximum": 5}, {"type": "integer", "minimum": 10}, {"type": "string"}]},
        "f": {"type": "string", "not": {"const": "x"}, "if": {}, "then": {"const": "y"}}}"#,
    );
    for (path, value, verdict) in [
        ("a", "5", "allowed"),
        ("a", "5.0", "allowed"),
        ("a", "5.5", "\"type\": \"integer\" (a whole number)"),
        ("a", "0", "\"minimum\": 1 (at least 1)"),
        ("a", "10", "\"exclusiveMaximum\": 10 (less than 10)"),
        ("a", "x", "other kind"),
        ("b", "usd", "allowed"),
        ("b", "USD", "\"enum\" (one of \"usd\", 5, true)"),
        ("b", "6", "\"enum\" (one of \"usd\", 5, true)"),
        ("c", "abc", "allowed"),
        ("c", "ABC", "\"pattern\": \"^[a-z]+$\" (matches `^[a-z]+$`)"),
        ("c", "abcd", "\"maxLength\": 3 (at most 3 characters)"),
        ("d", "12", "\"multipleOf\": 5 (a multiple of 5)"),
        ("e", "7", "\"e\" (integer, at most 5 or integer, at least 10 or string)"),
        ("e", "11", "allowed"),
        ("e", "true", "other kind"),
        ("f", "x", "allowed"),
    ] {
        assert_eq!(tool.verdict(path, value), verdict, "{path} {value}");
    }
}

#[test]
fn orders_hold_for_no_some_or_all_numbers() {
    let tool = Tool::with(
        r#"{"a": {"type": "integer", "minimum": 1, "maximum": 100}, "b": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        "c": {"enum": [1, 5, 9]}, "d": {"type": ["integer", "string"], "maximum": 10}, "e": {"type": "integer", "exclusiveMinimum": 0},
        "f": {"type": "number", "minimum": 9, "maximum": 1}, "g": {"anyOf": [{"type": "integer", "maximum": 5}, {"type": "number", "maximum": 7}]},
        "h": {"type": "integer"}}"#,
    );
    use Operator::{Gt, Gte, Lt, Lte};
    for (path, operator, bound, order) in [
        ("a", Gt, 100.0, "never: at most 100"),
        ("a", Gt, 99.0, "sometimes"),
        ("a", Gte, 100.5, "never: at most 100"),
        ("a", Gte, 1.0, "always: at least 1"),
        ("a", Gt, 0.0, "always: at least 1"),
        ("a", Gt, 1.0, "sometimes"),
        ("a", Lt, 1.0, "never: at least 1"),
        ("a", Lte, 1.0, "sometimes"),
        ("a", Lte, 100.0, "always: at most 100"),
        ("a", Lt, 100.0, "sometimes"),
        ("b", Gt, 0.0, "always: more than 0"),
        ("b", Lte, 0.0, "never: more than 0"),
        ("b", Gte, 1.0, "never: less than 1"),
        ("b", Lt, 1.0, "always: less than 1"),
        ("b", Gte, 0.5, "sometimes"),
        ("c", Gt, 9.0, "never: one of 1, 5, 9"),
        ("c", Gte, 1.0, "always: one of 1, 5, 9"),
        ("c", Gt, 5.0, "sometimes"),
        ("d", Gt, 10.0, "never: at most 10"),
        ("d", Lt, 11.0, "sometimes"),
        ("e", Gte, 1.0, "always: more than 0"),
        ("e", Lt, 1.0, "never: more than 0"),
        ("f", Gt, 100.0, "sometimes"),
        ("g", Gt, 7.0, "never: integer, at most 5 or number, at most 7"),
        ("g", Gt, 5.0, "sometimes"),
        ("h", Gt, 1e300, "sometimes"),
    ] {
        assert_eq!(tool.order(path, operator, bound), order, "{path} {operator:?} {bound}");
    }
}

#[test]
fn members_that_are_not_listed_do_not_exist_but_in_open_objects() {
    let tool = Tool::with(
        r#"{"a": {"type": "object", "properties": {"x": {}, "y": {}}}, "b": {"type": "object"}, "c": {"type": "object", "properties": {}},
        "d": {"type": "object", "properties": {"x": {}}, "additionalProperties": true}, "e": {"type": "object", "additionalProperties": false},
        "f": {"type": "object", "additionalProperties": {"type": "integer"}}, "g": {"patternProperties": {"^x": {"type": "string"}}},
        "h": {"type": "array", "items": {"type": "object", "properties": {"x": {}}}}, "i": {"type": "integer"}, "j": {},
        "k": {"patternProperties": {"^(?!a)": {"type": "string"}}}, "l": {"type": "object", "properties": {"x": {}}, "then": {}}}"#,
    );
    for (path, miss) in [
        ("a.x", "found any value"),
        ("a.z", "no member 1 at \"properties\": x y"),
        ("a.x.y", "unknown"),
        ("b.z", "unknown"),
        ("c.z", "unknown"),
        ("d.z", "unknown"),
        ("e.z", "no member 1 at \"additionalProperties\": "),
        ("f.z", "found integer"),
        ("g.xa", "found string"),
        ("g.a", "no member 1 at \"g\": "),
        ("h.x", "list 1 at \"h\""),
        ("i.x", "scalar 1 at \"i\": integer"),
        ("j.x", "unknown"),
        ("k.b", "unknown"),
        ("l.z", "unknown"),
        ("z", "no member 0 at \"properties\": a b c d e f g h i j k l"),
        ("a.z.y", "no member 1 at \"properties\": x y"),
    ] {
        assert_eq!(tool.miss(path), miss, "{path}");
    }
    assert_eq!(Tool::new("true").miss("a"), "unknown");
    assert_eq!(Tool::new("{}").miss("a"), "unknown");
    assert_eq!(Tool::new("false").miss("a"), "unknown");
    assert_eq!(Tool::new(r#"{"type": "string"}"#).miss("a"), "unknown");
    assert_eq!(Tool::new(r#"{"properties": 5}"#).miss("a"), "unknown");
}

#[test]
fn what_is_required_exists() {
    let tool = Tool::new(
        r#"{"properties": {"a": {"properties": {"x": {}}, "required": ["x", "y"], "additionalProperties": false},
        "b": {"required": ["z"]}}, "required": ["a", "c"], "anyOf": [{"required": ["d"]}, {"required": ["b"]}]}"#,
    );
    for (path, miss) in [
        ("c", "unknown"),
        ("c.x", "unknown"),
        ("d", "unknown"),
        ("e", "no member 0 at \"properties\": a b c d"),
        ("a.y", "unknown"),
        ("a.z", "no member 1 at \"properties\": x y"),
        ("b.w", "unknown"),
    ] {
        assert_eq!(tool.miss(path), miss, "{path}");
    }
}

#[test]
fn equality_goes_by_text() {
    let tool = Tool::with(
        r#"{"a": {"enum": [true, 2, "x", "5", "1e3"]}, "b": {"anyOf": [{"type": "integer", "maximum": 9}, {"type": "string", "maxLength": 1}]}}"#,
    );
    for (path, value, is_allowed) in [
        ("a", Value::Text("true".to_owned()), true),
        ("a", Value::Text("2".to_owned()), true),
        ("a", Value::Text("2.0".to_owned()), false),
        ("a", value("5"), true),
        ("a", value("1000"), false),
        ("a", Value::Boolean(false), false),
        ("b", Value::Text("10".to_owned()), false),
        ("b", Value::Text("-3".to_owned()), true),
        ("b", value("10"), false),
    ] {
        let verdict = tool.argument(path).equality(&value);
        assert_eq!(verdict == Verdict::Allowed, is_allowed, "{path} {value}");
    }
}

#[test]
fn alternatives_are_joined() {
    let tool = Tool::new(
        r##"{"$defs": {"id": {"type": "string"}, "base": {"properties": {"x": {"type": "integer"}}}, "a b": {"type": "boolean"}},
        "properties": {"a": {"anyOf": [{"$ref": "#/$defs/id"}, {"type": "object", "properties": {"y": {"type": "number"}}}]},
            "b": {"allOf": [{"$ref": "#/$defs/base"}, {"properties": {"y": {"type": "string"}}, "additionalProperties": false}]},
            "c": {"$ref": "#/$defs/a%20b", "description": "on  or\n off"}, "d": {"$ref": "https://example.com/x"}, "e": {"$ref": "#/properties/a/anyOf/0"},
            "f": {"allOf": [{"type": "string"}, {"type": "number"}]}, "g": {"type": "number", "allOf": [{"type": "integer"}, {"minimum": 1}]},
            "h": {"properties": {"x": {}}, "allOf": [{"$ref": "#/nowhere"}]},
            "i": {"oneOf": [{"properties": {"t": {"const": "a"}}}, {"properties": {"t": {"const": "b"}, "u": {}}}]}},
        "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}"##,
    );
    for (path, miss) in [
        ("a", "found string or object"),
        ("a.y", "found number"),
        ("a.z", "no member 1 at \"properties\": y"),
        ("b.x", "found integer"),
        ("b.y", "found string"),
        ("b.z", "no member 1 at \"properties\": x y"),
        ("c", "found boolean"),
        ("d", "found any value"),
        ("d.x", "unknown"),
        ("e", "found string"),
        ("f", "found any value"),
        ("g", "found integer, at least 1"),
        ("h.z", "unknown"),
        ("i.t", "found string, only \"a\" or string, only \"b\""),
        ("i.u", "found any value"),
        ("i.v", "no member 1 at \"properties\": t u"),
    ] {
        assert_eq!(tool.miss(path), miss, "{path}");
    }
    assert_eq!(tool.argument("c").description.as_deref(), Some("on or off"));
}

#[test]
fn only_what_is_required_at_each_step_is_always_there() {
    let tool = Tool::new(
        r#"{"type": "object", "required": ["a", "b", "c", "n"], "properties": {"a": {"type": "integer"},
        "b": {"type": "object", "required": ["x"], "properties": {"x": {}, "y": {"type": "string"}}},
        "c": {"type": ["object", "null"], "required": ["x"], "properties": {"x": {"type": "string"}}},
        "d": {"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}}}, "n": {"type": ["string", "null"]}}}"#,
    );
    let always: Vec<_> = ["a", "b", "b.x", "b.y", "c", "c.x", "d", "d.x", "n"]
        .into_iter()
        .filter(|path| tool.argument(path).always_there)
        .collect();
    assert_eq!(always, ["a", "b"]);
}

#[test]
fn finite_values_are_counted() {
    let tool = Tool::with(
        r#"{"a": {"type": "boolean"}, "b": {"enum": ["x", null, 1]}, "c": {"type": "string"}, "d": {"enum": ["x", [1]]},
        "e": {"anyOf": [{"type": "boolean"}, {"const": "auto"}]}, "f": {"type": "integer", "enum": [1, 2, 30], "maximum": 9}}"#,
    );
    let finite = |path: &str| tool.argument(path).finite(9).map(|all| (all.values.len(), all.nullable));
    assert_eq!(finite("a"), Some((2, false)));
    assert_eq!(finite("b"), Some((2, true)));
    assert_eq!(finite("c"), None);
    assert_eq!(finite("d"), None);
    assert_eq!(finite("e"), Some((3, false)));
    assert_eq!(finite("f"), Some((2, false)));
}

#[test]
fn cycles_and_explosions_end() {
    let cycle = Tool::new(
        r##"{"$defs": {"n": {"type": "object", "properties": {"next": {"$ref": "#/$defs/n"}, "v": {"type": "integer"}}},
        "loop": {"$ref": "#/$defs/loop"}, "bomb": {"anyOf": [{"$ref": "#/$defs/bomb"}, {"$ref": "#/$defs/bomb"}, {"type": "string"}]}},
        "properties": {"n": {"$ref": "#/$defs/n"}, "loop": {"$ref": "#/$defs/loop"}, "bomb": {"$ref": "#/$defs/bomb"}, "all": {"$ref": "#"}}}"##,
    );
    assert_eq!(cycle.miss("n.next.next.next.v"), "found integer");
    assert_eq!(cycle.miss("all.all.n.v"), "found integer");
    assert_eq!(cycle.miss("loop"), "found any value");
    assert_eq!(cycle.miss("bomb"), "found any value");
    assert_eq!(cycle.miss(&vec!["all"; 100].join(".")), "unknown");
}

#[test]
fn large_schemas_are_read_once() {
    let properties: Vec<_> = (0..20_000).map(|index| format!(r#""p{index}": {{"type": "integer"}}"#)).collect();
    let constants: Vec<_> = (0..20_000).map(|index| format!(r#"{{"const": "c{index}"}}"#)).collect();
    let required: Vec<_> = (0..20_000).map(|index| format!("\"p{index}\"")).collect();
    let tool = Tool::new(&format!(
        r#"{{"properties": {{{}, "c": {{"anyOf": [{}]}}}}, "required": [{}]}}"#,
        properties.join(","),
        constants.join(","),
        required.join(",")
    ));
    let reader = tool.schema.at(tool.id).reader();
    for index in 0..20_000 {
        let Lookup::Found(argument) = reader.lookup(&Path::from_json(&format!("args.p{index}")).unwrap()) else {
            panic!()
        };
        assert!(argument.always_there);
    }
    assert_eq!(tool.verdict("c", "c19999"), "allowed");
    assert!(tool.verdict("c", "d").ends_with("19995 more)"));
}

#[test]
fn a_format_in_a_part_or_in_a_referenced_schema_is_read() {
    let tool = Tool::new(
        r##"{"type": "object", "$defs": {"u": {"type": "string", "format": "uri", "description": "A page."}}, "properties": {
            "a": {"anyOf": [{"type": "string", "format": "email"}, {"type": "null"}]},
            "b": {"$ref": "#/$defs/u"}}}"##,
    );
    let said = |name: &str| {
        let path = Path::from_json(&format!("args.{name}")).unwrap();
        let Lookup::Found(argument) = tool.schema.at(tool.id).reader().lookup(&path) else { panic!("{name}") };
        (argument.format, argument.description)
    };
    assert_eq!(said("a"), (Some("email".to_owned()), None));
    assert_eq!(said("b"), (Some("uri".to_owned()), Some("A page.".to_owned())));
}
