//! Which rules run on a file, and the severity of what each finds: by `jamb.toml` and by options, which
//! win over the file.

use super::rule::Rule;
use super::rules::RULES;
use crate::diagnostic::Code;
use crate::diagnostic::Severity;
use crate::settings::LintSettings;

/// The rules that run on a file.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The rules, each with the severity of its findings.
    pub rules: Vec<(&'static Rule, Severity)>,
    /// Whether the checker's note about limits per day is reported.
    pub notes: bool,
    /// Whether comments suppress findings.
    pub honours_comments: bool,
}

/// What the user chose for this run, as on the command line. It wins over `jamb.toml`.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The only rules that run, pedantic or not; if empty, `jamb.toml` decides.
    pub select: Vec<&'static Rule>,
    /// Rules that do not run.
    pub ignore: Vec<&'static Rule>,
    /// Whether pedantic rules run, if set.
    pub pedantic: Option<bool>,
    /// Whether comments that suppress findings have no effect.
    pub no_ignores: bool,
}

impl Default for Chosen {
    /// The rules that run by default.
    fn default() -> Self {
        Self::new(&LintSettings::default(), &Options::default(), "")
    }
}

impl Chosen {
    /// The rules that run on a file. Its path starts at the folder of the `jamb.toml` and has `/` on every
    /// system.
    pub fn new(settings: &LintSettings, options: &Options, path: &str) -> Self {
        let rules = RULES.iter().filter_map(|rule| Some((*rule, level(rule, settings, options, path)?)));
        let notes = !settings.silences(Code::UNDOCUMENTED_WINDOW.name(), path);
        Self { rules: rules.collect(), notes, honours_comments: !options.no_ignores }
    }
}

impl Chosen {
    /// Whether other rules run, or with other severities.
    pub fn rules_differ(&self, other: &Self) -> bool {
        let shown =
            |chosen: &Self| -> Vec<_> { chosen.rules.iter().map(|(rule, level)| (rule.name(), *level)).collect() };
        shown(self) != shown(other)
    }
}

/// The severity of what a rule finds; `None` if it does not run.
fn level(rule: &'static Rule, settings: &LintSettings, options: &Options, path: &str) -> Option<Severity> {
    let has = |rules: &[&'static Rule]| rules.iter().any(|named| named.name() == rule.name());
    let is_asked_for = has(&options.select);
    let is_ignored = settings.ignore.contains(&rule.name());
    if has(&options.ignore) || !is_asked_for && (!options.select.is_empty() || is_ignored) {
        return None;
    }
    let set = settings.level(rule.name(), path);
    let is_pedantic = options.pedantic.or(settings.pedantic).unwrap_or(false);
    let runs = match settings.select.as_slice() {
        _ if is_asked_for => true,
        // Setting the level of a rule turns it on.
        [] => !rule.pedantic || is_pedantic || set.is_some(),
        some => some.contains(&rule.name()),
    };
    match set {
        _ if !runs => None,
        Some(set) if set.level.is_none() && is_asked_for => Some(rule.level),
        Some(set) => set.level,
        None => Some(rule.level),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::rules::{named, names};
    use crate::settings::{self, FILE_NAME};
    use crate::source::{Source, Sources};

    fn settings(text: &str) -> LintSettings {
        let mut sources = Sources::default();
        let id = sources.add(Source::from_text(FILE_NAME, text));
        let (settings, mistakes) = settings::read(id, sources.get(id), &names());
        assert_eq!(mistakes, []);
        settings.lint
    }

    fn level(settings: &LintSettings, options: &Options, path: &str, rule: &str) -> Option<&'static str> {
        let chosen = Chosen::new(settings, options, path);
        chosen.rules.iter().find(|(chosen, _)| chosen.name() == rule).map(|(_, level)| level.word())
    }

    fn rules(names: &[&str]) -> Vec<&'static Rule> {
        names.iter().filter_map(|name| named(name)).collect()
    }

    #[test]
    fn levels_are_set_for_all_files_and_for_some() {
        let settings = settings(
            "[lint]\nignore = ['missing-default']\n[lint.rules.default-allow]\nlevel = 'info'\n\
             [[lint.overrides]]\nfiles = ['old/**', 'x.pl']\nrules.default-allow.level = 'off'\n\
             [[lint.overrides]]\nfiles = ['old/new.pl']\nrules = { default-allow = 'warning' }\n",
        );
        let options = Options::default();
        let of = |path| level(&settings, &options, path, "default-allow");
        assert_eq!((of("a.pl"), of("old/a/b.pl"), of("old/new.pl")), (Some("info"), None, Some("warning")));
        assert_eq!((of("x.pl"), of("deep/x.pl"), of("old.pl")), (None, None, Some("info")));
        assert_eq!(level(&settings, &options, "a.pl", "missing-default"), None);
    }

    #[test]
    fn options_win_over_settings() {
        let settings = settings("[lint]\nselect = ['default-allow']\nignore = ['unused-suppression']\n");
        let options = |select: &[&str], ignore: &[&str]| Options {
            select: rules(select),
            ignore: rules(ignore),
            ..Options::default()
        };
        let of = |options: &Options, rule| level(&settings, options, "a.pl", rule);
        assert_eq!(of(&options(&[], &[]), "default-allow"), Some("error"));
        assert_eq!(of(&options(&[], &[]), "missing-default"), None);
        assert_eq!(of(&options(&["missing-default"], &[]), "missing-default"), Some("warning"));
        assert_eq!(of(&options(&["missing-default"], &[]), "default-allow"), None);
        assert_eq!(of(&options(&["unused-suppression"], &[]), "unused-suppression"), Some("warning"));
        assert_eq!(of(&options(&[], &["default-allow"]), "default-allow"), None);
    }
}
