//! What every part of a completion asks: the cursor, the names that the policy knows, and how a text is written there.

use std::collections::BTreeSet;

use super::candidate::Candidate;
use crate::catalog::Catalog;
use crate::check::Checked;
use crate::document::Judged;
use crate::editor::arguments;
use crate::source::{Source, SourceId};
use crate::syntax::cursor::Cursor;
use crate::syntax::tree::{Clause, ClauseKind, File, Item, ItemKind, Target, TargetKind};
use crate::vocab::{Value, visible};

/// The most candidates of one answer.
pub(super) const MOST: usize = 1_000;
/// At most this many tools are asked about their arguments. A guard may cover a hundred thousand.
const MOST_TOOLS: usize = 20;

/// A cursor, and what is known about the policy around it.
pub(super) struct Scene<'s> {
    /// The judgement, perhaps of an earlier text.
    pub judged: &'s Judged,
    /// What the checker found out.
    pub checked: &'s Checked,
    /// The tools whose arguments are known.
    pub catalog: Option<Catalog>,
    /// The cursor.
    pub cursor: &'s Cursor,
    /// The part of the word before the cursor.
    typed: &'s str,
    /// Whether nothing follows on the line, so that there is room for a snippet.
    pub has_room: bool,
    /// Whether a `:` follows.
    pub is_before_colon: bool,
    /// What a text needs before it: a space after a sign.
    gap: &'static str,
}

impl<'s> Scene<'s> {
    pub fn new(judged: &'s Judged, checked: &'s Checked, source: &'s Source, cursor: &'s Cursor, offset: u32) -> Self {
        let text = source.text.as_str();
        let span = cursor.span;
        let typed = text.get(span.start as usize..offset as usize).unwrap_or_default();
        let line = text.get(span.end as usize..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        let before = text.get(..span.start as usize).unwrap_or_default();
        let touches = before.ends_with([':', '=', '<', '>', ',', '{', ')', ']', '|']);
        Self {
            judged,
            checked,
            catalog: arguments::known(judged),
            cursor,
            typed,
            has_room: line.trim().is_empty(),
            is_before_colon: line.trim_start().starts_with(':'),
            gap: if touches { " " } else { "" },
        }
    }

    /// The candidate as it is written at the cursor.
    pub fn placed(&self, candidate: Candidate) -> Candidate {
        let text = format!("{}{}", self.gap, candidate.text);
        let snippet = candidate.snippet.filter(|_| self.has_room).map(|snippet| format!("{}{snippet}", self.gap));
        let filter = match self.quote() {
            // What is typed begins with a quote, and is compared with this from its first letter on.
            Some(quote) => format!("{quote}{}", visible::message(&candidate.filter)),
            None => visible::message(&candidate.filter),
        };
        let label = visible::message(&candidate.label);
        let detail = candidate.detail.as_deref().map(visible::message);
        Candidate { label, detail, text, snippet, filter, ..candidate }
    }

    /// The opening quote of the string that the cursor is in.
    pub fn quote(&self) -> Option<&'s str> {
        let quote = self.typed.find('"')?;
        self.typed.get(..=quote)
    }

    /// Whether a label contains the letters that are typed, in their order.
    pub fn fits(&self, label: &str) -> bool {
        let mut letters = label.chars().flat_map(char::to_lowercase);
        let typed = self.typed.get(self.quote().map_or(0, str::len)..).unwrap_or_default();
        typed.chars().flat_map(char::to_lowercase).all(|letter| letters.any(|other| other == letter))
    }

    /// The files of the policy.
    pub fn files(&self) -> impl Iterator<Item = (SourceId, &'s File)> {
        self.checked.files.iter().map(|(source, file)| (*source, file))
    }

    /// The items of all files.
    pub fn items(&self) -> impl Iterator<Item = (SourceId, &'s Item)> {
        self.files().flat_map(|(source, file)| file.items.iter().map(move |item| (source, item)))
    }

    /// The tools that the cursor's statement is about, up to a bound.
    pub fn tools(&self) -> Vec<String> {
        let statement = &self.cursor.statement;
        match statement.keyword.as_str() {
            "test" => statement.called.clone().into_iter().collect(),
            "rule" => self.appliers(&statement.name),
            _ => {
                let mut names = BTreeSet::new();
                statement.targets.iter().for_each(|target| names.extend(self.targeted(target)));
                names.into_iter().take(MOST_TOOLS).collect()
            }
        }
    }

