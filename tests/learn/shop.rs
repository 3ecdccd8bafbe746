//! Traces of a shop, and how the tests read the policies learned from them.

use std::fs;

use serde_json::{Value as Json, json};

use crate::support::run::{Run, folder, jamb};

/// A tool with these arguments; a `?` at the end of a name makes it optional.
pub fn tool(name: &str, arguments: &[(&str, Json)]) -> Json {
    let bare = |name: &str| name.trim_end_matches('?').to_owned();
    let required: Vec<_> = arguments.iter().filter(|it| !it.0.ends_with('?')).map(|it| bare(it.0)).collect();
    let properties: serde_json::Map<_, _> = arguments.iter().map(|it| (bare(it.0), it.1.clone())).collect();
    json!({"name": name, "inputSchema": {"type": "object", "properties": properties, "required": required}})
}

pub fn text() -> Json {
    json!({"type": "string"})
}

pub fn number() -> Json {
    json!({"type": "number"})
}

pub fn list() -> Json {
    json!({"type": "array", "items": {"type": "string"}})
}

/// The tools of a shop.
pub fn shop() -> Json {
    json!({"tools": [
        tool("get_order", &[("id", text())]),
        tool("read_file", &[("path", text())]),
        tool("fetch_page", &[("url", json!({"type": "string", "format": "uri"}))]),
        tool("update_stock", &[("item", text()), ("warehouse", text()), ("count", number()), ("urgent?", json!({"type": "boolean"}))]),
        tool("create_label", &[("color", text()), ("title", text()), ("due_date?", text())]),
        tool("refund_order", &[("order_id", text()), ("amount", number()), ("currency", json!({"type": "string", "enum": ["eur", "usd", "gbp"]}))]),
        tool("delete_order", &[("id", text())]),
        tool("send_mail", &[("to", json!({"type": "string", "format": "email"})), ("bcc?", json!({"type": "string", "format": "email"})), ("body", text())]),
        tool("invite_people", &[("participants", list()), ("title", text())]),
        tool("create_event", &[("title", text()), ("participants?", list())]),
        tool("run_command", &[("command", text())]),
        tool("set_password", &[("password", text())]),
        tool("archive_order", &[("id", text())]),
    ]})
}

/// A call of a grant, a minute after the one before it.
pub fn line(at: usize, grant: &str, tool: &str, args: Json) -> Json {
    let (hour, minute) = (at / 60 % 24, at % 60);
    json!({"ts": format!("2026-03-02T{hour:02}:{minute:02}:00Z"), "grant": grant, "tool": tool, "args": args})
}

pub fn trace(calls: &[(&str, &str, Json)]) -> String {
    let lines = calls.iter().enumerate().map(|(at, (grant, tool, args))| line(at, grant, tool, args.clone()));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The same calls of each grant.
pub fn by<'g>(grants: &[&'g str], calls: &[(&'g str, Json)]) -> Vec<(&'g str, &'g str, Json)> {
    let of = |grant: &&'g str| calls.iter().map(|(tool, args)| (*grant, *tool, args.clone())).collect::<Vec<_>>();
    grants.iter().flat_map(of).collect()
}

/// Runs `learn` on a trace of the shop.
pub fn learn(trace: &str, more: &[&str]) -> Run {
    let folder = folder(&[("shop.tools.json", shop().to_string().as_bytes()), ("t.jsonl", trace.as_bytes())]);
    jamb(folder.path(), &[&["learn", "shop.tools.json", "--trace", "t.jsonl"], more].concat())
}

/// The policy, which passes `check`, also with everything uncommented.
pub fn policy(trace: &str, more: &[&str]) -> String {
    let run = learn(trace, more);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_good(&shop(), &run.stdout);
    run.stdout
}

pub fn assert_good(tools: &Json, policy: &str) {
    let folder = folder(&[("shop.tools.json", tools.to_string().as_bytes()), ("p.pl", policy.as_bytes())]);
    for text in [policy.to_owned(), uncommented(policy)] {
        fs::write(folder.path().join("p.pl"), &text).unwrap();
        let check = jamb(folder.path(), &["check", "p.pl"]);
        assert_eq!(check.code, 0, "{}\n{text}", check.stdout);
    }
    fs::write(folder.path().join("p.pl"), policy).unwrap();
    let format = jamb(folder.path(), &["fmt", "--check", "p.pl"]);
    assert_eq!(format.code, 0, "it is not formatted: {policy}");
}

/// The policy with all statements in comments uncommented.
pub fn uncommented(policy: &str) -> String {
    let mut is_inside = false;
    let mut out = String::new();
    for line in policy.lines() {
        let bare =
            line.strip_prefix("# ").filter(|bare| is_inside || bare.starts_with("tool ") || bare.starts_with("allow "));
        is_inside = bare.is_some_and(|bare| if is_inside { bare != "}" } else { bare.ends_with('{') });
        out += &format!("{}\n", bare.unwrap_or(line));
    }
    out
}

/// The clauses about a tool that the policy has, without comments.
pub fn clauses(policy: &str, tool: &str) -> Vec<String> {
    let start = [format!("\ntool {tool}: "), format!("\ntool \"{tool}\": ")];
    let Some(rest) = start.iter().find_map(|start| policy.split(start.as_str()).nth(1)) else { return Vec::new() };
    let body = rest.split_once('{').unwrap().1.split("\n}").next().unwrap();
    let lines = body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter(|line| !line.starts_with("limit")).map(str::to_owned).collect()
}

pub fn is_allowed(policy: &str, tool: &str) -> bool {
    let statements = policy.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    let allows =
        |line: &str| line.starts_with("  ") && line.trim().trim_end_matches(": read").trim_end_matches(',') == tool;
    statements.contains(&format!("tool {tool}: ")) || statements.contains(&format!("allow {tool}: ")) || {
        let list = statements.split("allow").skip(1).filter_map(|rest| rest.split(": read").next());
        list.clone().any(|names| names.split(',').any(|name| name.trim() == tool)) || statements.lines().any(allows)
    }
}

pub const GRANTS: [&str; 3] = ["ann", "ben", "kim"];

pub fn work() -> Vec<(&'static str, Json)> {
    vec![
        ("get_order", json!({"id": "o-1"})),
        ("read_file", json!({"path": "/srv/shop/orders/a.txt"})),
        ("read_file", json!({"path": "/srv/shop/b.txt"})),
        ("fetch_page", json!({"url": "https://docs.acme.example/a"})),
        ("fetch_page", json!({"url": "https://docs.acme.example/b?c"})),
        ("update_stock", json!({"item": "cup", "warehouse": "north", "count": 5})),
        ("update_stock", json!({"item": "hat", "warehouse": "north", "count": 120})),
        ("create_label", json!({"color": "red", "title": "Fragile"})),
        ("refund_order", json!({"order_id": "o-1", "amount": 20, "currency": "eur"})),
        ("refund_order", json!({"order_id": "o-1", "amount": 45.5, "currency": "usd"})),
        ("send_mail", json!({"to": "lee@acme.example", "body": "Done. See docs.acme.example."})),
        ("send_mail", json!({"to": "kim@acme.example", "body": "Done."})),
        ("invite_people", json!({"participants": ["lee@acme.example"], "title": "Review"})),
        ("run_command", json!({"command": "make test"})),
        ("set_password", json!({"password": "correct horse"})),
    ]
}
