//! Completion, as a client sees it: the line with the cursor `‸`, then each proposal with what it inserts.

use serde_json::{Value, json};

use super::client::{Client, capable, marked, offset};

const TOOLS: &str = r#"{"tools": [
  {"name": "create_charge", "description": "Charges a customer.\n![x](https://evil.example)\u001b[31m", "inputSchema": {"type": "object",
    "properties": {
      "amount": {"type": "integer", "minimum": 1, "maximum": 100000, "description": "In cents."},
      "currency": {"type": "string", "enum": ["usd", "eur", "it's \"odd\" $x}"], "default": "usd"},
      "capture": {"type": "boolean"},
      "note": {"type": "string", "examples": ["a tip"]},
      "items": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}, "sku": {"type": "string"}}}},
      "tags": {"type": "array", "items": {"type": "string", "enum": ["gift", "food"]}},
      "meta": {"type": "object", "properties": {"ticket-id": {"type": "string"}, "agent": {"type": "string"}}, "required": ["ticket-id"]}
    },
    "required": ["amount", "currency"]}},
  {"name": "list_charges", "description": "Lists charges.", "inputSchema": {"type": "object", "properties": {"limit": {"type": "integer"}}}},
  {"name": "delete charge", "inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}},
  {"name": "get_balance"}
]}"#;

const PART: &str = "let shared_cap = 50_00\nrule traced {\n  require args.meta exists\n}\n";

const HEAD: &str = r#"catalog "tools.json"
include "part.pl"
default deny
let cap = 100_00
let currencies = ["usd", "eur"]
let id = r"^ch_[a-z]+$"
rate list_charges: read
rule careful(most, kinds) {
  require args.amount <= most
  limit 5 per minute as charges
}
"#;

/// The answers for some texts after the head, each with a mark.
fn transcript(cases: &[(&str, &str)]) -> String {
    let mut client = client(capable());
    cases.iter().map(|(claim, text)| shown(&mut client, claim, &format!("{HEAD}{text}"))).collect::<Vec<_>>().join("\n")
}

fn client(capabilities: Value) -> Client {
    Client::with(&[("tools.json", TOOLS), ("part.pl", PART)], capabilities)
}

fn shown(client: &mut Client, claim: &str, text: &str) -> String {
    let answer = answer(client, text, json!({}));
    let (text, marks) = marked(text);
    let start = text[..marks[0]].rfind('\n').map_or(0, |at| at + 1);
    let end = text[marks[0]..].find('\n').map_or(text.len(), |at| marks[0] + at);
    let line = format!("{}‸{}", &text[start..marks[0]], text[marks[0]..end].trim_end());
    let items = answer["items"].as_array().cloned().unwrap_or_default();
    let items: String = items.iter().map(|item| proposal(&text, marks[0], item)).collect();
    format!("# {claim}\n{}\n{}", line.trim(), if items.is_empty() { "  nothing\n".to_owned() } else { items })
}

fn answer(client: &mut Client, text: &str, more: Value) -> Value {
    let (text, marks) = marked(text);
    client.open("p.pl", &text);
    client.ask_at("textDocument/completion", "p.pl", marks[0], more)
}

fn proposal(text: &str, cursor: usize, item: &Value) -> String {
    let range = &item["textEdit"]["range"];
    let (start, end) = (offset(text, &range["start"]), offset(text, &range["end"]));
    assert!(start <= cursor && cursor <= end && !text[start..end].contains('\n'));
    let new = item["textEdit"]["newText"].as_str().unwrap();
    let label = item["label"].as_str().unwrap();
    let detail = item["detail"].as_str().map(|detail| format!("  ({detail})")).unwrap_or_default();
    let about = item["documentation"].as_str().map(|about| format!("  -- {}", about.replace('\n', " / ")));
    let replaced = if start < end { format!(" instead of `{}`", &text[start..end]) } else { String::new() };
    let written = match new == label && replaced.is_empty() {
        true => String::new(),
        false => format!("  => `{}`{replaced}", new.replace('\n', "⏎")),
    };
    format!("  {label}{detail}{written}{}\n", about.unwrap_or_default())
}

