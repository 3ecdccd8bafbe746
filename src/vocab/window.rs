//! The windows of limits.

/// The time in which a limit counts: a calendar window in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Window {
    /// From second 0 to second 60.
    Minute,
    /// From minute 0 to minute 60.
    Hour,
    /// From midnight to midnight. The gateway's support is inferred, not documented.
    Day,
}

impl Window {
    /// All three, shortest first.
    pub const ALL: [Window; 3] = [Window::Minute, Window::Hour, Window::Day];

    /// The word, the same in the language and in `policy.json`.
    pub fn word(self) -> &'static str {
        match self {
            Window::Minute => "minute",
            Window::Hour => "hour",
            Window::Day => "day",
        }
    }

    /// How long it is.
    pub fn seconds(self) -> i64 {
        match self {
            Window::Minute => 60,
            Window::Hour => 3_600,
            Window::Day => 86_400,
        }
    }

    /// When the window with this number ends, in microseconds since the epoch: see
    /// [`Time::window`](super::Time::window).
    pub fn end(self, window: i64) -> i64 {
        window.saturating_add(1).saturating_mul(self.seconds() * 1_000_000)
    }

    /// The window of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|window| window.word() == word)
    }

    /// How a counter's name ends if the policy does not name it: `replay_flow_rate`.
    pub fn counter_suffix(self) -> &'static str {
        match self {
            Window::Minute => "_rate",
            Window::Hour => "_per_hour",
            Window::Day => "_per_day",
        }
    }

    /// The counter of a limit that names none. The owner is a tool, or `all_tools` at the top level.
    pub fn default_counter(self, owner: &str) -> String {
        owner.to_ascii_lowercase() + self.counter_suffix()
    }
}
