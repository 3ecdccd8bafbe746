//! Programs that run others, delete or write files by what follows their name. A policy that lets an agent run one of
//! them, and does not list the words that follow, lets it run anything.

mod interpreters;
mod program;
mod system;
mod tools;

pub use program::Program;

/// All programs, those that are allowed most often first.
pub fn all() -> impl Iterator<Item = &'static Program> {
    [tools::ALL, system::ALL, interpreters::ALL].into_iter().flatten()
}

/// Variables that load or run something else, with a value each.
pub const VARIABLES: &[&str] = &[
    "LD_PRELOAD=/tmp/x.so",
    "BASH_ENV=/tmp/x.sh",
    "PATH=/tmp/x",
    "NODE_OPTIONS=--require=/tmp/x.js",
    "PYTHONPATH=/tmp/x",
    "GIT_SSH_COMMAND=/tmp/x.sh",
    "https_proxy=http://evil.test",
    "https_proxy=evil.test",
    "LD_PRELOAD=x.so",
    "LD_PRELOAD=x",
    "PATH=x",
];

/// The row of the program that a command begins with.
pub fn of(command: &str) -> Option<(&'static Program, &str)> {
    let first = command.split(' ').next()?;
    let name = first.rsplit('/').next()?;
    all().find(|program| program.names.contains(&name)).map(|program| (program, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_has_one_row() {
        let mut names: Vec<&str> = all().flat_map(|program| program.names).copied().collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(all().all(|program| !program.commands.is_empty() || !program.options.is_empty()));
    }

    #[test]
    fn a_program_is_found_by_its_last_step() {
        assert_eq!(of("/usr/bin/git log").map(|(_, name)| name), Some("git"));
        assert!(of("ls -l").is_none() && of("").is_none());
    }
}
