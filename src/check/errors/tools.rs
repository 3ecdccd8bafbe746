//! Errors about the tools that statements name, and about statements that disagree.

use crate::catalog::Tool;
use crate::check::ir::Rating;
use crate::check::statements::Says;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::source::Place;
use crate::syntax::tree::{Target, TargetKind};
use crate::vocab::MeansTools;

/// A tool that the catalog does not list.
pub fn unknown_tool(place: Place, name: &str, catalog: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(Code::UNKNOWN_TOOL, place, format!("unknown tool `{name}`"), format!("not in `{catalog}`"))
        .with_help_if(near.map(did_you_mean).or_else(|| MeansTools::of(name).map(|meant| meant.help().to_owned())))
}

/// What a pattern or `every` covers if there is no catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covers {
    /// The tools that are rated by name.
    Rated,
    /// The tools that a statement allows: a pattern of a guard.
    Callable,
}

/// A pattern or `every` with no tools to match.
pub fn pattern_without_catalog(place: Place, target: &Target, covers: Covers) -> Diagnostic {
    let message = format!("{} has no tools to match", words(target));
    let label = match covers {
        Covers::Rated => "there is no catalog, and no tool is rated by name",
        Covers::Callable => "there is no catalog, and no statement allows a tool",
    };
    Diagnostic::error(Code::PATTERN_WITHOUT_CATALOG, place, message, label)
        .with_help("add `catalog \"…\"` with the server's tools/list response, or list the tools by name")
}

/// A pattern or `every` that no tool matches; `catalog` is the file's name, where there is one.
pub fn matches_nothing(place: Place, target: &Target, catalog: Option<&str>, covers: Covers) -> Diagnostic {
    let among = catalog.map_or(String::new(), |file| format!(" in `{file}`"));
    let (label, help) = match &target.kind {
        TargetKind::Every(category) => (
            format!("no tool{among} is rated `{category}`"),
            Some(format!("rate the tools that belong to it: `rate NAME: {category}`")),
        ),
        TargetKind::Pattern(_) | TargetKind::Name(_) if catalog.is_some() => {
            (format!("no tool{among} has such a name"), None)
        }
        TargetKind::Pattern(_) | TargetKind::Name(_) => (
            match covers {
                Covers::Rated => "no tool that is rated by name has such a name".to_owned(),
                Covers::Callable => "no tool that a statement allows has such a name".to_owned(),
            },
            Some("with a `catalog`, a pattern can match every tool of the server".to_owned()),
        ),
    };
    Diagnostic::error(Code::PATTERN_MATCHES_NOTHING, place, format!("{} matches nothing", words(target)), label)
        .with_help_if(help)
}

/// Too many patterns for too many tools.
pub fn too_much_matching(place: Place) -> Diagnostic {
    Diagnostic::error(
        Code::TOO_LARGE,
        place,
        "too many patterns for so many tools",
        "matching this would take too long",
    )
    .with_help("use fewer patterns, or name the tools")
}

/// Two equally specific statements that disagree about a tool.
pub fn conflicting_state(tool: &str, old: (Says<'_>, Place), new: (Says<'_>, Place)) -> Diagnostic {
    let (first, second) = (old.0.word(), new.0.word());
    let message = match (old.0, new.0) {
        (Says::Deny(_), Says::Deny(_)) => format!("`{tool}` is denied with two different messages"),
        (Says::Rules(_), Says::Rules(_)) => format!("`{tool}` has two `tool` statements"),
        (Says::Hide | Says::Deny(_) | Says::Allow | Says::Rules(_), _) => {
            format!("`{tool}` has two states: `{first}` and `{second}`")
        }
    };
    let help = match (old.0, new.0) {
        (Says::Hide, Says::Rules(_)) | (Says::Rules(_), Says::Hide) => {
            "a hidden tool can't be called, so its rules have no effect: keep one of the two"
        }
        (Says::Allow, Says::Rules(_)) | (Says::Rules(_), Says::Allow) => {
            "`tool` already allows the calls that its rules permit: remove the `allow`"
        }
        (Says::Rules(_), Says::Rules(_)) => "put the clauses into one block",
        (Says::Deny(_), Says::Deny(_)) => "keep one of the messages",
        (Says::Hide | Says::Deny(_) | Says::Allow | Says::Rules(_), _) => {
            "keep one of the two; a name beats a pattern, and a pattern beats `every`"
        }
    };
    Diagnostic::error(Code::CONFLICTING_STATE, new.1, message, format!("`{second}` here"))
        .with_label(old.1, format!("`{first}` here"))
        .with_help(help)
}

/// `hide *` next to a statement that leaves a tool visible.
pub fn everything_hidden(star: Place, visible: Place, word: &str) -> Diagnostic {
    let (first, second) = if star < visible {
        ((star, "hides every tool".to_owned()), (visible, format!("`{word}` here")))
    } else {
        ((visible, format!("`{word}` here")), (star, "hides every tool".to_owned()))
    };
    let message = format!("`hide *` hides every tool, so this `{word}` has no effect");
    Diagnostic::error(Code::CONFLICTING_STATE, second.0, message, second.1)
        .with_label(first.0, first.1)
        .with_help("keep one of the two; `default deny` denies every tool that no statement names")
}

/// A statement that decides a tool named `*`, by that name or by a target that includes it.
pub fn decides_star(place: Place, says: Says<'_>, by_name: bool) -> Diagnostic {
    let word = says.word();
    let message = match (says, by_name) {
        (_, true) => format!("`{word}` can't be about a tool named `*`"),
        (Says::Hide, false) => "this would hide every tool".to_owned(),
        (Says::Deny(_) | Says::Allow | Says::Rules(_), false) => {
            format!("this `{word}` would be about a tool named `*`")
        }
    };
    about_star(place, message, by_name)
}

/// An error at a target that is, or includes, a tool named `*`.
pub fn about_star(place: Place, message: impl Into<String>, by_name: bool) -> Diagnostic {
    let label = match by_name {
        true => "the gateway may treat this name as every tool",
        false => "matches a tool named `*`, which the gateway may treat as every tool",
    };
    let help = match by_name {
        true => "such a tool can only be rated; the pattern `*`, which matches every tool, has no quotes",
        false => "name the tools, or use targets that leave this one out",
    };
    Diagnostic::error(Code::SYNTAX, place, message, label).with_help(help)
}

/// Two ratings of one rank that disagree about a tool.
pub fn conflicting_rating(tool: &str, old: Rating, new: Rating) -> Diagnostic {
    let (first, second) = (old.category, new.category);
    let message = format!("`{tool}` is rated twice: `{first}` and `{second}`");
    Diagnostic::error(Code::CONFLICTING_RATING, new.place, message, format!("rated `{second}` here"))
        .with_label(old.place, format!("rated `{first}` here"))
        .with_help("keep the correct one")
}

/// A signature of a tool whose arguments the catalog describes.
pub fn duplicate_signature(signature: Place, tool: &Tool<'_>) -> Diagnostic {
    let message = format!("the catalog already gives the argument types of `{}`", tool.name);
    let error = Diagnostic::error(Code::DUPLICATE_SIGNATURE, signature, message, "describes the same arguments again")
        .with_help("remove the signature");
    match tool.input_schema {
        Some(schema) => error.with_label(schema.place(), "they are described here"),
        None => error,
    }
}

fn words(target: &Target) -> String {
    match &target.kind {
        TargetKind::Name(name) => format!("`{name}`"),
        TargetKind::Pattern(pattern) => format!("`{}`", pattern.as_str()),
        TargetKind::Every(category) => format!("`every {category}`"),
    }
}
