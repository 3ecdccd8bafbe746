//! `jamb.toml`: which rules run on which files, and how bad what they find is. A mistake in it is shown
//! where it stands.

mod read;

pub use read::read;

use globset::GlobSet;

use super::{Chosen, RULES, Rule, errors};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{SourceId, Span};

/// The name of the file, which is looked for beside a policy and in the folders above it.
pub const FILE_NAME: &str = "jamb.toml";

/// What a `jamb.toml` says.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// These rules only, if any.
    pub select: Vec<&'static Rule>,
    /// All but these.
    pub ignore: Vec<&'static Rule>,
    /// Whether pedantic rules run, where that is said.
    pub pedantic: Option<bool>,
    /// How bad what some rules find is.
    pub rules: Vec<Setting>,
    /// The same of some files; the later counts more.
    pub overrides: Vec<Override>,
}

/// How bad what a rule finds is; nothing where it is off.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The rule.
    pub rule: &'static Rule,
    /// The level.
    pub level: Option<Severity>,
}

/// Settings for some files.
#[derive(Debug, Clone)]
pub struct Override {
    /// The files, by their paths from the configuration on.
    pub files: GlobSet,
    /// The settings.
    pub rules: Vec<Setting>,
}

/// What the command line says; it counts more than the file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// These rules only, if any; pedantic or not.
    pub select: Vec<&'static Rule>,
    /// All but these.
    pub ignore: Vec<&'static Rule>,
    /// Whether pedantic rules run, where that is said.
    pub pedantic: Option<bool>,
    /// Whether comments suppress nothing.
    pub no_ignores: bool,
}

impl Config {
    /// The rules that run on a file, by its path from the configuration on, with `/`.
    pub fn chosen(&self, options: &Options, path: &str) -> Chosen {
        let rules = RULES.iter().filter_map(|rule| Some((*rule, self.level(rule, options, path)?)));
        Chosen { rules: rules.collect(), honours_comments: !options.no_ignores }
    }

    /// How bad what a rule finds is; nothing where it does not run.
    fn level(&self, rule: &'static Rule, options: &Options, path: &str) -> Option<Severity> {
        let names = |rules: &[&'static Rule]| rules.iter().any(|named| named.name() == rule.name());
        let is_asked_for = names(&options.select);
        let setting = self.setting(rule, path);
        if names(&options.ignore) || !is_asked_for && (!options.select.is_empty() || names(&self.ignore)) {
            return None;
        }
        let is_pedantic = options.pedantic.or(self.pedantic).unwrap_or(false);
        let runs = match self.select.as_slice() {
            _ if is_asked_for => true,
            // Who says how bad it is wants it to run.
            [] => !rule.pedantic || is_pedantic || setting.is_some(),
            some => names(some),
        };
        match setting {
            _ if !runs => None,
            Some(Setting { level: None, .. }) if is_asked_for => Some(rule.level),
            Some(setting) => setting.level,
            None => Some(rule.level),
        }
    }

    fn setting(&self, rule: &'static Rule, path: &str) -> Option<Setting> {
        let of = |settings: &[Setting]| settings.iter().find(|setting| setting.rule.name() == rule.name()).copied();
        let special = self.overrides.iter().rev().filter(|special| special.files.is_match(path));
        special.filter_map(|special| of(&special.rules)).next().or_else(|| of(&self.rules))
    }
}

/// What there is to say of a `jamb.toml` that is there and can't be read.
pub fn unreadable(id: SourceId, why: &str) -> Diagnostic {
    errors::unreadable(Span::at(0).of(id), why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::rules::named;
    use crate::source::{Source, Sources};

    fn config(text: &str) -> Config {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text(FILE_NAME, text));
        let (config, mistakes) = read(id, sources.get(id));
        assert_eq!(mistakes, []);
        config
    }

    fn level(config: &Config, options: &Options, path: &str, rule: &str) -> Option<&'static str> {
        let chosen = config.chosen(options, path);
        chosen.rules.iter().find(|(chosen, _)| chosen.name() == rule).map(|(_, level)| level.word())
    }

    fn rules(names: &[&str]) -> Vec<&'static Rule> {
        names.iter().filter_map(|name| named(name)).collect()
    }

    #[test]
    fn levels_are_set_for_all_files_and_for_some() {
        let config = config(
            "[lint]\nignore = ['missing-default']\n[lint.rules.default-allow]\nlevel = 'info'\n\
             [[lint.overrides]]\nfiles = ['old/**', 'x.pl']\nrules.default-allow.level = 'off'\n\
             [[lint.overrides]]\nfiles = ['old/new.pl']\nrules = { default-allow = 'warning' }\n",
        );
        let options = Options::default();
        let of = |path| level(&config, &options, path, "default-allow");
        assert_eq!((of("a.pl"), of("old/a/b.pl"), of("old/new.pl")), (Some("info"), None, Some("warning")));
        assert_eq!((of("x.pl"), of("deep/x.pl"), of("old.pl")), (None, None, Some("info")));
        assert_eq!(level(&config, &options, "a.pl", "missing-default"), None);
    }

    #[test]
    fn the_command_line_counts_more() {
        let config = config("[lint]\nselect = ['default-allow']\nignore = ['unused-suppression']\n");
        let options = |select: &[&str], ignore: &[&str]| Options {
            select: rules(select),
            ignore: rules(ignore),
            ..Options::default()
        };
        let of = |options: &Options, rule| level(&config, options, "a.pl", rule);
        assert_eq!(of(&options(&[], &[]), "default-allow"), Some("error"));
        assert_eq!(of(&options(&[], &[]), "missing-default"), None);
        assert_eq!(of(&options(&["missing-default"], &[]), "missing-default"), Some("warning"));
        assert_eq!(of(&options(&["missing-default"], &[]), "default-allow"), None);
        assert_eq!(of(&options(&["unused-suppression"], &[]), "unused-suppression"), Some("warning"));
        assert_eq!(of(&options(&[], &["default-allow"]), "default-allow"), None);
    }
}
