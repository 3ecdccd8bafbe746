//! The fixes that diagnostics bring, and the names that they propose.

use super::action::{Action, ActionKind};
use crate::diagnostic::{Diagnostic, Edit, Safety, shortened};
use crate::document::Judged;
use crate::syntax::is_bare_name;

/// The longest text in a title, in characters.
const LONGEST: usize = 40;

/// The fix of a diagnostic, if it changes this document only.
pub fn fix(judged: &Judged, number: usize, diagnostic: &Diagnostic) -> Option<Action> {
    let fix = diagnostic.fix.as_ref()?;
    let is_here = fix.edits.iter().all(|edit| edit.place.source == judged.judgement.main);
    let title = match (fix.edits.as_slice(), fix.safety) {
        ([only], Safety::Safe) => words(judged, only),
        ([only], Safety::Unsafe) => format!("{} (changes which calls are allowed)", words(judged, only)),
        (_, Safety::Safe) => format!("Fix `{}`", diagnostic.code),
        (_, Safety::Unsafe) => format!("Fix `{}` (changes which calls are allowed)", diagnostic.code),
    };
    is_here.then(|| Action {
        title,
        kind: ActionKind::Fix,
        diagnostic: Some(number),
        is_preferred: fix.safety == Safety::Safe,
        edits: fix.edits.clone(),
    })
}

fn words(judged: &Judged, edit: &Edit) -> String {
    let old = shown(judged.sources.text(edit.place));
    let new = shown(&edit.text);
    match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("Add `{new}`"),
        (false, true) => format!("Remove `{old}`"),
        (false, false) => format!("Change `{old}` to `{new}`"),
    }
}

fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    shortened(&line, LONGEST)
}

/// The name that a diagnostic without a fix proposes: ``did you mean `amount`?``
pub fn did_you_mean(judged: &Judged, number: usize, diagnostic: &Diagnostic) -> Option<Action> {
    if diagnostic.fix.is_some() {
        return None;
    }
    let name = diagnostic.help.as_ref()?.strip_prefix("did you mean `")?.strip_suffix("`?")?;
    let old = judged.sources.text(diagnostic.primary.place);
    // A part of a longer text, or several words, are not replaced by a name.
    let is_word = !old.is_empty() && (is_bare_name(old) || old.starts_with('"'));
    let new = match old.starts_with('"') || !is_bare_name(name) {
        true => serde_json::Value::from(name.trim_matches('"')).to_string(),
        false => name.to_owned(),
    };
    (is_word && new != old).then(|| Action {
        title: format!("Change `{}` to `{}`", shown(old), shown(&new)),
        kind: ActionKind::Fix,
        diagnostic: Some(number),
        is_preferred: true,
        edits: vec![Edit { place: diagnostic.primary.place, text: new }],
    })
}
