//! Words that people take for patterns. In a policy, each is the name of one tool.

/// What somebody may mean by such a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeansTools {
    /// Every tool.
    All,
    /// Those that no statement names.
    Others,
    /// No tool.
    None,
}

const ALL: [&str; 14] = [
    "all",
    "all_tools",
    "all-tools",
    "any",
    "any_tool",
    "anyone",
    "anything",
    "each",
    "every_tool",
    "everyone",
    "everything",
    "tools",
    "wildcard",
    "star",
];
const OTHERS: [&str; 5] = ["other", "other_tools", "others", "rest", "the_rest"];
const NONE: [&str; 4] = ["no_tools", "nobody", "none", "nothing"];

impl MeansTools {
    /// What a name may be meant for, in whatever case it is written; `None` for other names.
    pub fn of(name: &str) -> Option<Self> {
        let is_one_of = |words: &[&str]| words.iter().any(|word| name.eq_ignore_ascii_case(word));
        if is_one_of(&ALL) {
            Some(Self::All)
        } else if is_one_of(&OTHERS) {
            Some(Self::Others)
        } else if is_one_of(&NONE) {
            Some(Self::None)
        } else {
            None
        }
    }

    /// What to write instead.
    pub fn help(self) -> &'static str {
        match self {
            Self::All => {
                "for every tool of a catalog, write `*`; `default deny` or `default allow` decides the tools that no statement names"
            }
            Self::Others => "`default deny` or `default allow` decides the tools that no statement names",
            Self::None => "for no tool, leave the statement out",
        }
    }
}
