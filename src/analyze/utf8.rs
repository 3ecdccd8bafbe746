//! UTF-8, byte by byte: strings contain nothing else.

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum State {
    /// A character, or the end.
    #[default]
    Between,
    /// This many more bytes of a character.
    Inside(u8),
    /// The byte after `E0`, which must not start an overlong form.
    AfterE0,
    /// The byte after `ED`, which must not start a surrogate.
    AfterEd,
    /// The byte after `F0`, which must not start an overlong form.
    AfterF0,
    /// The byte after `F4`, where U+10FFFF is the end.
    AfterF4,
}

impl State {
    /// Whether the state is between two characters.
    pub fn is_between(self) -> bool {
        self == State::Between
    }

    /// The state after a byte; `None` if the byte is not allowed here.
    pub fn step(self, byte: u8) -> Option<Self> {
        match (self, byte) {
            (State::Between, 0x00..=0x7f) => Some(State::Between),
            (State::Between, 0xc2..=0xdf) => Some(State::Inside(1)),
            (State::Between, 0xe0) => Some(State::AfterE0),
            (State::Between, 0xed) => Some(State::AfterEd),
            (State::Between, 0xe1..=0xef) => Some(State::Inside(2)),
            (State::Between, 0xf0) => Some(State::AfterF0),
            (State::Between, 0xf1..=0xf3) => Some(State::Inside(3)),
            (State::Between, 0xf4) => Some(State::AfterF4),
            (State::Inside(1), 0x80..=0xbf) => Some(State::Between),
            (State::Inside(left), 0x80..=0xbf) => Some(State::Inside(left - 1)),
            (State::AfterE0, 0xa0..=0xbf) | (State::AfterEd, 0x80..=0x9f) => Some(State::Inside(1)),
            (State::AfterF0, 0x90..=0xbf) | (State::AfterF4, 0x80..=0x8f) => Some(State::Inside(2)),
            (
                State::Between | State::Inside(_) | State::AfterE0 | State::AfterEd | State::AfterF0 | State::AfterF4,
                _,
            ) => None,
        }
    }
}

/// Bytes of one class can replace one another everywhere.
pub fn class(byte: u8) -> u8 {
    match byte {
        0x00..=0x7f => 0,
        0x80..=0x8f => 1,
        0x90..=0x9f => 2,
        0xa0..=0xbf => 3,
        0xc2..=0xdf => 4,
        0xe0 => 5,
        0xed => 6,
        0xe1..=0xef => 7,
        0xf0 => 8,
        0xf1..=0xf3 => 9,
        0xf4 => 10,
        0xc0 | 0xc1 | 0xf5..=0xff => 11,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_text(bytes: &[u8]) -> bool {
        bytes.iter().try_fold(State::default(), |state, byte| state.step(*byte)).is_some_and(State::is_between)
    }

    #[test]
    fn valid_utf8_agrees_with_the_library() {
        let mut checked = 0;
        for first in 0..=255_u8 {
            for second in (0..=255_u8).step_by(5).chain([0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0]) {
                for rest in [&[][..], &[0x80], &[0xbf, 0x80], &[0x41]] {
                    let bytes = [&[first, second], rest].concat();
                    assert_eq!(is_text(&bytes), std::str::from_utf8(&bytes).is_ok(), "{bytes:x?}");
                    checked += 1;
                }
            }
        }
        assert!(checked > 50_000);
    }
}
