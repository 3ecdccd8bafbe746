//! The points that only a gateway can settle.

/// Something that is inferred about the gateway. Each variant names how it might differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// `deny_if` also denies a call without the argument.
    MissingMeetsDenyIf,
    /// `require` is met by a call without the argument.
    MissingMeetsRequire,
    /// A missing argument differs from every value.
    MissingDiffers,
    /// `null` exists.
    NullExists,
    /// `null` is the same as missing, also for `neq` and `not_in`.
    NullIsMissing,
    /// A text never equals a number or a boolean.
    TypesAreStrict,
    /// `10.0` does not equal `10`.
    NumbersAreTexts,
    /// A text of digits has an order.
    TextsHaveOrder,
    /// `regex` matches whole texts only.
    RegexIsAnchored,
    /// `regex` applies to the text of a number or a boolean.
    RegexReadsNumbers,
    /// An entry of `require` without conditions denies.
    EmptyRequireDenies,
    /// A hidden tool can be called by an agent that knows its name.
    HiddenIsCallable,
    /// A tool that is not listed is denied whatever the default is.
    UnlistedIsDenied,
    /// `deny_if` is asked before `require`.
    DenyIfComesFirst,
    /// A limit counts calls that other rules deny.
    LimitsComeFirst,
    /// A limit counts the calls of the last 60 seconds, not of the calendar's minute.
    WindowsSlide,
    /// There are no limits per day.
    NoDays,
}

/// All points, in the order of the decision, and why a probe is there.
pub const POINTS: [(Point, &str); 17] = [
    (Point::HiddenIsCallable, "a call to a hidden tool is denied, even if a rule names the tool"),
    (Point::UnlistedIsDenied, "a tool that the policy does not name follows the default"),
    (Point::DenyIfComesFirst, "`require` is asked before `deny_if`: the message tells which of them denied"),
    (Point::EmptyRequireDenies, "an entry of `require` without conditions does nothing"),
    (Point::MissingMeetsRequire, "`require` denies a call without the argument"),
    (Point::MissingMeetsDenyIf, "`deny_if` lets a call without the argument pass"),
    (Point::MissingDiffers, "`neq` and `not_in` do not hold for a missing argument"),
    (Point::NullExists, "`exists` treats `null` as missing"),
    (Point::NullIsMissing, "`neq` and `not_in` hold for `null`"),
    (Point::TypesAreStrict, "a text equals the number or boolean that it spells"),
    (Point::NumbersAreTexts, "a number equals the same number in another spelling"),
    (Point::TextsHaveOrder, "`lt`, `lte`, `gt` and `gte` do not hold for a text"),
    (Point::RegexIsAnchored, "`regex` matches anywhere in the text"),
    (Point::RegexReadsNumbers, "`regex` does not hold for a number or a boolean"),
    (Point::LimitsComeFirst, "a call that a rule denies is not counted by a limit"),
    (Point::WindowsSlide, "a limit starts again with each calendar window"),
    (Point::NoDays, "a limit per day counts"),
];

impl Point {
    /// What a probe for it shows, if the gateway decides as jamb assumes.
    pub fn why(self) -> &'static str {
        POINTS.iter().find(|(point, _)| *point == self).map_or("", |(_, why)| why)
    }
}
