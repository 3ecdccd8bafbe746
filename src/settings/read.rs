//! Reads a `jamb.toml`. Every mistake is reported at its own place, and one run finds them all.

use globset::{Glob, GlobBuilder, GlobSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::errors;
use super::lint::{LintSettings, Override, RuleLevel};
use super::review::{Acceptance, AcceptedChange, CompileSettings};
use crate::diagnostic::{Diagnostic, Severity, in_order};
use crate::source::{Place, Source, SourceId, Span};
use crate::trace::map::{Entry, Map};

/// What a `jamb.toml` sets.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The section `[lint]`.
    pub lint: LintSettings,
    /// The sections `[traces.NAME]`: the maps by their names, for `--from`.
    pub traces: Vec<(String, Map)>,
    /// The section `[compile]`.
    pub compile: CompileSettings,
    /// The entries `[[review.accept]]`, in order.
    pub accepted: Vec<Acceptance>,
}

/// The levels of a rule, as they are written.
const LEVELS: [(&str, Option<Severity>); 4] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("off", None),
];

/// Reads a file; `rules` are the names of the lint rules. A mistake is reported and left out of the settings.
pub fn read(id: SourceId, source: &Source, rules: &[&'static str]) -> (Settings, Vec<Diagnostic>) {
    let start = source.body_start();
    let mut reader = Reader { id, text: &source.text, start, rules, mistakes: Vec::new() };
    let mut settings = Settings::default();
    if let Some(undecodable) = source.undecodable {
        let place = Span::at(undecodable.offset as usize).of(id);
        reader.mistakes.push(errors::not_toml(place, "these bytes are not UTF-8"));
        return (settings, reader.mistakes);
    }
    match DeTable::parse(source.text.get(start..).unwrap_or_default()) {
        Ok(table) => reader.file(table.get_ref(), &mut settings),
        Err(error) => {
            let place = reader.place(error.span().unwrap_or_default());
            reader.mistakes.push(errors::not_toml(place, error.message()));
        }
    }
    (settings, in_order(id, reader.mistakes))
}

type Key<'t> = Spanned<toml::de::DeString<'t>>;
type Value<'t> = Spanned<DeValue<'t>>;

struct Reader<'r> {
    id: SourceId,
    text: &'r str,
    /// The offset where the text starts that the parser sees.
    start: usize,
    rules: &'r [&'static str],
    mistakes: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn file(&mut self, table: &DeTable<'_>, settings: &mut Settings) {
        for (key, value) in table {
            match &**key.get_ref() {
                "lint" => self.lint(value, &mut settings.lint),
                "traces" => settings.traces = self.traces(value),
                "compile" => settings.compile = self.compile(value),
                "review" => settings.accepted = self.review(value),
                _ => self.unknown(key, &["lint", "traces", "compile", "review"]),
            }
        }
    }

    fn compile(&mut self, value: &Value<'_>) -> CompileSettings {
        let mut compile = CompileSettings::default();
        for (key, value) in self.table(value).into_iter().flatten() {
            match &**key.get_ref() {
                "out-dir" => compile.out_dir = self.text(value).map(str::to_owned),
                _ => self.unknown(key, &["out-dir"]),
            }
        }
        compile
    }

    fn review(&mut self, value: &Value<'_>) -> Vec<Acceptance> {
        let mut accepted = Vec::new();
        for (key, value) in self.table(value).into_iter().flatten() {
            match &**key.get_ref() {
                "accept" => {
                    let elements = self.list(value).into_iter().flatten();
                    accepted = elements.filter_map(|element| self.acceptance(element)).collect();
                }
                _ => self.unknown(key, &["accept"]),
            }
        }
        accepted
    }

    /// An entry of `[[review.accept]]`.
    fn acceptance(&mut self, value: &Value<'_>) -> Option<Acceptance> {
        let (mut policy, mut tool, mut change, mut now) = (None, None, None, None);
        let (mut reason, mut until) = (None, None);
        for (key, value) in self.table(value)? {
            match &**key.get_ref() {
                "policy" => policy = self.text(value).map(str::to_owned),
                "tool" => tool = self.text(value).map(str::to_owned),
                "change" => change = self.change(value),
                "now" => now = self.text(value).map(str::to_owned),
                "reason" => reason = self.text(value).map(str::to_owned),
                "until" => until = self.date(value),
                _ => self.unknown(key, &["policy", "tool", "change", "now", "reason", "until"]),
            }
        }
        let has = |name: &str| value.get_ref().as_table().is_some_and(|table| table.contains_key(name));
        let missing: Vec<&str> = ["policy", "tool", "change", "now"].into_iter().filter(|name| !has(name)).collect();
        if !missing.is_empty() {
            self.mistakes.push(errors::incomplete_acceptance(self.place(value.span()), &missing));
        }
        let reason = reason.filter(|reason: &String| reason.contains(char::is_alphanumeric));
        Some(Acceptance {
            policy: policy?,
            tool: tool?,
            change: change?,
            now: now?,
            reason,
            until,
            span: self.place(value.span()).span,
        })
    }

    fn change(&mut self, value: &Value<'_>) -> Option<AcceptedChange> {
        let word = self.text(value)?;
        let change = AcceptedChange::ALL.into_iter().find(|change| change.word() == word);
        if change.is_none() {
            let words = AcceptedChange::ALL.map(AcceptedChange::word);
            self.mistakes.push(errors::wrong_word(self.place(value.span()), &words));
        }
        change
    }

    /// A day: `until = 2026-12-31`, also in quotes.
    fn date(&mut self, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str();
        let written = value.get_ref().as_datetime().map(ToString::to_string).or_else(|| text.map(str::to_owned));
        let written = written.unwrap_or_default();
        let is_day = |text: &str| {
            let shape = text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter });
            shape.eq("0000-00-00".chars())
        };
        self.report_unless(is_day(&written), value, "a day such as `2026-12-31`");
        Some(written).filter(|written| is_day(written))
    }

    /// `[traces.NAME]`, with the keys of a map.
    fn traces(&mut self, value: &Value<'_>) -> Vec<(String, Map)> {
        let tables = self.table(value).into_iter().flatten();
        tables.filter_map(|(name, value)| Some((name.get_ref().to_string(), self.map(name, value)?))).collect()
    }

    fn map(&mut self, name: &Key<'_>, value: &Value<'_>) -> Option<Map> {
        let members = self.table(value)?;
        let mut entries = Vec::new();
        for (key, value) in members {
            let path = self.text(value)?;
            let (path_span, is_plain) = self.inside(value.span(), path);
            let key_span = self.place(key.span()).span;
            entries.push(Entry { key: key.get_ref(), key_span, path, path_span, is_plain });
        }
        match Map::from_entries(entries, self.place(name.span()).span) {
            Ok(map) => Some(map),
            Err(error) => {
                self.mistakes.push(errors::wrong_map(self.id, &error));
                None
            }
        }
    }

    /// Where the text of a string is, and whether it is written without escapes.
    fn inside(&self, span: std::ops::Range<usize>, text: &str) -> (Span, bool) {
        let whole = self.place(span).span;
        let inner = Span { start: whole.start + 1, end: whole.end.saturating_sub(1) };
        match self.text.get(inner.range()) == Some(text) {
            true => (inner, true),
            false => (whole, false),
        }
    }

    fn lint(&mut self, value: &Value<'_>, lint: &mut LintSettings) {
        for (key, value) in self.table(value).into_iter().flatten() {
            match &**key.get_ref() {
                "select" => lint.select = self.rules(value),
                "ignore" => lint.ignore = self.rules(value),
                "level" => lint.pedantic = self.pedantic(value),
                "rules" => lint.levels = self.levels(value),
                "overrides" => {
                    let elements = self.list(value).into_iter().flatten();
                    lint.overrides = elements.filter_map(|element| self.special(element)).collect();
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

    fn rules(&mut self, value: &Value<'_>) -> Vec<&'static str> {
        let elements = self.list(value).into_iter().flatten();
        elements.filter_map(|element| self.text(element).and_then(|name| self.rule(name, element.span()))).collect()
    }

    fn rule(&mut self, name: &str, span: std::ops::Range<usize>) -> Option<&'static str> {
        let found = self.rules.iter().copied().find(|rule| *rule == name);
        if found.is_none() {
            self.mistakes.push(errors::unknown_rule(self.place(span), name, self.rules));
        }
        found
    }

    /// `[lint.rules.NAME] level = "off"`, or `NAME = "off"` for short.
    fn levels(&mut self, value: &Value<'_>) -> Vec<RuleLevel> {
        let members = self.table(value).into_iter().flatten();
        let level = |(key, value): (&Key<'_>, &Value<'_>)| {
            Some(RuleLevel { rule: self.rule(key.get_ref(), key.span())?, level: self.level_of_rule(value)? })
        };
        members.filter_map(level).collect()
    }

    fn level_of_rule(&mut self, value: &Value<'_>) -> Option<Option<Severity>> {
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
        let (mut files, mut levels) = (None, Vec::new());
        for (key, value) in self.table(value)? {
            match &**key.get_ref() {
                "files" => files = Some(self.files(value)),
                "rules" => levels = self.levels(value),
                _ => self.unknown(key, &["files", "rules"]),
            }
        }
        if files.is_none() {
            self.mistakes.push(errors::override_without_files(self.place(value.span())));
        }
        Some(Override { files: files?, levels })
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
        self.report_unless(table.is_some(), value, "a table");
        table.map(|table| table.iter())
    }

    fn list<'v, 'i>(&mut self, value: &'v Value<'i>) -> Option<impl Iterator<Item = &'v Value<'i>> + use<'v, 'i>> {
        let list = value.get_ref().as_array();
        self.report_unless(list.is_some(), value, "a list");
        list.map(|list| list.iter())
    }

    fn text<'v>(&mut self, value: &'v Value<'_>) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        self.report_unless(text.is_some(), value, "a string");
        text
    }

    fn report_unless(&mut self, is_right: bool, value: &Value<'_>, wanted: &str) {
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

/// As in `.gitignore`: without a `/`, a name in any folder; with a `/` at the end, everything in the folder.
fn glob(text: &str) -> Result<Glob, globset::Error> {
    let pattern = text.strip_prefix("./").or(text.strip_prefix('/')).unwrap_or(text);
    let pattern = if pattern.ends_with('/') { format!("{pattern}**") } else { pattern.to_owned() };
    let pattern = if text.contains('/') { pattern } else { format!("**/{pattern}") };
    GlobBuilder::new(&pattern).literal_separator(true).build()
}