#[test]
fn items_clauses_and_steps() {
    let shown = transcript(&[
        ("an item at the start of a line", "‸"),
        ("a half-written item", "all‸"),
        ("the word alone where more follows", "allo‸ list_charges"),
        ("no item after another one on its line", "allow list_charges ‸"),
        ("an item or more of the last one on the next line", "deny list_charges\n‸"),
        ("a clause after the brace", "tool create_charge {‸"),
        ("a clause at the start of a line", "tool create_charge {\n  limit 5 per hour\n  ‸\n}"),
        ("a clause in a rule", "rule a {\n  requ‸\n}"),
        ("more of a clause on its line", "tool create_charge {\n  require args.amount > 5 ‸\n}"),
        ("a clause in a block on one line", "tool create_charge { require args.amount > 5 ‸ }"),
        ("a step", "test \"t\" {\n  ‸\n}"),
        ("what is expected of a call", "test \"t\" {\n  call get_balance {} => ‸\n}"),
        ("a message after deny", "test \"t\" {\n  call get_balance {} => deny ‸\n}"),
        ("after a grant", "test \"t\" {\n  as \"bot\" ‸\n}"),
        ("after a number", "test \"t\" {\n  3 ‸\n}"),
        ("what happens by default", "default ‸"),
        ("never or always", "assert ‸"),
    ]);
    insta::assert_snapshot!(shown);
}

#[test]
fn tools() {
    let shown = transcript(&[
        ("tools without a statement first", "allow get_balance\nallow ‸"),
        ("tools without a rating first", "rate ‸"),
        ("a name that needs quotes, in a string", "deny \"del‸\""),
        ("a string that is not closed", "deny \"del‸"),
        ("the second tool of a statement", "allow get_balance, ‸"),
        ("a pattern is replaced whole", "allow li‸*"),
        ("the tool of an assert", "assert never cre‸"),
        ("a tool that a test calls, with its required arguments", "test \"t\" {\n  call ‸\n}"),
        ("only its name where more follows", "test \"t\" {\n  call ‸ {} => allow\n}"),
    ]);
    insta::assert_snapshot!(shown);
}

#[test]
fn categories_windows_units_and_types() {
    let shown = transcript(&[
        ("the likely category first", "tool \"delete charge\": ‸"),
        ("right after the colon", "allow create_charge:‸"),
        ("the category of every", "deny every ‸"),
        ("a window", "limit 5 per ‸"),
        ("a half-written window", "limit 5 per mi‸"),
        ("a counter", "limit 5 per hour as ‸"),
        ("how many", "limit ‸"),
        ("one unit of time", "test \"t\" {\n  after 1 ‸\n}"),
        ("several units of time", "test \"t\" {\n  after 61 ‸\n}"),
        ("a type", "tool other(a: ‸"),
    ]);
    insta::assert_snapshot!(shown);
}

#[test]
fn arguments() {
    let shown = transcript(&[
        ("all arguments, required ones first", "tool create_charge {\n  require ‸\n}"),
        ("in brackets, after not", "tool create_charge {\n  deny if (not ‸\n}"),
        ("the steps of a path", "tool create_charge {\n  require args.am‸ > 5\n}"),
        ("the members of an object", "tool create_charge {\n  require args.meta.‸\n}"),
        ("a step in quotes", "tool create_charge {\n  require args.meta.\"ti‸\" exists\n}"),
        ("a step in the middle", "tool create_charge {\n  require args.me‸ta.agent exists\n}"),
        ("after a step in quotes", "tool create_charge {\n  require args.\"meta\".‸\n}"),
        ("a string that is not closed as a step", "tool create_charge {\n  require args.meta.\"‸\n}"),
        ("nothing inside a list", "tool create_charge {\n  require args.tags.‸\n}"),
        ("the arguments of a tool that is called", "assert never create_charge if args.‸"),
        (
            "in a rule, those of the tools that apply it",
            "tool create_charge { apply mine }\nrule mine {\n  require args.c‸\n}",
        ),
        ("after a mistake in the clause", "tool create_charge {\n  require args.amount = 5 adn args.‸\n}"),
    ]);
    insta::assert_snapshot!(shown);
}

#[test]
fn operators_and_values() {
    let shown = transcript(&[
        ("operators for a number", "tool create_charge {\n  require args.amount ‸\n}"),
        ("operators for a boolean", "tool create_charge {\n  require args.capture ‸\n}"),
        ("operators for a list", "tool create_charge {\n  require args.tags ‸\n}"),
        ("operators for a string", "tool create_charge {\n  require args.note ma‸\n}"),
        ("the second word of an operator", "tool create_charge {\n  require args.note starts ‸\n}"),
        ("not in", "tool create_charge {\n  require args.note not ‸\n}"),
        ("the values of an enum", "tool create_charge {\n  require args.currency == ‸\n}"),
        ("right after the operator", "tool create_charge {\n  require args.currency ==‸\n}"),
        ("in a string", "tool create_charge {\n  require args.currency == \"e‸\"\n}"),
        ("in a list, without what it has", "tool create_charge {\n  require args.currency in [\"usd\", ‸]\n}"),
        ("a list by its name", "tool create_charge {\n  require args.currency in ‸\n}"),
        ("a boolean", "tool create_charge {\n  require args.capture == ‸\n}"),
        ("a number", "tool create_charge {\n  require args.amount <= ‸\n}"),
        ("an element of a list", "tool create_charge {\n  require args.tags contains ‸\n}"),
        ("a regular expression", "tool create_charge {\n  require args.note matches ‸\n}"),
        ("a text", "tool create_charge {\n  require args.note starts with ‸\n}"),
        ("a parameter in its rule", "rule other(most) {\n  require args.amount <= ‸\n}"),
        ("the value of a let", "let other = ‸"),
        ("a rule, with its parameters", "tool create_charge {\n  apply ‸\n}"),
        ("an argument of a rule", "tool create_charge {\n  apply careful(‸)\n}"),
    ]);
    insta::assert_snapshot!(shown);
}

