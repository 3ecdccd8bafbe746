//! Every message about odd entries in a list of tools.

use crate::catalog::{Oddity, OddityKind, Tool};
use crate::diagnostic::{Code, Diagnostic, Severity, shortened};
use crate::source::Place;
use crate::vocab::spelling;
use crate::vocab::visible::is_hidden;

/// How much of a name is shown.
const LONGEST: usize = 80;

pub(super) fn odd(oddity: &Oddity) -> Diagnostic {
    match &oddity.kind {
        OddityKind::NoTool => warning(oddity.place, "an entry in the list is not a tool".to_owned(), "it has no name")
            .with_help("it is skipped"),
        OddityKind::Twice { name, first } => {
            warning(oddity.place, format!("`{}` is in the list twice", short(name)), "this one is skipped")
                .with_label(*first, "this one is used")
        }
        OddityKind::Schema { name, flaw } => {
            let message = format!("the schema of `{}` can't be fully read", short(name));
            warning(oddity.place, message, &shortened(flaw, LONGEST * 2))
                .with_help("what can't be read is not checked; report it to the server's author")
        }
    }
}

pub(super) fn strange(tool: &Tool<'_>) -> Diagnostic {
    let message = format!("`{}` is an unusual name for a tool", short(tool.name));
    warning(tool.name_place, message, "MCP asks for at most 128 letters, digits, `_`, `-` and `.`")
        .with_help("some clients reject such names, or change them")
}

pub(super) fn unreadable(tool: &Tool<'_>) -> Diagnostic {
    let message = format!("a tool was left out, because its name can't be read safely: `{}`", short(tool.name));
    let label = match spelling::mixed_word(tool.name).and_then(|word| tool.name.get(word)) {
        Some(word) => format!("`{}` mixes letters from several scripts", short(word)),
        None if tool.name.chars().any(is_hidden) => "it contains invisible characters".to_owned(),
        None => "it is too long to read".to_owned(),
    };
    warning(tool.name_place, message, &label)
        .with_help("under `default deny` its calls are denied; ask the server's author for a name in plain letters")
}

fn warning(place: Place, message: String, label: &str) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..Diagnostic::error(Code::ODD_TOOL, place, message, label) }
}

fn short(name: &str) -> String {
    shortened(name, LONGEST)
}
