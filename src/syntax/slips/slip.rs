//! One slip: what people write, and what to write instead.

/// A row of a table of slips.
///
/// Patterns and proposals are words and signs. A word in capitals stands for a part of the text, as `pattern` lists
/// them: `PATH ▸=~ TEXT` is met by `args.to =~ "^a"`, and then `PATH matches TEXT` proposes `args.to matches "^a"`.
#[derive(Debug)]
#[cfg_attr(not(test), allow(dead_code, reason = "examples are for the tests"))]
pub struct Slip {
    /// What is found. `▸` comes before the first thing that can't be read.
    pub written: &'static str,
    /// What to write in its place.
    pub write: Proposal,
    /// The help; `{}` is the proposal.
    pub help: &'static str,
    /// An example. A test corrects it as the help proposes, and finds nothing to report in the result.
    pub example: &'static str,
}

/// What to write instead.
#[derive(Debug)]
#[cfg_attr(not(test), allow(dead_code, reason = "examples are for the tests"))]
pub enum Proposal {
    /// This, in place of what was found; nothing if it is to be removed.
    Code(&'static str),
    /// Something that is elsewhere in the policy. The example becomes this policy.
    Elsewhere(&'static str),
}

/// Slips that are made in one kind of place.
#[derive(Debug)]
#[cfg_attr(not(test), allow(dead_code, reason = "examples are for the tests"))]
pub struct Table {
    /// Where.
    pub place: Place,
    /// What the examples are parts of.
    pub within: Within,
    /// The slips; the first that fits is taken.
    pub slips: &'static [Slip],
}

/// Where a mistake is, by what may be there instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Where the pattern says.
    Any,
    /// Where an item begins.
    Item,
    /// Where a clause begins.
    Clause,
    /// Where a step of a test begins.
    Step,
    /// Where a condition or a comparison begins.
    Condition,
    /// In a statement outside any block.
    Statement,
    /// In the block of a tool or a rule, after a clause that could be complete.
    Inside,
    /// In the signature of a tool.
    Type,
    /// In a step of a test.
    Test,
    /// At an item inside a block.
    ItemInBlock,
}

/// What an example is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// A file.
    File,
    /// The block of a tool.
    Tool,
    /// A test.
    Test,
}