#[test]
fn calls_of_tests() {
    let shown = transcript(&[
        ("the keys of a call", "test \"t\" {\n  call create_charge { ‸ } => allow\n}"),
        (
            "without those that it has",
            "test \"t\" {\n  call create_charge { amount: 5, currency: \"usd\", ‸ } => allow\n}",
        ),
        ("a key before its colon", "test \"t\" {\n  call create_charge { am‸: 5 } => allow\n}"),
        ("keys of an object", "test \"t\" {\n  call create_charge { amount: 5, meta: { ‸"),
        ("values", "test \"t\" {\n  call create_charge { amount: 5, currency: ‸ } => allow\n}"),
        ("values in a string", "test \"t\" {\n  call create_charge { currency: \"‸\" } => allow\n}"),
        ("an element of a list", "test \"t\" {\n  call create_charge { tags: [‸"),
        ("keys of an object in a list", "test \"t\" {\n  call create_charge { items: [{ n: 1 }, { ‸"),
        ("nothing in an object that no schema describes", "test \"t\" {\n  call create_charge { tags: [{ ‸"),
    ]);
    insta::assert_snapshot!(shown);
}

#[test]
fn codes_and_places_without_proposals() {
    let codes = transcript(&[
        ("no code after the brackets", "# jamb: ignore[unused-name] ‸"),
        ("nothing in other comments", "# allow ‸"),
        ("nothing in a message", "deny get_balance because \"a‸\""),
        ("nothing in the name of a test", "test \"all‸\" {}"),
        ("nothing but strings in a string", "tool create_charge {\n  require \"a‸\n}"),
        ("no file names", "include \"pa‸\""),
        ("nothing in a number", "limit 1‸"),
        ("nothing for a new name", "let ne‸"),
        ("nothing after a mistake on the line", "alow get_balance ‸"),
        ("nothing where brackets nest too deeply", &format!("tool create_charge {{\n  require {}‸", "(".repeat(5_000))),
    ]);
    let short = |line: &str| if line.len() > 200 { format!("{}…", &line[..60]) } else { line.to_owned() };
    let codes: Vec<_> = codes.lines().map(short).collect();
    let shown = codes.join("\n");
    insta::assert_snapshot!(shown);
}

#[test]
fn the_codes_of_a_suppression() {
    let mut client = client(capable());
    let answer = answer(&mut client, "default deny\n# jamb: ignore[unused-name, write-w‸] reason\n", json!({}));
    let items = answer["items"].as_array().unwrap();
    let write = items.iter().find(|item| item["label"] == "write-without-limit").unwrap();
    assert_eq!(client.underlined("p.pl", &write["textEdit"]["range"]), "# jamb: ignore[unused-name, «write-w»] reason");
    assert_eq!(write["detail"], "a callable `write` tool without a limit of its own");
    assert!(items.iter().all(|item| item["label"] != "unused-name"), "it is named already");
    assert!(items.iter().any(|item| item["label"] == "undocumented-window"), "a note can be suppressed, too");
}

#[test]
fn broken_and_unusual_texts() {
    let mut client = client(capable());
    let cases = [
        ("a half-written clause before", "tool create_charge {\n  require args.\n  lim‸\n}\n"),
        ("a missing brace, and a new item", "tool create_charge {\n  limit 5 per hour\n‸\n\nallow get_balance\n"),
        (
            "a missing brace, and more of the block",
            "tool create_charge {\n  limit 5 per hour\n  ‸\n\nallow get_balance\n",
        ),
        ("an item that can't be read before", "tool create_charge: finacial {\n}\nhid‸"),
        ("a block in a head that can't be read", "tool create_charge: finacial {\n  require args.amount <= ‸\n}\n"),
        ("a step that can't be read before", "test \"t\" {\n  call create_charge { amount 5 } => allow\n  ‸\n}"),
    ];
    let mut all: Vec<_> =
        cases.iter().map(|(claim, text)| shown(&mut client, claim, &format!("{HEAD}{text}"))).collect();
    let crlf = format!("{HEAD}tool create_charge {{\n  require args.currency in [\"e‸\"]\n}}\n").replace('\n', "\r\n");
    all.push(shown(&mut client, "lines that end with CR LF", &crlf));
    all.push(shown(&mut client, "in a new policy, after a byte order mark", "\u{feff}def‸"));
    let wide = format!("{HEAD}tool create_charge {{\n  require args.note != \"💶 é\" and args.cap‸\n}}\n");
    all.push(shown(&mut client, "after characters of several bytes", &wide));
    let shown = all.join("\n");
    insta::assert_snapshot!(shown);
}

