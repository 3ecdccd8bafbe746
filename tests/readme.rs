//! The README is true, and those of the examples: their commands run, the pictures are what the tool
//! prints, the steps compile.

use std::fs;

use crate::support::run::{folder, jamb, jamb_with, root, stories};

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The fenced blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == format!("```{language}") {
            blocks.push(lines.by_ref().take_while(|line| *line != "```").collect::<Vec<_>>().join("\n"));
        }
    }
    blocks
}

#[test]
fn each_command_runs() {
    let (mut ran, mut pictures) = (0, 0);
    let mut documents = vec![readme(), fs::read_to_string(root().join("docs/proofs.md")).unwrap()];
    documents.extend(stories().iter().map(|story| fs::read_to_string(story.join("README.md")).unwrap()));
    for (command, shown) in documents.iter().flat_map(|document| blocks(document, "console")).flat_map(|b| commands(&b))
    {
        // This is the test command that is running now.
        if command == "cargo test" {
            continue;
        }
        let arguments = command.strip_prefix("jamb ").or(command.strip_prefix("cargo run --release -- "));
        let arguments = words(arguments.unwrap_or_else(|| panic!("no test for `{command}`")));
        let run = jamb(&root(), &arguments);
        let has_findings = shown.contains(" error[") || shown.contains(" warning[");
        assert_eq!(run.code, i32::from(has_findings), "{command}: {}{}", run.stdout, run.stderr);
        if !shown.is_empty() {
            assert_eq!(shown, trimmed(&run.stdout), "what the README shows of `{command}` is old");
            pictures += 1;
        }
        ran += 1;
    }
    assert!(ran >= 30 && pictures >= 2, "{ran} commands, {pictures} pictures");
}

/// The commands of a block, each with what it is shown to print.
fn commands(block: &str) -> Vec<(String, String)> {
    let commands = block.strip_prefix("$ ").expect("a command");
    let commands = commands.split("\n$ ").map(|part| part.split_once('\n').unwrap_or((part, "")));
    commands.map(|(command, shown)| (command.to_owned(), shown.trim_end().to_owned())).collect()
}

/// The words of a command as a shell splits them; quoted is what stands in `'`.
fn words(command: &str) -> Vec<&str> {
    let parts = command.split('\'').enumerate();
    let parts = parts.map(|(index, part)| if index % 2 == 1 { vec![part] } else { part.split_whitespace().collect() });
    parts.flatten().collect()
}

/// Without blanks at the ends of lines, and without the line for a terminal that is narrower.
fn trimmed(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

#[test]
fn each_step_of_the_tour_compiles_and_is_laid_out() {
    let steps = blocks(&readme(), "pl");
    assert_eq!(steps.len(), 10);
    for step in steps {
        let run = jamb_with(&root(), &["compile", "-"], step.as_bytes());
        assert_eq!(run.code, 0, "{step}\n{}", run.stderr);
        let text = step + "\n";
        let run = jamb_with(&root(), &["fmt", "-"], text.as_bytes());
        assert_eq!(run.stdout, text);
    }
}

#[test]
fn the_stories_of_proofs_quote_their_policies() {
    let stories = fs::read_to_string(root().join("docs/proofs.md")).unwrap();
    let quotes = blocks(&stories, "pl");
    assert_eq!(quotes.len(), 3);
    for (quote, name) in quotes.iter().zip(["refunds", "paths", "commands"]) {
        let policy = |name: &str| fs::read_to_string(root().join(format!("docs/proofs/{name}.pl"))).unwrap();
        assert_eq!(format!("{quote}\n"), policy(name));
        for name in [name.to_owned(), format!("{name}-mended")] {
            let run = jamb_with(&root(), &["fmt", "-"], policy(&name).as_bytes());
            assert_eq!(run.stdout, policy(&name), "{name} is laid out");
        }
    }
}

#[test]
fn the_field_study_quotes_its_policies() {
    let study = fs::read_to_string(root().join("docs/field-study.md")).unwrap();
    let policies = stories().into_iter().map(|story| fs::read_to_string(story.join("policy.pl")).unwrap());
    let policies = policies.collect::<String>();
    let quotes = blocks(&study, "pl");
    assert!(quotes.len() >= 3);
    for quote in quotes {
        assert!(policies.contains(&quote), "no policy says\n{quote}");
    }
    for message in blocks(&study, "text").iter().filter_map(|text| text.strip_prefix("[POLICY DENIED] ")) {
        assert!(policies.contains(message), "no policy says `{message}`");
    }
}

#[test]
fn files_that_documents_link_to_are_there() {
    for document in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(link.starts_with("https://") || root().join(link).exists(), "{document}: {link}");
        }
    }
    let folder = folder(&[]);
    assert_eq!(jamb(folder.path(), &["--version"]).stdout.trim(), format!("jamb {}", env!("CARGO_PKG_VERSION")));
}
