//! Mutants, as JSON: `{"total", "missed": [{"file", "line", "mutant", "witness": CALL|null}], "left_out"}`.

use serde_json::{Value, json};

use super::merged::Mutants;
use super::{Fate, Mutant};
use crate::source::Sources;

/// The member `mutants` of the document.
pub fn member(mutants: &Mutants, sources: &Sources) -> Value {
    let missed: Vec<_> = mutants.missed().map(|mutant| missed(mutant, sources)).collect();
    json!({"total": mutants.total(), "missed": missed, "left_out": mutants.left_out()})
}

fn missed(mutant: &Mutant, sources: &Sources) -> Value {
    let (file, line) = sources.file_and_line(mutant.place);
    let call = match &mutant.fate {
        Fate::Missed(missed) => Some(&missed.call),
        Fate::Noticed | Fate::Equal | Fate::Unknown(_) | Fate::LeftOut => None,
    };
    let witness = call.map(|call| json!({"tool": call.tool, "args": call.args}));
    json!({"file": file, "line": line, "mutant": mutant.words, "witness": witness})
}
