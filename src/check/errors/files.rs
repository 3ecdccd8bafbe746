//! Errors about the files that a policy names.

use crate::catalog::NotACatalog;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{MAX_FILE_BYTES, Place, SourceId, Sources};

/// An item that is not allowed in an included file.
pub fn misplaced(keyword: Place, sources: &Sources, include: Place) -> Diagnostic {
    let word = sources.text(keyword);
    Diagnostic::error(
        Code::SYNTAX,
        keyword,
        format!("`{word}` is not allowed in an included file"),
        "expected `let`, `rule`, `rate`, `guard` or `include`",
    )
    .with_label(include, "included here")
    .with_help(format!("move it to `{}`", sources.get(include.source).name))
}

/// A file that does not exist or can't be read.
pub fn file_not_found(place: Place, path: &str, reason: &str) -> Diagnostic {
    Diagnostic::error(Code::FILE_NOT_FOUND, place, format!("can't read `{path}`"), reason)
        .with_help("a path is relative to the directory of the file that names it")
}

/// A file that is too large.
pub fn file_too_large(place: Place, path: &str) -> Diagnostic {
    let most = MAX_FILE_BYTES / 1024 / 1024;
    Diagnostic::error(Code::TOO_LARGE, place, format!("`{path}` is too large"), format!("more than {most} MiB"))
}

/// Files that include each other in a `circle`; `back` is the include that closes it.
pub fn include_cycle<'n>(into: Place, back: Place, circle: impl ExactSizeIterator<Item = &'n str>) -> Diagnostic {
    let (name, way) = super::circle(circle);
    let label = if into == back { "this is the same file" } else { "leads into the cycle" };
    let error = Diagnostic::error(Code::INCLUDE_CYCLE, into, format!("`{name}` includes itself{way}"), label)
        .with_help("remove one of the includes; what several files need can go into a file of its own");
    if into == back { error } else { error.with_label(back, format!("leads back to `{name}`")) }
}

/// A catalog that is only the first page of the server's response.
pub fn partial_catalog((place, name): (Place, &str), next: Place) -> Diagnostic {
    let message = format!("`{name}` is only the first page of the server's tools");
    Diagnostic::warning(Code::PARTIAL_CATALOG, place, message, "the server has more tools than this file lists")
        .with_label(next, "the cursor of the next page")
        .with_help("ask the server for the other pages too, and put all their tools into one list")
}

/// A catalog without argument types.
pub fn untyped_catalog(place: Place, name: &str, list: Place) -> Diagnostic {
    let message = format!("`{name}` has no argument types, so arguments are not checked");
    Diagnostic::warning(Code::UNTYPED_CATALOG, place, message, "misspelled arguments are not reported")
        .with_label(list, "no tool here has an `inputSchema`")
        .with_help(
            "save the server's own response to `tools/list`, or write a signature such as `tool NAME(amount: integer)`",
        )
}

/// A file that is there but is not a tools/list response.
pub fn not_a_catalog(place: Place, (id, name): (SourceId, &str), error: &NotACatalog) -> Diagnostic {
    Diagnostic::error(Code::NOT_A_CATALOG, place, format!("`{name}` is not a catalog"), "not a tools/list response")
        .with_label(error.span.of(id), &error.message)
        .with_help("a catalog is the server's response to `tools/list`, as JSON")
}
