//! The wording of what is odd in a list of tools.

use crate::catalog::{Oddity, OddityKind, Tool};
use crate::diagnostic::{Code, Diagnostic, Severity, shortened};
use crate::source::Place;
use crate::vocab::spelling;
use crate::vocab::visible::is_hidden;

/// How much of a name is shown.
const LONGEST: usize = 80;

pub(super) fn odd(oddity: &Oddity) -> Diagnostic {
    match &oddity.kind {
        OddityKind::NoTool => warning(oddity.place, "an entry of the list is no tool".to_owned(), "has no name")
            .with_help("it is passed over"),
        OddityKind::Twice { name, first } => {
            warning(oddity.place, format!("the list has `{}` twice", short(name)), "is passed over")
                .with_label(*first, "this one counts")
        }
        OddityKind::Schema { name, flaw } => {
            let message = format!("the arguments of `{}` are not well described", short(name));
            warning(oddity.place, message, &shortened(flaw, LONGEST * 2))
                .with_help("nothing is checked of what can't be read; tell the server's author")
        }
    }
}

pub(super) fn strange(tool: &Tool<'_>) -> Diagnostic {
    let message = format!("`{}` is an unusual name for a tool", short(&tool.name));
    warning(tool.name_place, message, "MCP asks for letters, digits, `_`, `-` and `.`, 128 at most")
        .with_help("some clients refuse it, or change it")
}

pub(super) fn unreadable(tool: &Tool<'_>) -> Diagnostic {
    let message = format!("a tool is left out, since its name can't be read safely: `{}`", short(&tool.name));
    let label = match spelling::mixed_word(&tool.name).and_then(|word| tool.name.get(word)) {
        Some(word) => format!("`{}` has letters of several scripts", short(word)),
        None if tool.name.chars().any(is_hidden) => "has characters that nobody sees".to_owned(),
        None => "is longer than anybody reads".to_owned(),
    };
    warning(tool.name_place, message, &label)
        .with_help("under `default deny` it is refused; ask the server's author for a name in plain letters")
}

fn warning(place: Place, message: String, label: &str) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..Diagnostic::error(Code::ODD_TOOL, place, message, label) }
}

fn short(name: &str) -> String {
    shortened(name, LONGEST)
}