    fn targeted(&self, target: &Target) -> Vec<String> {
        match &target.kind {
            TargetKind::Name(name) => vec![name.clone()],
            TargetKind::Pattern(pattern) => {
                let fits = self.names().filter(|name| pattern.matches(name));
                fits.take(MOST_TOOLS).map(str::to_owned).collect()
            }
            TargetKind::Every(category) => {
                let rated = self.checked.policy.categories.iter();
                let rated = rated.filter(|(_, rating)| rating.category == *category);
                rated.take(MOST_TOOLS).map(|(name, _)| name.clone()).collect()
            }
        }
    }

    /// The tools that apply a rule, perhaps through other rules.
    fn appliers(&self, rule: &str) -> Vec<String> {
        let (mut rules, mut names, mut next) = (vec![rule], BTreeSet::new(), 0);
        while let Some(rule) = rules.get(next).copied() {
            next += 1;
            for (_, item) in self.items().filter(|(_, item)| applies(item, rule)) {
                targets(item).iter().for_each(|target| names.extend(self.targeted(target)));
                if let ItemKind::Rule(other) = &item.kind
                    && rules.len() < MOST_TOOLS
                    && !rules.contains(&other.name.text.as_str())
                {
                    rules.push(&other.name.text);
                }
            }
        }
        names.into_iter().take(MOST_TOOLS).collect()
    }

    /// Whether the policy has no statement yet, only what comes before the first.
    pub fn is_new(&self) -> bool {
        let begins =
            |item: &Item| matches!(item.kind, ItemKind::Default(_) | ItemKind::Catalog(_) | ItemKind::Include(_));
        self.judged.judgement.tree().is_none_or(|tree| tree.items.iter().all(begins))
    }

    /// The tools: those of the catalog, or without one those that the policy names.
    pub fn names(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        let policy = &self.checked.policy;
        match &self.catalog {
            Some(catalog) => Box::new(catalog.names()),
            None => {
                let named: BTreeSet<&str> =
                    policy.tools.keys().chain(policy.categories.keys()).map(String::as_str).collect();
                Box::new(named.into_iter())
            }
        }
    }
}

/// The tools that an item is about.
pub(super) fn targets(item: &Item) -> &[Target] {
    match &item.kind {
        ItemKind::Rate(statement)
        | ItemKind::Hide(statement)
        | ItemKind::Deny(statement)
        | ItemKind::Allow(statement) => &statement.targets,
        ItemKind::Tool(tool) => &tool.targets,
        ItemKind::Guard(guard) => &guard.targets,
        ItemKind::Assert(assert) => std::slice::from_ref(&assert.target),
        ItemKind::Default(_)
        | ItemKind::Catalog(_)
        | ItemKind::Include(_)
        | ItemKind::Let(_)
        | ItemKind::Rule(_)
        | ItemKind::Limit(_)
        | ItemKind::Test(_) => &[],
    }
}

/// The clauses of an item's block.
pub(super) fn clauses(item: &Item) -> &[Clause] {
    match &item.kind {
        ItemKind::Tool(tool) => &tool.block.parts,
        ItemKind::Guard(guard) => &guard.block.parts,
        ItemKind::Rule(rule) => &rule.block.parts,
        ItemKind::Default(_)
        | ItemKind::Catalog(_)
        | ItemKind::Include(_)
        | ItemKind::Let(_)
        | ItemKind::Rate(_)
        | ItemKind::Hide(_)
        | ItemKind::Deny(_)
        | ItemKind::Allow(_)
        | ItemKind::Limit(_)
        | ItemKind::Test(_)
        | ItemKind::Assert(_) => &[],
    }
}

fn applies(item: &Item, rule: &str) -> bool {
    let is_it = |clause: &Clause| matches!(&clause.kind, ClauseKind::Apply(apply) if apply.rule.text == rule);
    clauses(item).iter().any(is_it)
}

/// A text as a string of the language. Characters that nobody would see are written as escapes.
pub(super) fn string(text: &str) -> String {
    visible::document(Value::Text(text.to_owned()).to_string())
}

/// A text as a part of a snippet.
pub(super) fn in_snippet(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '$' | '}' | '\\') {
            out.push('\\');
        }
        out.push(char);
    }
    out
}
