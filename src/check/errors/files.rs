//! What is wrong with the files that a policy names.

use crate::catalog::NotACatalog;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{MAX_FILE_BYTES, Place, Sources};

/// An item that can't stand in an included file.
pub fn misplaced(keyword: Place, sources: &Sources, include: Place) -> Diagnostic {
    let word = sources.text(keyword);
    Diagnostic::error(
        Code::SYNTAX,
        keyword,
        format!("`{word}` can't stand in an included file"),
        "expected `let`, `rule`, `rate` or `include`",
    )
    .with_label(include, "included here")
    .with_help(format!("move it to `{}`", sources.get(include.source).name))
}

/// A file that is not there or can't be read.
pub fn file_not_found(place: Place, path: &str, reason: &str) -> Diagnostic {
    Diagnostic::error(Code::FILE_NOT_FOUND, place, format!("can't read `{path}`"), reason)
        .with_help("a path is relative to the folder of the file that names it")
}

/// A file that is too large.
pub fn file_too_large(place: Place, path: &str) -> Diagnostic {
    let most = MAX_FILE_BYTES / 1024 / 1024;
    Diagnostic::error(Code::TOO_LARGE, place, format!("`{path}` is too large"), format!("more than {most} MiB"))
}

/// Files that include each other; `back` is the include that closes the circle, at `again`.
pub fn include_cycle(into: Place, back: Place, again: &str) -> Diagnostic {
    let help = "take one of the includes out; what both files need can stand in a third";
    if into == back {
        let message = format!("`{again}` includes itself");
        return Diagnostic::error(Code::INCLUDE_CYCLE, into, message, "this is the same file").with_help(help);
    }
    let message = format!("`{again}` includes itself over other files");
    Diagnostic::error(Code::INCLUDE_CYCLE, into, message, "leads into the circle")
        .with_label(back, format!("leads back to `{again}`"))
        .with_help(help)
}

/// A file that is there and is no tools/list answer.
pub fn not_a_catalog(place: Place, name: &str, error: &NotACatalog) -> Diagnostic {
    Diagnostic::error(Code::NOT_A_CATALOG, place, format!("`{name}` is no catalog"), "not a tools/list answer")
        .with_label(error.place, &error.message)
        .with_help("a catalog is what the server answers to `tools/list`, as JSON")
}
