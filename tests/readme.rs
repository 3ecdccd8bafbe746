//! The README is true, and so are the documents around it: commands run, what they show is what the
//! tool prints, policies compile, links lead somewhere.

use std::fs;

use crate::support::markdown::{Fence, assert_shown, fences};
use crate::support::run::{files, folder, jamb, jamb_with, root, stories};

fn document(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The texts of the blocks in a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    fences(text).into_iter().filter(|fence| fence.language == language).map(|fence| fence.text).collect()
}

#[test]
fn each_command_runs() {
    let mut documents = vec!["README.md".to_owned(), "docs/proofs.md".to_owned()];
    documents.extend(stories().iter().map(|story| relative(&story.join("README.md"))));
    let ran: usize = documents.iter().map(|path| run_commands(path)).sum();
    assert!(ran >= 30, "{ran} commands");
}

/// Runs the commands of a document and returns how many there are.
fn run_commands(path: &str) -> usize {
    let text = document(path);
    let fences = fences(&text);
    let consoles: Vec<_> = fences.iter().filter(|fence| fence.language == "console").collect();
    let ran: Vec<_> = consoles.iter().map(|fence| ran(fence)).collect();
    let shown: Vec<_> = consoles.into_iter().zip(ran.iter().map(|(text, _)| text.clone())).collect();
    assert_shown(path, &text, &shown);
    ran.iter().map(|(_, commands)| commands).sum()
}

/// A block as it should be, with the output of those commands that show one, and the number of its
/// commands.
fn ran(block: &Fence) -> (String, usize) {
    let commands = block.text.strip_prefix("$ ").expect("a command").split("\n$ ");
    let mut text = String::new();
    let mut count = 0;
    for part in commands {
        let (command, shown) = part.split_once('\n').unwrap_or((part, ""));
        text += &format!("$ {command}\n");
        count += 1;
        // This is the test command that is running now.
        if !command.starts_with("cargo test") {
            let output = output(command, shown);
            text += if shown.is_empty() { "" } else { &output };
        }
    }
    (text, count)
}

/// What a command prints; whether it has to find something is seen from what is shown.
fn output(command: &str, shown: &str) -> String {
    let built = command.strip_prefix("cargo run ").and_then(|rest| rest.split_once("-- "));
    let arguments = command.strip_prefix("jamb ").or(built.map(|(_, arguments)| arguments));
    let arguments = words(arguments.unwrap_or_else(|| panic!("no test for `{command}`")));
    let run = jamb(&root(), &arguments);
    let has_findings = shown.contains(" error[") || shown.contains(" warning[");
    assert_eq!(run.code, i32::from(has_findings), "{command}: {}{}", run.stdout, run.stderr);
    let lines: Vec<_> = run.stdout.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned() + "\n"
}

/// The words of a command as a shell splits them, with text in `'` as one word.
fn words(command: &str) -> Vec<&str> {
    let parts = command.split('\'').enumerate();
    let parts = parts.map(|(index, part)| if index % 2 == 1 { vec![part] } else { part.split_whitespace().collect() });
    parts.flatten().collect()
}

fn relative(path: &std::path::Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().into_owned()
}

#[test]
fn each_step_of_the_tour_compiles_and_is_formatted() {
    let steps = blocks(&document("README.md"), "pl");
    assert_eq!(steps.len(), 11);
    for step in steps {
        let run = jamb_with(&root(), &["compile", "-"], step.as_bytes());
        assert_eq!(run.code, 0, "{step}\n{}", run.stderr);
        let run = jamb_with(&root(), &["fmt", "-"], step.as_bytes());
        assert_eq!(run.stdout, step);
    }
}

#[test]
fn the_fix_in_the_readme_closes_the_hole() {
    let diff = &blocks(&document("README.md"), "diff")[0];
    let lines = |sign| diff.lines().filter_map(move |line| line.strip_prefix(sign)).collect::<Vec<_>>().join("\n");
    let hole = document("docs/tour/hole.pl");
    assert!(hole.contains(&lines('-')));
    assert_eq!(hole.replace(&lines('-'), &lines('+')), document("docs/tour/fixed.pl"));
    assert_eq!(jamb(&root(), &["lint", "docs/tour/fixed.pl"]).code, 0);
    assert_eq!(jamb(&root(), &["diff", "docs/tour/hole.pl", "docs/tour/fixed.pl", "--fail-on", "widened"]).code, 0);
}

