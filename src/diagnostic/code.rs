//! Every code of a diagnostic, and its page for `jamb explain`.

/// A code: a kebab-case name such as `unknown-tool`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(&'static str);

impl Code {
    /// The name.
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// The code of a lint rule. Its page is with the rule, not in the table here.
    pub const fn of_rule(name: &'static str) -> Self {
        Code(name)
    }

    /// The page that explains it, in Markdown: its title, why it is an error, and an incorrect and a correct
    /// example.
    pub fn page(self) -> &'static str {
        PAGES.iter().find(|(code, _)| *code == self).map_or("", |(_, page)| page)
    }

    /// Its title in a list of codes: the first line below the page's heading.
    pub fn title(self) -> &'static str {
        self.page().lines().nth(1).unwrap_or_default()
    }

    /// The address of its page, if the package names its repository.
    pub fn url(self) -> Option<String> {
        let repository = option_env!("CARGO_PKG_REPOSITORY").filter(|repository| !repository.is_empty())?;
        let folder = if Self::from_name(self.0).is_some() { "errors" } else { "rules" };
        Some(format!("{repository}/blob/main/docs/{folder}/{self}.md"))
    }

    /// The code of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        PAGES.iter().map(|(code, _)| *code).find(|code| code.0 == name)
    }

    /// All codes, in the order of the table.
    pub fn all() -> impl Iterator<Item = Code> {
        PAGES.iter().map(|(code, _)| *code)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// Declares the constants and the table of pages together, so that every code has a page.
macro_rules! codes {
    ($($(#[$doc:meta])* $constant:ident = $name:literal;)+) => {
        impl Code {
            $($(#[$doc])* pub const $constant: Code = Code($name);)+
        }

        const PAGES: &[(Code, &str)] = &[
            $((Code::$constant, include_str!(concat!("../../docs/errors/", $name, ".md"))),)+
        ];
    };
}

codes! {
    /// The text can't be parsed.
    SYNTAX = "syntax";
    /// A second `default`.
    DUPLICATE_DEFAULT = "duplicate-default";
    /// A second `catalog`.
    DUPLICATE_CATALOG = "duplicate-catalog";
    /// A signature for a tool whose arguments are in the catalog.
    DUPLICATE_SIGNATURE = "duplicate-signature";
    /// A second let, rule, test, parameter or argument with the same name.
    DUPLICATE_NAME = "duplicate-name";
    /// A tool that the catalog does not list.
    UNKNOWN_TOOL = "unknown-tool";
    /// An argument that the tool does not have.
    UNKNOWN_ARGUMENT = "unknown-argument";
    /// A let or rule that does not exist.
    UNKNOWN_NAME = "unknown-name";
    /// An `apply` with too few or too many values.
    WRONG_ARGUMENTS = "wrong-arguments";
    /// Rules that apply each other in a cycle.
    RULE_CYCLE = "rule-cycle";
    /// Lets that lead to each other in a cycle.
    LET_CYCLE = "let-cycle";
    /// Two statements that disagree about a tool.
    CONFLICTING_STATE = "conflicting-state";
    /// Two ratings of the same tool.
    CONFLICTING_RATING = "conflicting-rating";
    /// A pattern with no tools to match.
    PATTERN_WITHOUT_CATALOG = "pattern-without-catalog";
    /// A pattern that matches no tool.
    PATTERN_MATCHES_NOTHING = "pattern-matches-nothing";
    /// An operator or a value that does not fit the argument's type.
    TYPE_MISMATCH = "type-mismatch";
    /// A guard, or a clause of one, that no tool gets.
    GUARD_NEVER_APPLIES = "guard-never-applies";
    /// A condition that no call can meet.
    NEVER_TRUE = "never-true";
    /// A condition that every call meets.
    ALWAYS_TRUE = "always-true";
    /// A path into a list.
    LIST_INDEX = "list-index";
    /// A whole number that the gateway can't tell from its neighbours.
    INEXACT_NUMBER = "inexact-number";
    /// A folder, an address or a domain that is not one.
    INVALID_OPERAND = "invalid-operand";
    /// A regular expression that RE2 can't read.
    INVALID_REGEX = "invalid-regex";
    /// A condition that `policy.json` can't express exactly.
    INEXPRESSIBLE_CONDITION = "inexpressible-condition";
    /// A limit that is not a whole number of at least 1.
    INVALID_LIMIT = "invalid-limit";
    /// Two limits of a tool that use the same counter.
    DUPLICATE_COUNTER = "duplicate-counter";
    /// Two limits that use the same counter by accident, or disagree about it.
    CONFLICTING_COUNTER = "conflicting-counter";
    /// A file that does not exist or can't be read.
    FILE_NOT_FOUND = "file-not-found";
    /// Files that include each other in a cycle.
    INCLUDE_CYCLE = "include-cycle";
    /// A catalog that is not a tools/list response.
    NOT_A_CATALOG = "not-a-catalog";
    /// A catalog that is only the first page of the server's tools.
    PARTIAL_CATALOG = "partial-catalog";
    /// A catalog whose tools have no argument types.
    UNTYPED_CATALOG = "untyped-catalog";
    /// Something that exceeds the bounds of the compiler.
    TOO_LARGE = "too-large";
    /// A `policy.json` that does not follow version 1.
    INVALID_POLICY = "invalid-policy";
    /// A part of a `policy.json` that the language can't express.
    NOT_IMPORTABLE = "not-importable";
    /// Something odd in a list of tools.
    ODD_TOOL = "odd-tool";
    /// A mistake in `jamb.toml`.
    INVALID_CONFIGURATION = "invalid-configuration";
    /// A limit per day, which the gateway does not document.
    UNDOCUMENTED_WINDOW = "undocumented-window";
    /// A tool that the linter could not judge completely.
    NOT_JUDGED = "not-judged";
    /// A step of a test with an unexpected outcome.
    FAILED_TEST = "failed-test";
    /// A clause that denied recorded calls.
    DENIED_CALL = "denied-call";
    /// A recorded call that was not decided as its line expects.
    UNEXPECTED_DECISION = "unexpected-decision";
    /// A recorded call that a gateway decided differently.
    GATEWAY_DISAGREES = "gateway-disagrees";
    /// Calls that the older policy denies and the new one allows.
    WIDENED_CALL = "widened-call";
    /// Calls that the older policy allows and the new one denies.
    NARROWED_CALL = "narrowed-call";
    /// A line of a trace that is not a call.
    UNREADABLE_CALL = "unreadable-call";
    /// A trace that may not be read as it is meant.
    DOUBTFUL_READING = "doubtful-reading";
    /// An assert that some call violates.
    FALSE_ASSERT = "false-assert";
    /// An assert that could neither be proved nor refuted.
    UNKNOWN_ASSERT = "unknown-assert";
    /// A change of the policy that no test, no assert and no trace notices.
    MISSED_MUTANT = "missed-mutant";
    /// A change of the server's tools that changes what a policy does.
    DRIFTED_TOOL = "drifted-tool";
    /// A change in a branch that somebody has to agree on.
    UNAGREED_CHANGE = "unagreed-change";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_with_its_name_and_a_title() {
        for code in Code::all() {
            assert!(code.page().starts_with(&format!("# {code}\n")), "{code}");
            assert!(!code.title().is_empty(), "{code}");
        }
    }
}
