//! The windows that a moment falls into.

use crate::vocab::{Time, Window};

/// The windows of one moment. Calls come nearly in order, and most are in the same minute as the one before.
#[derive(Debug, Default)]
pub struct Windows {
    /// When the minute begins, in microseconds since the epoch.
    minute: i64,
    /// The number and the end of the window of each kind; the end is in microseconds.
    numbers: [(i64, i64); Window::ALL.len()],
    is_set: bool,
}

const MINUTE: i64 = 60 * 1_000_000;

impl Windows {
    /// Moves to another moment.
    #[inline]
    pub fn go_to(&mut self, time: Time) {
        let is_same = self.is_set && (0..MINUTE).contains(&time.micros.wrapping_sub(self.minute));
        if !is_same {
            self.numbers = Window::ALL.map(|window| {
                let number = time.window(window);
                (number, window.end(number))
            });
            self.minute = time.micros - time.micros.rem_euclid(MINUTE);
            self.is_set = true;
        }
    }

    /// The number of the window of a kind, and its end.
    #[inline]
    pub fn get(&self, window: Window) -> (i64, i64) {
        self.numbers.get(window as usize).copied().unwrap_or_default()
    }
}
