//! Two states of a repository, from any bytes: a review terminates, compares two equal states without a finding, and
//! names no file that neither state has.
#![no_main]

use std::path::PathBuf;

use jamb::review::{Concern, Input, Side, review};
use jamb::source::disk::MemoryDisk;

/// What a branch may touch: a policy, its include, catalog and compiled form, the settings, and a baseline.
const NAMES: [&str; 6] = ["a.json", "a.pl", "baseline.json", "jamb.toml", "part.pl", "tools.json"];
/// Ends the text of a file.
const END: u8 = 0xff;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut texts = bytes.split(|byte| *byte == END);
    let mut state = || -> MemoryDisk {
        let files = NAMES.iter().zip(texts.by_ref().take(NAMES.len())).filter(|(_, text)| !text.is_empty());
        MemoryDisk { files: files.map(|(name, text)| (PathBuf::from(name), text.to_vec())).collect() }
    };
    let (before, after) = (state(), state());
    compare(&before, &after);
    assert!(compare(&after, &after), "a state differs from itself");
});

/// Whether a review finds nothing between two states, or can't be made.
fn compare(before: &MemoryDisk, after: &MemoryDisk) -> bool {
    let names = |disk: &MemoryDisk| {
        let mut names: Vec<PathBuf> = disk.files.keys().cloned().collect();
        names.sort_unstable();
        names
    };
    let (old, new) = (names(before), names(after));
    let base = Side { disk: before, own: before, files: &old };
    let head = Side { disk: after, own: after, files: &new };
    let input = Input {
        base,
        head,
        target: base,
        unread: &[],
        within: &[],
        today: "2026-01-01",
        accepts_own: true,
        concerns: Concern::ALL.to_vec(),
        recorded: None,
    };
    let Ok(review) = review(&input) else { return true };
    for policy in &review.policies {
        assert!(old.contains(&policy.path) || new.contains(&policy.path), "{}", policy.file);
    }
    review.policies.is_empty() && review.own.is_empty()
}
