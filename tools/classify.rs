//! Measures how often the classifier is right: `cargo run --example classify -- LABELLED.jsonl [--names] [--wrong]`.
//!
//! Each line of the file is a tool and its category: `{"server", "tool", "category"}`, and optionally
//! `"description"`, `"arguments"` (names) and `"annotations"`. The classifier's tables are tuned on the servers
//! from a to m (`--wrong` lists its mistakes there); the servers from n to z only give the final figure.
//! `--names` classifies by the name alone.

// If a measurement can't continue, it should say why and stop.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use jamb::catalog::Annotations;
use jamb::classify::{Facts, Judgement, NamedArgument, classify};
use jamb::vocab::Category;
use serde_json::Value;

/// A tool with its labelled category and the one that the classifier gives.
struct Judged {
    server: String,
    tool: String,
    category: Category,
    judgement: Judgement,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let file =
        arguments.iter().find(|argument| !argument.starts_with("--")).expect("a file of labelled tools, as JSON Lines");
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("can't read `{file}`: {error}"));
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let (tuned, held_out): (Vec<_>, Vec<_>) = lines.map(|line| judged(line, has("--names"))).partition(is_tuned_on);
    for (title, part) in [("servers a to m, which the tables are tuned on", &tuned), ("servers n to z", &held_out)] {
        println!("{title}: {}", figures(part));
        table(part);
    }
    if has("--wrong") {
        for tool in tuned.iter().filter(|tool| tool.judgement.category != tool.category) {
            let Judgement { category, why, .. } = &tool.judgement;
            println!("{} {}: {}, classified as {category}: {why}", tool.server, tool.tool, tool.category);
        }
    }
}

fn is_tuned_on(tool: &Judged) -> bool {
    tool.server.chars().next().is_some_and(|first| first.to_ascii_lowercase() <= 'm')
}

fn judged(line: &str, by_name: bool) -> Judged {
    let json: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("not JSON: {error}: {line}"));
    let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
    let name = text("tool");
    let names = json["arguments"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    let named = |name| NamedArgument::new(name, None);
    let arguments: Vec<_> = if by_name { Vec::new() } else { names.map(named).collect() };
    let hint = |key: &str| json["annotations"][key].as_bool().filter(|_| !by_name);
    let facts = Facts {
        name: &name,
        description: json["description"].as_str().filter(|_| !by_name),
        arguments: &arguments,
        annotations: Annotations {
            read_only: hint("readOnlyHint"),
            destructive: hint("destructiveHint"),
            ..Annotations::default()
        },
    };
    let category = Category::from_word(&text("category")).unwrap_or_else(|| panic!("no category: {line}"));
    Judged { server: text("server"), judgement: classify(&facts), tool: name, category }
}

fn figures(tools: &[Judged]) -> String {
    let count = |is: fn(&&Judged) -> bool| tools.iter().filter(is).count();
    let right = count(|tool| tool.judgement.category == tool.category);
    let sure = count(|tool| tool.judgement.sure);
    let sure_and_right = count(|tool| tool.judgement.sure && tool.judgement.category == tool.category);
    let dangerous = count(|tool| tool.category > Category::Execute);
    let missed = count(|tool| tool.category > Category::Execute && tool.judgement.category == Category::Read);
    let percent = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
    format!(
        "{right} of {} right ({:.1} %); {:.1} % right of the {sure} that it is sure of; \
         {missed} of {dangerous} destructive or financial tools classified as read",
        tools.len(),
        percent(right, tools.len()),
        percent(sure_and_right, sure),
    )
}

/// A row for each labelled category, a column for each category that the classifier gives.
fn table(tools: &[Judged]) {
    let cells = |words: Vec<String>| words.iter().map(|word| format!("{word:>13}")).collect::<String>();
    println!("{:13}{}", "", cells(Category::ALL.iter().map(ToString::to_string).collect()));
    for is in Category::ALL {
        let taken = |for_: Category| {
            tools.iter().filter(|tool| tool.category == is && tool.judgement.category == for_).count().to_string()
        };
        println!("{:13}{}", is.to_string(), cells(Category::ALL.into_iter().map(taken).collect()));
    }
    println!();
}
