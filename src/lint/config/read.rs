//! Reads a `jamb.toml`: what it can't say is a mistake at its own place, and all of them are found in one run.

use globset::{Glob, GlobBuilder, GlobSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, Override, Setting};
use crate::diagnostic::{Diagnostic, Severity, in_order};
use crate::lint::{Rule, errors, rules};
use crate::source::{Place, Source, SourceId, Span};

/// The levels of a rule, as they are written.
pub const LEVELS: [(&str, Option<Severity>); 4] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("off", None),
];

/// What a file says, and what is wrong with it.
pub fn read(id: SourceId, source: &Source) -> (Config, Vec<Diagnostic>) {
    let start = source.body_start();
    let mut reader = Reader { id, start, mistakes: Vec::new() };
    let mut config = Config::default();
    if let Some(undecodable) = source.undecodable {
        reader
            .mistakes
            .push(errors::not_toml(Span::at(undecodable.offset as usize).of(id), "these bytes are no UTF-8"));
        return (config, reader.mistakes);
    }
    match DeTable::parse(source.text.get(start..).unwrap_or_default()) {
        Ok(table) => reader.file(table.get_ref(), &mut config),
        Err(error) => {
            let place = reader.place(error.span().unwrap_or_default());
            reader.mistakes.push(errors::not_toml(place, error.message()));
        }
    }
    (config, in_order(id, reader.mistakes))
}

type Key<'t> = Spanned<toml::de::DeString<'t>>;
type Value<'t> = Spanned<DeValue<'t>>;

struct Reader {
    id: SourceId,
    /// Where the text begins that the parser sees.
    start: usize,
    mistakes: Vec<Diagnostic>,
}

impl Reader {
    fn file(&mut self, table: &DeTable<'_>, config: &mut Config) {
        for (key, value) in table {
            match &**key.get_ref() {
                "lint" => self.lint(value, config),
                _ => self.unknown(key, &["lint"]),
            }
        }
    }

    fn lint(&mut self, value: &Value<'_>, config: &mut Config) {
        for (key, value) in self.table(value).into_iter().flatten() {
            match &**key.get_ref() {
                "select" => config.select = self.rules(value),
                "ignore" => config.ignore = self.rules(value),
                "level" => config.pedantic = self.pedantic(value),
                "rules" => config.rules = self.settings(value),
                "overrides" => {
                    let elements = self.list(value).into_iter().flatten();
                    config.overrides = elements.filter_map(|element| self.special(element)).collect();
                }
                _ => self.unknown(key, &["select", "ignore", "level", "rules", "overrides"]),
            }
        }
    }

    fn pedantic(&mut self, value: &Value<'_>) -> Option<bool> {
        match self.text(value)? {
            "default" => Some(false),
            "pedantic" => Some(true),
            _ => {
                self.mistakes.push(errors::wrong_word(self.place(value.span()), &["default", "pedantic"]));
                None
            }
        }
    }

    fn rules(&mut self, value: &Value<'_>) -> Vec<&'static Rule> {
        let elements = self.list(value).into_iter().flatten();
        elements.filter_map(|element| self.text(element).and_then(|name| self.rule(name, element.span()))).collect()
    }

    fn rule(&mut self, name: &str, span: std::ops::Range<usize>) -> Option<&'static Rule> {
        let found = rules::named(name);
        if found.is_none() {
            self.mistakes.push(errors::unknown_rule(self.place(span), name));
        }
        found
    }

    /// `[lint.rules.NAME] level = "off"`, or `NAME = "off"` for short.
    fn settings(&mut self, value: &Value<'_>) -> Vec<Setting> {
        let members = self.table(value).into_iter().flatten();
        members
            .filter_map(|(key, value)| {
                Some(Setting { rule: self.rule(key.get_ref(), key.span())?, level: self.setting(value)? })
            })
            .collect()
    }

