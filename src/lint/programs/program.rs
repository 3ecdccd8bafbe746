//! A row of the table of programs.

/// A program, or several of a kind.
#[derive(Debug)]
pub struct Program {
    /// Its names.
    pub names: &'static [&'static str],
    /// What may follow its name, the most convincing first. The last ones have few characters, since some policies allow
    /// few.
    pub commands: &'static [&'static str],
    /// Options that may also follow other words.
    pub options: &'static [&'static str],
    /// What it does then: `find` …
    pub does: &'static str,
    /// Whether any word that follows it may be a program, so that no list of options helps.
    pub is_interpreter: bool,
}

/// A program that runs what its arguments hold.
pub(super) const fn interpreter(names: &'static [&'static str], commands: &'static [&'static str]) -> Program {
    Program { names, commands, options: &[], does: "runs any program that its arguments hold", is_interpreter: true }
}
