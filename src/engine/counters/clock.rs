//! The trace's own time.

/// How long a window's counts are kept after its end, in microseconds of the trace's time.
pub const LATENESS: i64 = 10 * 60 * 1_000_000;
/// A jump ahead of more than this, in microseconds, must be confirmed by another call.
const JUMP: i64 = 24 * 3_600 * 1_000_000;

/// The trace's own time: the time of its latest call, ignoring jumps.
#[derive(Debug, Default)]
pub struct Clock {
    /// In microseconds.
    pub latest: Option<i64>,
    ahead: Option<i64>,
}

impl Clock {
    /// Takes note of a call's time.
    #[inline]
    pub fn tick(&mut self, time: i64) {
        let Some(latest) = self.latest else {
            // The first call may be the one with the wrong time.
            if let Some(first) = self.ahead.replace(time) {
                self.latest = Some(first.min(time));
            }
            return;
        };
        if time <= latest {
            return;
        }
        if time - latest <= JUMP {
            self.latest = Some(time);
            self.ahead = None;
        } else if let Some(ahead) = self.ahead.replace(time) {
            self.latest = Some(latest.max(ahead.min(time)));
        }
    }
}
