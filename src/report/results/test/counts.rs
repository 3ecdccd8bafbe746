//! Counts, in words.

/// `1 test`, `2 tests`
pub fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
