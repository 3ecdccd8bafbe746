//! Limits as English.

use crate::describe::fact::Counted;
use crate::describe::phrase::Phrase;
use crate::vocab::Window;

/// More tools are not all named.
const MOST_NAMED: usize = 12;
/// How many are, if not all.
const SHOWN: usize = 3;

/// A limit, after another part of a sentence or at its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// "At most 5 calls a minute"
    Start,
    /// "at most 5 calls a minute"
    Middle,
}

/// "At most 5 calls a minute", without a full stop.
pub fn phrase(max: u64, window: Window, counted: &Counted, at: At, is_about_several: bool) -> Phrase {
    let start = |words: &str, capital: &str| Phrase::words(if at == At::Start { capital } else { words });
    if max == 0 {
        let (to, of) = match counted {
            Counted::Own | Counted::Together { .. } => ("", ""),
            Counted::AllTools { is_own: false } => ("", " of all tools"),
            Counted::AllTools { is_own: true } => (" to any tool", ""),
        };
        let denied = format!(" call{to} is denied: the limit{of} is 0 calls {}", a(window));
        return start("every", "Every").say(&denied);
    }
    let called = || Phrase::words(format!(" been called {} in the same {}", times(max), window.word()));
    match counted {
        Counted::Own => {
            let each = if is_about_several { " to each of them" } else { "" };
            start("at most ", "At most ").then(calls(max, window)).say(each)
        }
        Counted::AllTools { is_own: true } => {
            start("at most ", "At most ").then(calls(max, window)).say(" to all tools together")
        }
        Counted::Together { tools, others, is_same_max: true } => start("at most ", "At most ")
            .then(calls(max, window))
            .say(" to ")
            .then(named(tools, *others))
            .say(" together"),
        // Other limits on the counter allow more calls, so "at most" would not be so.
        Counted::Together { tools, others, is_same_max: false } => {
            let have = if tools.len() + others > 1 { " together have" } else { " has" };
            start("denied once ", "Denied once ").then(named(tools, *others)).say(have).then(called())
        }
        Counted::AllTools { is_own: false } => {
            start("denied once ", "Denied once ").say("all tools together have").then(called())
        }
    }
}

fn calls(max: u64, window: Window) -> Phrase {
    Phrase::words(format!("{max} {} {}", if max == 1 { "call" } else { "calls" }, a(window)))
}

fn named(tools: &[String], others: usize) -> Phrase {
    let named = if tools.len() + others > MOST_NAMED { tools.get(..SHOWN).unwrap_or(tools) } else { tools };
    let others = match tools.len() - named.len() + others {
        0 => None,
        1 => Some(Phrase::words("another tool")),
        others => Some(Phrase::words(format!("{others} other tools"))),
    };
    Phrase::listed(named.iter().map(|tool| Phrase::tool(tool)).chain(others), "and")
}

fn times(max: u64) -> String {
    match max {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{max} times"),
    }
}

fn a(window: Window) -> &'static str {
    match window {
        Window::Minute => "a minute",
        Window::Hour => "an hour",
        Window::Day => "a day",
    }
}
