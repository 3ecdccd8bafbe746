//! The section `[lint]`: which rules run on which files, and the severity of what they find.

use globset::GlobSet;

use crate::diagnostic::Severity;

/// What `[lint]` sets.
#[derive(Debug, Clone, Default)]
pub struct LintSettings {
    /// The only rules that run; if empty, the default ones do.
    pub select: Vec<&'static str>,
    /// Rules that do not run.
    pub ignore: Vec<&'static str>,
    /// Whether pedantic rules run, if set.
    pub pedantic: Option<bool>,
    /// The levels of rules in all files.
    pub levels: Vec<RuleLevel>,
    /// The levels of rules in some files. A later override wins.
    pub overrides: Vec<Override>,
}

/// The level that is set for a rule.
#[derive(Debug, Clone, Copy)]
pub struct RuleLevel {
    /// The name of the rule.
    pub rule: &'static str,
    /// The severity of what it finds; `None` if the rule is off.
    pub level: Option<Severity>,
}

/// Levels for some files.
#[derive(Debug, Clone)]
pub struct Override {
    /// The files, by their paths from the folder of the `jamb.toml`.
    pub files: GlobSet,
    /// The levels.
    pub levels: Vec<RuleLevel>,
}

impl LintSettings {
    /// Whether a rule or a note is turned off in a file.
    pub fn silences(&self, name: &str, path: &str) -> bool {
        self.ignore.contains(&name) || self.level(name, path).is_some_and(|set| set.level.is_none())
    }

    /// The level that is set for a rule in a file. The path starts at the folder of the `jamb.toml` and
    /// has `/` on every system.
    pub fn level(&self, rule: &str, path: &str) -> Option<RuleLevel> {
        let of = |levels: &[RuleLevel]| levels.iter().find(|level| level.rule == rule).copied();
        let overrides = self.overrides.iter().rev().filter(|special| special.files.is_match(path));
        overrides.filter_map(|special| of(&special.levels)).next().or_else(|| of(&self.levels))
    }
}
