//! Expressions that are just a list of texts: `^(usd|eur)$`.

use regex_syntax::ast::{self, AssertionKind, Ast, GroupKind};

use super::memo::Memo;

/// The most texts in such a list: longer lists are shorter as an expression.
const MAX_TEXTS: usize = 32;

thread_local! {
    static TEXTS: Memo<Option<Vec<String>>> = Memo::default();
}

/// The texts that an expression lists, if it matches exactly these.
pub fn plain_texts(pattern: &str) -> Option<Vec<String>> {
    TEXTS.with(|all| all.get(pattern, || read(pattern), |_| true))
}

fn read(pattern: &str) -> Option<Vec<String>> {
    let tree = ast::parse::Parser::new().parse(pattern).ok()?;
    let texts = if let Ast::Alternation(parts) = &tree {
        parts.asts.iter().map(anchored).collect::<Option<Vec<_>>>()?.concat()
    } else {
        anchored(&tree)?
    };
    let is_short = !texts.is_empty() && texts.len() <= MAX_TEXTS;
    is_short.then_some(texts)
}

/// `^usd$`, `^(usd|eur)$`
fn anchored(tree: &Ast) -> Option<Vec<String>> {
    let Ast::Concat(parts) = tree else { return None };
    let [Ast::Assertion(first), inner @ .., Ast::Assertion(last)] = parts.asts.as_slice() else { return None };
    let starts = matches!(first.kind, AssertionKind::StartLine | AssertionKind::StartText);
    let ends = matches!(last.kind, AssertionKind::EndLine | AssertionKind::EndText);
    if starts && ends { joined(inner) } else { None }
}

/// The texts of consecutive parts. The parser bounds how deeply groups nest.
fn joined(parts: &[Ast]) -> Option<Vec<String>> {
    let mut texts = vec![String::new()];
    for part in parts {
        let next = texts_of(part)?;
        texts = texts.iter().flat_map(|start| next.iter().map(move |end| format!("{start}{end}"))).collect();
        if texts.len() > MAX_TEXTS {
            return None;
        }
    }
    Some(texts)
}

// The crate may add kinds of nodes; none of them is a plain text.
#[allow(clippy::wildcard_enum_match_arm)]
fn texts_of(tree: &Ast) -> Option<Vec<String>> {
    match tree {
        Ast::Literal(literal) => Some(vec![literal.c.to_string()]),
        Ast::Concat(parts) => joined(&parts.asts),
        Ast::Alternation(parts) => {
            let all = parts.asts.iter().map(texts_of).collect::<Option<Vec<_>>>()?.concat();
            (all.len() <= MAX_TEXTS).then_some(all)
        }
        Ast::Group(group) => match &group.kind {
            GroupKind::NonCapturing(flags) if !flags.items.is_empty() => None,
            GroupKind::CaptureIndex(_) | GroupKind::CaptureName { .. } | GroupKind::NonCapturing(_) => {
                texts_of(&group.ast)
            }
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::plain_texts;
    use crate::vocab::Regex;

    #[test]
    fn lists_of_texts_are_told_from_other_expressions() {
        for (pattern, texts) in [
            ("^usd$", &["usd"][..]),
            ("^(usd|eur)$", &["usd", "eur"]),
            (r"\A(?:pre(fix|amble)|a\.b)\z", &["prefix", "preamble", "a.b"]),
            ("^a$|^b$", &["a", "b"]),
        ] {
            assert_eq!(plain_texts(pattern).unwrap(), texts, "{pattern}");
            assert!(texts.iter().all(|text| Regex::new(pattern).unwrap().is_match(text)));
        }
        for pattern in
            ["usd", "^usd", "^a|b$", "^us.$", "^(?i:usd)$", "(?i)^usd$", "^[ab]$", "^ab?$", "^a$b$", "^(^a|b)$"]
        {
            assert_eq!(plain_texts(pattern), None, "{pattern}");
        }
    }
}
