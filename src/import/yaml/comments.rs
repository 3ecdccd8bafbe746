//! The comments of a YAML text. The parser skips them, so they are found between its scalars. Each belongs to a
//! token: one on a line of its own to the next, one at the end of a line to the last before it.

use std::ops::Range;

use crate::source::Span;

/// The comments that were not used yet.
#[derive(Debug, Default)]
pub struct Comments {
    // INVARIANT: sorted by token.
    all: Vec<Comment>,
}

#[derive(Debug)]
struct Comment {
    /// Where its token starts; the end of the text for those after the last token.
    token: usize,
    /// Its text, without `#`, until it is used.
    text: Option<String>,
    /// Whether a blank line is above it.
    has_gap: bool,
}

impl Comments {
    /// The comments of a body of text that starts at `base`. Scalars and other tokens are in order.
    pub(super) fn of(body: &str, base: usize, scalars: &[Span], tokens: &[usize]) -> Self {
        let mut all = Vec::new();
        let mut at = 0;
        while let Some(found) = body.get(at..).and_then(|rest| rest.find('#')) {
            let start = at + found;
            let inside = scalar_at(base + start, scalars);
            at = inside.map_or(start + 1, |scalar| scalar.end as usize - base);
            let before = body.get(..start).unwrap_or_default();
            if inside.is_some() || !before.chars().next_back().is_none_or(char::is_whitespace) {
                continue;
            }
            let line = body.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
            at = start + line.len();
            let is_alone = before.rsplit('\n').next().unwrap_or_default().trim().is_empty();
            let token = token_of(base + start, is_alone, tokens);
            all.push(Comment {
                token,
                text: Some(without_hashes(line)),
                has_gap: is_alone && is_below_blank_line(before),
            });
        }
        Self { all }
    }

    /// Takes the comments of the tokens that start in a range. An empty comment is where a blank line was.
    pub fn take(&mut self, tokens: Range<usize>) -> Vec<String> {
        let start = self.all.partition_point(|comment| comment.token < tokens.start);
        let end = self.all.partition_point(|comment| comment.token < tokens.end);
        let mut texts = Vec::new();
        for comment in self.all.get_mut(start..end).unwrap_or_default() {
            let Some(text) = comment.text.take() else { continue };
            let is_apart = comment.has_gap && !texts.is_empty();
            texts.extend(is_apart.then(String::new));
            texts.push(text);
        }
        texts
    }
}

fn scalar_at(offset: usize, scalars: &[Span]) -> Option<Span> {
    let next = scalars.partition_point(|scalar| scalar.start as usize <= offset);
    scalars.get(next.checked_sub(1)?).copied().filter(|scalar| offset < scalar.end as usize)
}

fn token_of(offset: usize, is_alone: bool, tokens: &[usize]) -> usize {
    let next = tokens.partition_point(|token| *token < offset);
    let before = next.checked_sub(1).and_then(|last| tokens.get(last)).filter(|_| !is_alone);
    before.or_else(|| tokens.get(next)).copied().unwrap_or(usize::MAX - 1)
}

fn is_below_blank_line(before: &str) -> bool {
    let mut lines = before.rsplit('\n').skip(1);
    lines.next().is_some_and(|line| line.trim().is_empty())
}

/// `##` would make a comment that documents a statement.
fn without_hashes(line: &str) -> String {
    let text = line.trim_start_matches('#');
    text.strip_prefix(' ').unwrap_or(text).trim_end().to_owned()
}
