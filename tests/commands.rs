//! `docs/commands.md` describes each command with the usage, options and values that its `--help` has.

use std::collections::BTreeSet;
use std::fs;

use crate::support::markdown::{assert_shown, fences};
use crate::support::run::{jamb, root};

const PAGE: &str = "docs/commands.md";
/// The options that "What all commands share" describes.
const SHARED: [&str; 5] = ["--color", "--quiet", "--help", "--version", "-V"];

#[test]
fn the_page_has_a_section_for_each_command() {
    let page = page();
    let sections: BTreeSet<_> = page.lines().filter_map(|line| line.strip_prefix("## jamb ")).collect();
    let overview = help(&[]);
    let commands = overview.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    // A command is indented by two blanks, the further lines of its description by more.
    let commands = commands.lines().filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    let commands: BTreeSet<_> =
        commands.filter_map(|line| line.split(' ').next()).filter(|name| *name != "help").collect();
    assert_eq!(sections, commands);
}

#[test]
fn each_section_shows_the_usage() {
    let page = page();
    let shown = fences(&page);
    let usages: Vec<_> = shown
        .iter()
        .filter(|fence| fence.language == "text")
        .map(|fence| {
            let command = fence.text.split_whitespace().nth(1).unwrap();
            let help = help(&[command]);
            let usage = help.lines().find_map(|line| line.strip_prefix("Usage: ")).unwrap();
            (fence, format!("{usage}\n"))
        })
        .collect();
    assert!(usages.len() >= 14);
    assert_shown(PAGE, &page, &usages);
}

#[test]
fn each_section_has_the_options_and_values_of_its_command() {
    let page = page();
    for section in page.split("\n## jamb ").skip(1) {
        let (command, text) = section.split_once('\n').unwrap();
        let help = help(&[command]);
        assert_eq!(options_of_page(text), options_of_help(&help), "the options of `jamb {command}`");
        for value in values_of_help(&help) {
            assert!(text.contains(&format!("`{value}`")), "`jamb {command}`: `{value}` is missing");
        }
    }
}

fn page() -> String {
    fs::read_to_string(root().join(PAGE)).unwrap()
}

fn help(command: &[&str]) -> String {
    jamb(&root(), &[command, &["--help"]].concat()).stdout
}

/// The options in the first cells of tables.
fn options_of_page(section: &str) -> BTreeSet<String> {
    let cells = section.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    cells.flat_map(options).collect()
}

/// The options that have a line of their own.
fn options_of_help(help: &str) -> BTreeSet<String> {
    let lines = help.lines().map(str::trim_start).filter(|line| line.starts_with('-') && !line.starts_with("- "));
    // In a summary two blanks end the name.
    let names = lines.filter_map(|line| line.split("  ").next());
    let shared = |option: &String| SHARED.contains(&option.as_str()) || option == "-h" || option == "-q";
    names.flat_map(options).filter(|option| !shared(option)).collect()
}

fn options(text: &str) -> impl Iterator<Item = String> {
    let words = text.split([' ', '`', ',']);
    words.filter(|word| word.starts_with('-') && !word.trim_matches('-').is_empty()).map(str::to_owned)
}

/// The values that arguments and options can have, apart from those of `--color`.
fn values_of_help(help: &str) -> BTreeSet<String> {
    let described = help.lines().filter_map(|line| line.trim_start().strip_prefix("- ")?.split(':').next());
    let listed = help.split("[possible values: ").skip(1).filter_map(|rest| rest.split(']').next());
    let listed = listed
        .flat_map(|values| values.split(',').map(str::trim))
        .filter(|value| !["auto", "always", "never"].contains(value));
    described.chain(listed).map(str::to_owned).collect()
}
