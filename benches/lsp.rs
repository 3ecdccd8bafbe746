//! How long an editor waits after a keystroke, in a policy of 2,000 lines with a catalog of 58 tools: for the
//! diagnostics of `check`, for those of `lint`, and for completion. The figures are the 99th of 100 keystrokes, relative
//! to parsing the file once, in the same run.

// A benchmark that can't go on should panic.
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "parts/race.rs"]
#[allow(dead_code, reason = "only the table of goals is used here")]
mod race;
#[path = "parts/selected.rs"]
mod selected;

use std::fmt::Write;
use std::time::{Duration, Instant};

use jamb::lsp::Server;
use jamb::source::disk::MemoryDisk;
use jamb::source::{Source, SourceId};
use jamb::syntax;
use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

const CATALOG: &str = include_str!("../examples/github/github.tools.json");
const URI: &str = "file:///w/policy.pl";
const LINES: usize = 2_000;
const KEYSTROKES: usize = 100;

fn main() {
    if !selected::is_selected("lsp") {
        return;
    }
    let text = policy();
    println!("{} lines, {} KiB", text.lines().count(), text.len() / 1024);
    let source = Source::from_text("policy.pl", text.as_str());
    let mut editor = Editor::new(&text);
    let (mut parse, mut check, mut lint, mut complete) = (vec![], vec![], vec![], vec![]);
    // The keystrokes write a word at the end of a clause in the middle of the file, and remove it again.
    let line =
        text.lines().take(LINES / 2).collect::<Vec<_>>().iter().rposition(|line| line.contains("exists")).unwrap();
    let column = text.lines().nth(line).unwrap().find(" exists").unwrap();
    for number in 0..=KEYSTROKES {
        let started = Instant::now();
        std::hint::black_box(syntax::parse(SourceId(0), &source));
        parse.push(started.elapsed());
        let typed = if number % 2 == 0 { (column, column, "x") } else { (column, column + 1, "") };
        let started = Instant::now();
        editor.type_at(line, typed);
        editor.ask("textDocument/completion", json!({ "position": { "line": line, "character": column } }));
        complete.push(started.elapsed());
        // The answer to this question needs the names and types of the new text.
        let started = Instant::now();
        editor.type_at(line, (0, 0, " "));
        editor.ask("textDocument/foldingRange", json!({}));
        check.push(started.elapsed());
        editor.published();
        let started = Instant::now();
        editor.type_at(line, (0, 1, ""));
        editor.published();
        lint.push(started.elapsed());
    }
    let once = at(&mut parse, 50);
    println!("parse once: {:.2?} (median)\n", once);
    println!("{:<46}{:>12}{:>12}", "99th of 100 keystrokes, times parsing once", "goal", "figure");
    for (name, times, goal) in [
        ("diagnostics of check", &mut check, 6.0),
        ("diagnostics of lint", &mut lint, 20.0),
        ("completion", &mut complete, 2.0),
    ] {
        let figure = at(times, 99).as_secs_f64() / once.as_secs_f64();
        race::print_goal(name, &format!("<= {goal}"), &format!("{figure:.2}"), figure <= goal);
    }
}

/// The time that this many of a hundred are at most.
fn at(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100]
}

/// A client in memory.
struct Editor {
    connection: Connection,
    next: i32,
    version: i32,
}

impl Editor {
    fn new(text: &str) -> Self {
        let files = [("/w/tools.json".into(), CATALOG.as_bytes().to_vec())];
        let disk = MemoryDisk { files: files.into() };
        let (connection, server) = Connection::memory();
        std::thread::Builder::new().stack_size(8 << 20).spawn(move || Server::new(disk, server).run()).unwrap();
        let mut editor = Self { connection, next: 0, version: 1 };
        editor.ask("initialize", json!({ "capabilities": {} }));
        let document = json!({ "uri": URI, "languageId": "jamb", "version": 1, "text": text });
        editor.notify("textDocument/didOpen", json!({ "textDocument": document }));
        editor.published();
        editor
    }

    fn notify(&self, method: &str, params: Value) {
        self.connection.sender.send(Notification { method: method.to_owned(), params }.into()).unwrap();
    }

    fn ask(&mut self, method: &str, mut params: Value) {
        self.next += 1;
        params["textDocument"] = json!({ "uri": URI });
        self.connection
            .sender
            .send(Request { id: self.next.into(), method: method.to_owned(), params }.into())
            .unwrap();
        loop {
            if let Message::Response(response) = self.connection.receiver.recv().unwrap() {
                assert_eq!(response.id, self.next.into());
                response.response_result.unwrap_or_else(|error| panic!("{error:?}"));
                return;
            }
        }
    }

    fn type_at(&mut self, line: usize, (start, end, text): (usize, usize, &str)) {
        self.version += 1;
        let at = |character: usize| json!({ "line": line, "character": character });
        let change = json!({ "range": { "start": at(start), "end": at(end) }, "text": text });
        let document = json!({ "uri": URI, "version": self.version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [change] }));
    }

    /// Waits for the diagnostics of the current text.
    fn published(&self) {
        loop {
            if let Message::Notification(Notification { method, params }) = self.connection.receiver.recv().unwrap()
                && method == "textDocument/publishDiagnostics"
                && params["version"] == self.version
            {
                return;
            }
        }
    }
}

/// A policy with clauses and a test for each tool.
fn policy() -> String {
    let catalog: Value = serde_json::from_str(CATALOG).unwrap();
    let tools = catalog["tools"].as_array().or_else(|| catalog.pointer("/result/tools")?.as_array()).unwrap();
    let mut text = "catalog \"tools.json\"\ndefault deny\n\nlet owners = [\"acme\", \"acme-labs\"]\n".to_owned();
    let each = LINES / tools.len() + 1;
    for tool in tools {
        let name = tool["name"].as_str().unwrap();
        let properties = tool["inputSchema"]["properties"].as_object();
        let strings = properties
            .into_iter()
            .flatten()
            .filter(|(_, schema)| schema["type"] == "string" && schema["enum"].is_null());
        let keys: Vec<&String> = strings.map(|(key, _)| key).collect();
        let _ = writeln!(text, "\ntool {name}: write {{");
        for number in 0..each.saturating_sub(8) {
            let Some(key) = keys.get(number % keys.len().max(1)) else { break };
            let _ = match number / keys.len() {
                0 => writeln!(text, "  require args.{key} exists because \"Name it.\""),
                1 => writeln!(text, "  deny if args.{key} starts with \"-\""),
                other => writeln!(text, "  deny if args.{key} == \"forbidden-{other}\""),
            };
        }
        let _ = writeln!(text, "  limit 20 per minute\n}}\n\ntest \"{name} without arguments is denied\" {{");
        let outcome = if keys.is_empty() { "allow" } else { "deny" };
        let _ = writeln!(text, "  call {name} {{}} => {outcome}\n}}");
    }
    text
}
