//! What was agreed on: entries of `[[review.accept]]`, those that the branch adds, and those that it would need.

use std::collections::BTreeMap;

use super::decisions;
use super::page::{Page, safe};
use crate::diagnostic::{Code, Diagnostic, between_backticks, shortened};
use crate::report::content::Part;
use crate::review::{Agreed, PolicyReview, Review, to_accept as open};
use crate::settings::{Acceptance, AcceptedChange};

/// More entries than this are not printed.
const MOST_ENTRIES: usize = 50;

/// More entries of the branch itself than this are only counted at the top of the page.
const MOST_OWN: usize = 10;
/// Their names are shortened to this many characters.
const LONGEST: usize = 80;

/// The entries that the branch itself adds, in short: what is wider needs the room.
pub fn own(review: &Review, page: &mut Page) {
    if review.own.is_empty() {
        return;
    }
    page.heading("the branch accepts its own changes");
    page.text("these entries of `[[review.accept]]` count once they are on the base branch, or with `--accept-own`");
    for own in review.own.iter().take(MOST_OWN) {
        let [tool, policy] =
            [&own.entry.tool, &own.entry.policy].map(|text| between_backticks(&shortened(text, LONGEST)));
        page.text(format!("`{tool}` in `{policy}` may be `{}`", own.entry.change.word()));
    }
    if review.own.len() > MOST_OWN {
        page.text(format!("… and {} more", review.own.len() - MOST_OWN));
    }
}

/// Where the branch adds these entries.
pub fn own_places(review: &Review, page: &mut Page) {
    if review.own.is_empty() {
        return;
    }
    page.heading("where the branch accepts its own changes");
    page.diagnostics(review.own.iter().map(|own| {
        let Acceptance { policy, tool, change, reason, .. } = &own.entry;
        let what = format!("`{}` in `{}` may be `{}`", safe(tool), safe(policy), change.word());
        let message = format!("the branch adds an entry that says that {what}");
        let label = reason
            .as_deref()
            .map_or_else(|| "without a reason".to_owned(), |reason| format!("because `{}`", safe(reason)));
        Diagnostic::error(Code::UNAGREED_CHANGE, own.place, message, label)
    }));
}

/// The entries that would accept what fails, ready to paste.
pub fn to_accept(review: &Review, page: &mut Page) {
    let mut by_file: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for policy in &review.policies {
        let entries = open(policy, &review.concerns).map(|agreed| entry(agreed, &policy.settings.policy));
        let entries: Vec<String> = entries.collect();
        if !entries.is_empty() {
            by_file.entry(&policy.settings.file).or_default().extend(entries);
        }
    }
    if !by_file.is_empty() {
        page.heading("to accept this");
    }
    for (file, entries) in by_file {
        let file = safe(file);
        page.text(format!("add these entries to `{file}` on the base branch, with the reason"));
        let shown: Vec<String> = entries.iter().take(MOST_ENTRIES).cloned().collect();
        page.part(Part::Code(shown.join("\n")));
        if entries.len() > MOST_ENTRIES {
            page.text(format!("… and {} more", entries.len() - MOST_ENTRIES));
        }
    }
}

/// What was agreed on, and the entries that accept nothing.
pub fn accepted(review: &Review, page: &mut Page) {
    let has_agreed = |policy: &&PolicyReview| policy.agreed.iter().any(|agreed| agreed.by.is_some());
    for policy in review.policies.iter().filter(has_agreed) {
        page.heading(format!("agreed on in `{}`", safe(&policy.file)));
        for agreed in &policy.agreed {
            if let Some(by) = &agreed.by {
                page.text(sentence(agreed, by));
            }
        }
        decisions::agreed(policy, page);
    }
    if !review.warnings.is_empty() {
        page.heading("entries that accept nothing");
        review.warnings.iter().for_each(|warning| page.text(warning.clone()));
    }
}

fn sentence(agreed: &Agreed, by: &Acceptance) -> String {
    let tool = decisions::name(&agreed.tool);
    let what = match agreed.change {
        AcceptedChange::Wider => format!("`{}` may do more", safe(tool)),
        AcceptedChange::Narrower => format!("`{}` may do less", safe(tool)),
        AcceptedChange::Tests => "tests and asserts may be taken away".to_owned(),
        AcceptedChange::Silenced => "findings may be silenced".to_owned(),
    };
    let reason = by.reason.as_deref().map(|reason| format!(", because `{}`", safe(reason))).unwrap_or_default();
    let until = by.until.as_deref().map(|until| format!(", until {until}")).unwrap_or_default();
    format!("{what}{reason}{until}")
}

fn entry(agreed: &Agreed, policy: &str) -> String {
    let Agreed { tool, change, now, .. } = agreed;
    format!(
        "[[review.accept]]\npolicy = {}\ntool = {}\nchange = \"{}\"\nnow = \"{now}\"\nreason = \"\"\n",
        toml(policy),
        toml(tool),
        change.word()
    )
}

/// A string of TOML, in characters that are safe to print.
fn toml(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            _ if crate::vocab::visible::is_hidden(letter) => out.push_str(&format!("\\U{:08x}", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_of_toml_reads_back() {
        for text in ["plain", "quo\"te\\", "\u{202e}\n\t\u{7f}", "größe"] {
            let document = format!("x = {}", toml(text));
            let table = toml::de::DeTable::parse(&document).unwrap();
            assert_eq!(table.get_ref()["x"].get_ref().as_str(), Some(text), "{document}");
        }
    }
}
