//! The language that a command or a query is written in, as far as its server says so.

use super::argument_kind::ArgumentKind;
use super::argument_signs::Signs;
use super::words;

/// A language of commands, programs or queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// JavaScript, in a page or in Node.js.
    JavaScript,
    /// Python.
    Python,
    /// Ruby, Perl or PHP, which run commands by the same function.
    Ruby,
    /// PowerShell.
    PowerShell,
    /// Cypher.
    Cypher,
    /// GraphQL.
    GraphQl,
}

use Language::{Cypher, GraphQl, JavaScript, PowerShell, Python, Ruby};

/// The words that name a language, those that are part of other words' meanings last.
const WORDS: &[(Language, &str)] = &[
    (PowerShell, "powershell pwsh"),
    (Python, "python python3 py ipython jupyter pandas numpy pyodide"),
    (JavaScript, "javascript js typescript ts node nodejs deno playwright puppeteer"),
    (Ruby, "ruby irb rails perl php"),
    (JavaScript, "browser webpage page dom tab"),
    (Cypher, "cypher neo4j memgraph apoc"),
    (GraphQl, "graphql gql"),
];

/// Words that name a shell, in which programs of other languages may also be called.
const SHELL: &str = "shell bash sh zsh terminal command commands cmd commandline";
/// How much of a description is read.
const LONGEST: usize = 600;

/// The language of an argument of a kind. Its own name and description come first, then those of its tool.
pub fn of(kind: ArgumentKind, signs: &Signs<'_>) -> Option<Language> {
    let [first, second] = signs.descriptions;
    let own = (signs.name, [first, second]);
    let tool = (signs.tool.name, [signs.tool.description, None]);
    [own, tool].into_iter().find_map(|(name, descriptions)| {
        let described = descriptions.into_iter().flatten().flat_map(words_of);
        let words: Vec<String> = words::of_name(name).into_iter().chain(described).collect();
        let has = |table: &str| words.iter().any(|word| table.split_ascii_whitespace().any(|entry| entry == word));
        let named = WORDS.iter().find(|(language, table)| is_of(*language, kind) && has(table));
        // `Runs a shell command, such as python3 x.py`.
        let is_shell = kind == ArgumentKind::Command && has(SHELL);
        named.map(|(language, _)| *language).filter(|language| !is_shell || *language == PowerShell)
    })
}

fn is_of(language: Language, kind: ArgumentKind) -> bool {
    match language {
        JavaScript | Python | Ruby | PowerShell => kind == ArgumentKind::Command,
        Cypher | GraphQl => kind == ArgumentKind::Query,
    }
}

fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    words::first_letters(text, LONGEST).split(|letter: char| !letter.is_alphanumeric()).map(words::lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::argument_signs::ToolSigns;

    #[test]
    fn the_language_is_what_the_server_names() {
        let of = |kind, tool, described, name| {
            let signs = Signs { tool: &ToolSigns::new(tool, described, false), name, ..Signs::default() };
            super::of(kind, &signs)
        };
        let command = ArgumentKind::Command;
        assert_eq!(of(command, "run_python", None, "code"), Some(Python));
        assert_eq!(of(command, "browser_evaluate", None, "script"), Some(JavaScript));
        assert_eq!(of(command, "run_js", None, "code"), Some(JavaScript));
        assert_eq!(of(command, "run", Some("Runs a shell command, such as python3 x.py."), "command"), None);
        assert_eq!(of(command, "run", Some("Runs a PowerShell command."), "command"), Some(PowerShell));
        assert_eq!(of(command, "run_powershell", None, "script"), Some(PowerShell));
        assert_eq!(of(ArgumentKind::Query, "read_neo4j", None, "query"), Some(Cypher));
        assert_eq!(of(ArgumentKind::Query, "api", Some("Sends a GraphQL document."), "query"), Some(GraphQl));
        assert_eq!(of(ArgumentKind::Query, "run_sql", None, "sql"), None);
    }
}