    fn setting(&mut self, value: &Value<'_>) -> Option<Option<Severity>> {
        if value.get_ref().is_str() {
            return self.level(value);
        }
        let mut level = None;
        for (key, value) in self.table(value)? {
            match &**key.get_ref() {
                "level" => level = self.level(value),
                _ => self.unknown(key, &["level"]),
            }
        }
        level
    }

    fn level(&mut self, value: &Value<'_>) -> Option<Option<Severity>> {
        let word = self.text(value)?;
        let level = LEVELS.iter().find(|(name, _)| *name == word).map(|(_, level)| *level);
        if level.is_none() {
            let words: Vec<&str> = LEVELS.iter().map(|(name, _)| *name).collect();
            self.mistakes.push(errors::wrong_word(self.place(value.span()), &words));
        }
        level
    }

    fn special(&mut self, value: &Value<'_>) -> Option<Override> {
        let (mut files, mut rules) = (None, Vec::new());
        for (key, value) in self.table(value)? {
            match &**key.get_ref() {
                "files" => files = Some(self.files(value)),
                "rules" => rules = self.settings(value),
                _ => self.unknown(key, &["files", "rules"]),
            }
        }
        if files.is_none() {
            self.mistakes.push(errors::override_without_files(self.place(value.span())));
        }
        Some(Override { files: files?, rules })
    }

    fn files(&mut self, value: &Value<'_>) -> GlobSet {
        let mut globs = GlobSet::builder();
        for element in self.list(value).into_iter().flatten() {
            let Some(text) = self.text(element) else { continue };
            match glob(text) {
                Ok(glob) => {
                    globs.add(glob);
                }
                Err(error) => {
                    let mistake = errors::wrong_glob(self.place(element.span()), &error.kind().to_string());
                    self.mistakes.push(mistake);
                }
            }
        }
        globs.build().unwrap_or_else(|error| {
            self.mistakes.push(errors::wrong_glob(self.place(value.span()), &error.kind().to_string()));
            GlobSet::empty()
        })
    }

    fn table<'v, 'i>(
        &mut self,
        value: &'v Value<'i>,
    ) -> Option<impl Iterator<Item = (&'v Key<'i>, &'v Value<'i>)> + use<'v, 'i>> {
        let table = value.get_ref().as_table();
        self.tell_unless(table.is_some(), value, "a table");
        table.map(|table| table.iter())
    }

    fn list<'v, 'i>(&mut self, value: &'v Value<'i>) -> Option<impl Iterator<Item = &'v Value<'i>> + use<'v, 'i>> {
        let list = value.get_ref().as_array();
        self.tell_unless(list.is_some(), value, "a list");
        list.map(|list| list.iter())
    }

    fn text<'v>(&mut self, value: &'v Value<'_>) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        self.tell_unless(text.is_some(), value, "a string");
        text
    }

    fn tell_unless(&mut self, is_right: bool, value: &Value<'_>, wanted: &str) {
        if !is_right {
            self.mistakes.push(errors::wrong_kind(self.place(value.span()), wanted));
        }
    }

    fn unknown(&mut self, key: &Key<'_>, known: &[&str]) {
        let place = self.place(key.span());
        self.mistakes.push(errors::unknown_key(place, key.get_ref(), known));
    }

    fn place(&self, span: std::ops::Range<usize>) -> Place {
        Span::new(self.start + span.start, self.start + span.end).of(self.id)
    }
}

/// As in `.gitignore`: without a `/` it is a name in any folder, with one at its end all that is below.
fn glob(text: &str) -> Result<Glob, globset::Error> {
    let pattern = text.strip_prefix("./").or(text.strip_prefix('/')).unwrap_or(text);
    let pattern = if pattern.ends_with('/') { format!("{pattern}**") } else { pattern.to_owned() };
    let pattern = if text.contains('/') { pattern } else { format!("**/{pattern}") };
    GlobBuilder::new(&pattern).literal_separator(true).build()
}
