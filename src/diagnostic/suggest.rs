//! "Did you mean": the nearest of some known words, if one is near.

/// The nearest candidate that the word may be a misspelling of: at most a third of the letters of the longer
/// word differ, and swapping two neighbours counts once. Of equally near candidates, the first is returned. A
/// word that differs only in case, or has `-` for `_`, is always near.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    /// Longer words are not typing mistakes, and comparing them costs the product of their lengths.
    const LONGEST: usize = 128;
    let folded = fold(word);
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == word || candidate.len() > LONGEST * 4 {
            continue;
        }
        if fold(candidate) == folded {
            return Some(candidate);
        }
        let other = candidate.chars().count();
        let most = length.max(other) / 3;
        let bound = best.map_or(most, |(distance, _)| most.min(distance.saturating_sub(1)));
        if length.abs_diff(other) > bound {
            continue;
        }
        let distance = strsim::osa_distance(word, candidate);
        if distance <= bound {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> String {
    word.chars().filter(|letter| !matches!(letter, '_' | '-' | '.' | '/' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_only() {
        let tools = ["create_charge", "create_refund", "list_refunds", "ls"];
        assert_eq!(nearest("create_charg", tools), Some("create_charge"));
        assert_eq!(nearest("list_refund", tools), Some("list_refunds"));
        assert_eq!(nearest("createRefund", tools), Some("create_refund"));
        assert_eq!(nearest("drop_table", tools), None);
        assert_eq!(nearest("cd", tools), None);
        assert_eq!(nearest("sl", ["amount"]), None);
    }
}