#[test]
fn a_client_without_snippets_gets_plain_text() {
    let mut capabilities = capable();
    capabilities["textDocument"]["completion"] = json!({});
    let mut client = client(capabilities);
    for text in ["‸", "tool create_charge {\n  ‸\n}", "test \"t\" {\n  call ‸\n}", "tool create_charge {\n  apply ‸\n}"]
    {
        let answer = answer(&mut client, &format!("{HEAD}{text}"), json!({}));
        for item in answer["items"].as_array().unwrap() {
            assert_eq!(item["insertTextFormat"], 1, "{item}");
            assert!(!item["textEdit"]["newText"].as_str().unwrap().contains('$'), "{item}");
        }
    }
}

#[test]
fn a_space_opens_the_list_only_where_something_has_to_follow() {
    let mut client = client(capable());
    let space = json!({ "context": { "triggerKind": 2, "triggerCharacter": " " } });
    for (text, is_shown) in [
        ("tool create_charge {\n  require ‸\n}", true),
        ("tool create_charge {\n  require args.amount ‸\n}", true),
        ("tool create_charge {\n  require args.amount > 5 ‸\n}", false),
        ("tool create_charge {\n  ‸\n}", false),
        ("  ‸", false),
    ] {
        let answer = answer(&mut client, &format!("{HEAD}{text}"), space.clone());
        assert_eq!(!answer.is_null(), is_shown, "{text}");
    }
}

#[test]
fn names_and_values_of_a_hostile_catalog_are_written_so_that_they_can_be_seen() {
    let properties = json!({
        "a\u{202e}b": { "enum": ["\u{200b}x", "\u{1b}[31m", "$1 }", "k".repeat(5_000)] }, "": {}, "a.b": {}, "r\"": {},
    });
    let tool = json!({ "name": "x$y\u{202e}", "description": "d".repeat(100_000),
        "inputSchema": { "type": "object", "properties": properties, "required": ["a\u{202e}b"] } });
    let mut client = Client::new(&[("tools.json", &json!({ "tools": [tool] }).to_string())]);
    let head = "catalog \"tools.json\"\ndefault deny\n";
    let block = "tool \"x$y\\u202e\" {\n  require";
    for (text, written) in [
        ("allow ‸".to_owned(), &["\"x$y\\u202e\"", "every"][..]),
        (
            "test \"t\" {\n  call ‸\n}".to_owned(),
            &["\"x\\$y\\\\u202e\" { \"a\\\\u202eb\": $1 } => ${2|allow,deny,hidden,limited|}"],
        ),
        (format!("{block} ‸\n}}"), &["args.\"a\\u202eb\"", "args.\"r\\\"\"", "not"]),
        (format!("{block} args.‸\n}}"), &["\"a\\u202eb\"", "\"r\\\"\""]),
        (format!("{block} args.\"a\\u202eb\" == ‸\n}}"), &["\"\\u200bx\"", "\"\\u001b[31m\"", "\"$1 }\""]),
    ] {
        let answer = answer(&mut client, &format!("{head}{text}"), json!({}));
        let items = answer["items"].as_array().unwrap();
        let texts: Vec<_> = items.iter().map(|item| item["textEdit"]["newText"].as_str().unwrap()).collect();
        assert_eq!(texts, written, "{text}");
        let shown = answer.to_string();
        assert!(!shown.contains(['\u{202e}', '\u{200b}', '\u{1b}']) && shown.len() < 10_000, "{shown}");
    }
}

#[test]
fn a_catalog_with_very_many_tools_is_cut() {
    let tools: Vec<_> = (0..20_000).map(|number| json!({ "name": format!("tool_{number:05}") })).collect();
    let mut client = Client::new(&[("tools.json", &json!({ "tools": tools }).to_string())]);
    let all = answer(&mut client, "catalog \"tools.json\"\nallow ‸", json!({}));
    assert_eq!((all["items"].as_array().unwrap().len(), &all["isIncomplete"]), (1_000, &json!(true)));
    let few = answer(&mut client, "catalog \"tools.json\"\nallow 1999‸, x", json!({}));
    assert!(few.is_null(), "a number is not a name");
    let few = answer(&mut client, "catalog \"tools.json\"\nallow tool_1999‸", json!({}));
    let labels: Vec<_> = few["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect();
    assert!(labels.contains(&"tool_19999") && labels.len() < 100, "{labels:?}");
}
