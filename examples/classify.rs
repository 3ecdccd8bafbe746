//! How often the classifier is right: `cargo run --example classify -- LABELLED.jsonl [--names] [--wrong]`.
//!
//! A line of the file is a tool and what it is: `{"server", "tool", "category"}`, and where they are
//! known `"description"`, `"arguments"` (names) and `"annotations"`. The tables of the classifier are
//! written while looking at servers from a to m (`--wrong` lists what is wrong there); those from n to z
//! are looked at for the figure alone. `--names` judges by the name alone.

// A measurement that can't go on is to say so and stop.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use jamb::catalog::Annotations;
use jamb::classify::{Facts, Judgement, classify};
use jamb::vocab::Category;
use serde_json::Value;

/// A tool, what it is said to be, and what it is taken for.
struct Judged {
    server: String,
    tool: String,
    category: Category,
    judgement: Judgement,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let file = arguments.iter().find(|argument| !argument.starts_with("--")).expect("a labelled file, as JSON Lines");
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("can't read `{file}`: {error}"));
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let (seen, kept): (Vec<_>, Vec<_>) = lines.map(|line| judged(line, has("--names"))).partition(is_looked_at);
    for (title, part) in [("servers a to m, on which the tables were written", &seen), ("servers n to z", &kept)] {
        println!("{title}: {}", figures(part));
        table(part);
    }
    if has("--wrong") {
        for tool in seen.iter().filter(|tool| tool.judgement.category != tool.category) {
            let Judgement { category, why, .. } = &tool.judgement;
            println!("{} {}: {}, taken for {category}, {why}", tool.server, tool.tool, tool.category);
        }
    }
}

fn is_looked_at(tool: &Judged) -> bool {
    tool.server.chars().next().is_some_and(|first| first.to_ascii_lowercase() <= 'm')
}

fn judged(line: &str, by_name: bool) -> Judged {
    let json: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("no JSON: {error}: {line}"));
    let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
    let name = text("tool");
    let names = json["arguments"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    let arguments: Vec<String> = if by_name { Vec::new() } else { names.collect() };
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
        "{right} of {} right ({:.1} %), of {sure} that it is sure of {:.1} %; of {dangerous} destructive or financial \
         {missed} taken for read",
        tools.len(),
        percent(right, tools.len()),
        percent(sure_and_right, sure),
    )
}

/// A line for what a tool is, a column for what it is taken for.
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