#[test]
fn the_stories_of_proofs_quote_their_policies() {
    let quotes = blocks(&document("docs/proofs.md"), "pl");
    assert_eq!(quotes.len(), 3);
    for (quote, name) in quotes.iter().zip(["refunds", "paths", "commands"]) {
        let policy = |name: &str| document(&format!("docs/proofs/{name}.pl"));
        assert_eq!(*quote, policy(name));
        for name in [name.to_owned(), format!("{name}-fixed")] {
            let run = jamb_with(&root(), &["fmt", "-"], policy(&name).as_bytes());
            assert_eq!(run.stdout, policy(&name), "{name} is formatted");
        }
    }
}

#[test]
fn the_field_study_quotes_its_policies() {
    let study = document("docs/field-study.md");
    let policies: String = stories().iter().map(|story| document(&relative(&story.join("policy.pl")))).collect();
    let quotes = blocks(&study, "pl");
    assert!(quotes.len() >= 3);
    for quote in quotes {
        assert!(policies.contains(&quote), "no policy contains\n{quote}");
    }
    for message in blocks(&study, "text").iter().filter_map(|text| text.strip_prefix("[POLICY DENIED] ")) {
        assert!(policies.contains(message.trim_end()), "no policy contains `{message}`");
    }
}

#[test]
fn links_lead_to_files_and_headings() {
    let mut documents: Vec<_> =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"].map(str::to_owned).to_vec();
    documents.extend(files(&root().join("docs"), "md").iter().map(|path| relative(path)));
    for path in documents {
        let text = prose(&document(&path));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(link.starts_with("https://") || leads_somewhere(&path, link), "{path}: {link}");
        }
    }
}

/// A document without its code, which has brackets of its own.
fn prose(document: &str) -> String {
    let parts = document.split("\n```").enumerate().filter(|(index, _)| index % 2 == 0);
    parts.map(|(_, part)| part).collect()
}

fn leads_somewhere(path: &str, link: &str) -> bool {
    let (file, heading) = link.split_once('#').map_or((link, None), |(file, heading)| (file, Some(heading)));
    let target = match file {
        "" => root().join(path),
        _ => root().join(path).parent().unwrap().join(file),
    };
    target.exists() && heading.is_none_or(|heading| has_heading(&fs::read_to_string(&target).unwrap(), heading))
}

/// Whether a document has this heading, written as links write it.
fn has_heading(text: &str, wanted: &str) -> bool {
    let titles = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let slug = |title: &str| {
        let title = title.to_lowercase().replace(' ', "-");
        title.chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect::<String>()
    };
    titles.map(slug).any(|slug| slug == wanted)
}

#[test]
fn files_that_documents_name_exist() {
    for path in ["README.md", "CONTRIBUTING.md", "docs/architecture.md"] {
        let text = document(path);
        let quoted = text.split('`').skip(1).step_by(2);
        let is_path = |quote: &&str| quote.split_once('/').is_some_and(|(folder, _)| FOLDERS.contains(&folder));
        // `tests/cases/lint/RULE/` stands for many.
        let is_one = |quote: &&str| !quote.contains(['<', ' ', '*']) && !quote.contains("RULE");
        for quote in quoted.filter(is_path).filter(is_one) {
            assert!(root().join(quote).exists(), "{path}: there is no `{quote}`");
        }
    }
}

const FOLDERS: [&str; 8] = ["docs", "examples", "fuzz", "grammar", "schema", "snapshots", "src", "tests"];

#[test]
fn the_version_is_that_of_the_package() {
    let folder = folder(&[]);
    assert_eq!(jamb(folder.path(), &["--version"]).stdout.trim(), format!("jamb {}", env!("CARGO_PKG_VERSION")));
}
