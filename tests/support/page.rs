//! The examples on the pages of errors and rules.

/// The files of a section's fences: name and text.
pub fn files(page: &str, section: &str) -> Vec<(String, String)> {
    let section = page.split("\n## ").find(|part| part.starts_with(section)).unwrap_or_default();
    let mut files = Vec::new();
    let mut lines = section.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("```").and_then(|info| info.split_once(' ')).map(|(_, name)| name) {
            let text: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            files.push((name.to_owned(), text.join("\n") + "\n"));
        }
    }
    files
}
