//! What the description of a tool says about its arguments, one on a line, as in Python: `path: Where to look`.

/// How much of a description is read, and how long the line above the arguments may be.
const LONGEST: usize = 4_000;
const LONGEST_HEADING: usize = 30;

/// What the description of a tool says about an argument below `Args:`.
pub(super) fn of_argument<'t>(description: &'t str, name: &str) -> Option<&'t str> {
    let end = description.char_indices().nth(LONGEST).map_or(description.len(), |(at, _)| at);
    let text = description.get(..end).filter(|text| text.contains(name))?;
    let lines = text.lines().map(str::trim);
    lines.skip_while(|line| !is_heading(line)).find_map(|line| after_name(line, name))
}

/// `Args:`, `**Parameters**`, `参数(Parameters):`
fn is_heading(line: &str) -> bool {
    let is_short = line.len() <= LONGEST_HEADING;
    let line = line.to_lowercase();
    is_short && ["args", "arguments", "parameters", "params", "inputs"].iter().any(|word| line.contains(word))
}

/// The rest of `- path (str): Where to look`.
fn after_name<'t>(line: &'t str, name: &str) -> Option<&'t str> {
    let line = line.trim_start_matches(['-', '*', '`', ' ']);
    let rest = line.strip_prefix(name)?.trim_start_matches(['*', '`', ' ']);
    let rest = match rest.strip_prefix('(') {
        Some(about) => about.split_once(')')?.1.trim_start_matches(['*', '`', ' ']),
        None => rest,
    };
    let text = rest.strip_prefix([':', '：']).or_else(|| rest.strip_prefix("- "))?;
    Some(text.trim_start_matches(['*', ' '])).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::of_argument;

    #[test]
    fn arguments_are_described_below_their_heading() {
        let google =
            "Reads a page: path or title.\n\n    Args:\n        path: Slug of the page\n        depth (int): Levels";
        assert_eq!(of_argument(google, "path"), Some("Slug of the page"));
        assert_eq!(of_argument(google, "depth"), Some("Levels"));
        assert_eq!(of_argument(google, "pa"), None);
        assert_eq!(of_argument("Parameters:\n- `url` (required): The page", "url"), Some("The page"));
        assert_eq!(of_argument("path: not below a heading", "path"), None);
        assert_eq!(of_argument("Args:\npath:", "path"), None);
        assert_eq!(of_argument("", ""), None);
    }
}
