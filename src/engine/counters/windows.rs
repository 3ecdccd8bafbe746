//! The windows that a moment falls into.

use crate::vocab::{Time, Window};

/// Of one moment. Calls come nearly in order, and seldom is one in another minute than the one before it.
#[derive(Debug, Default)]
pub struct Windows {
    /// When the minute begins, in microseconds since the epoch.
    minute: i64,
    /// The numbers of the windows and where they end, in microseconds, by their kinds.
    numbers: [(i64, i64); Window::ALL.len()],
    is_set: bool,
}

const MINUTE: i64 = 60 * 1_000_000;

impl Windows {
    /// Takes up another moment.
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

    /// The number of the window of a kind, and where it ends.
    #[inline]
    pub fn get(&self, window: Window) -> (i64, i64) {
        self.numbers.get(window as usize).copied().unwrap_or_default()
    }
}
