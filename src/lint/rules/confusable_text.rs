//! Strings that are not what they look like.

use crate::diagnostic::{Code, Diagnostic, Edit, Safety, Severity, shortened};
use crate::lint::strings::{Role, Written};
use crate::lint::{Check, Context, Rule, Tool};
use crate::vocab::spelling::{hidden, in_latin, mixed_word, without_hidden};
use crate::vocab::visible::visible;
use crate::vocab::{Piece, Shape, Value};

pub static RULE: Rule = Rule {
    code: Code::of_rule("confusable-text"),
    level: Severity::Error,
    pedantic: false,
    fix: Some(Safety::Unsafe),
    yields_to: &[],
    title: "a string with invisible characters or look-alike letters",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r#"
## What it finds
A string with an invisible character, with a character that reverses the text around it, or with
letters from two scripts in one word, such as a Cyrillic `а` in `pаyments`. Such characters are
allowed in emoji, and a `deny if` may look for one if you write it as an escape: `"\u200b"`.

## Why it matters
What a reviewer reads is not what the gateway reads. Two scripts in one word are usually a trick,
or a slip of the keyboard.

## Example
```pl policy.pl
default deny
deny create_payout: financial because "Ask the pаyments team."
```

## Fix
The fix removes invisible characters and replaces look-alike letters with Latin ones. In a denial
message it changes no decision; in a name it may.

```pl policy.pl
default deny
deny create_payout: financial because "Ask the payments team. 👩‍💻"
```

## When to ignore it
If a word really is written in two scripts, like some brand names.
"#;

/// The longest text that a label shows, in characters.
const LONGEST: usize = 60;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let in_strings = context.strings().iter().filter_map(|written| of_string(context, written));
    // A tool name that a pattern covers is not written anywhere in the policy.
    let covered = context.tools().filter_map(|tool| of_tool(context, &tool));
    in_strings.chain(covered).collect()
}

fn of_string(context: &Context<'_>, written: &Written) -> Option<Diagnostic> {
    let raw = context.text(written.place);
    if let Some((_, letter)) = hidden(raw).or_else(|| escaped(written)) {
        let label = format!("the gateway reads `{}`", shortened(&visible(&written.value), LONGEST));
        return Some(finding(
            written,
            hidden_message("this string", letter),
            label,
            Some(without_hidden(&written.value)),
        ));
    }
    let word = match written.role {
        Role::Pattern => Shape::of(&written.value)?.rows.iter().find_map(|row| mixed(&spelled(row)))?,
        Role::Message | Role::Name | Role::Asked | Role::Value => mixed(&written.value)?,
    };
    let corrected = in_latin(&word).map(|latin| written.value.replace(&word, &latin));
    Some(finding(written, mixed_message(&word), strange(&word), corrected))
}

/// A character that is written as an escape is visible in the policy, and a `deny if` may look for it. It still
/// takes effect in a message and a name, and a `require` that asks for it is met by nothing that a person types.
fn escaped(written: &Written) -> Option<(usize, char)> {
    match written.role {
        Role::Message | Role::Asked => hidden(&written.value.replace(['\n', '\r', '\t'], " ")),
        Role::Name => hidden(&written.value),
        Role::Pattern | Role::Value => None,
    }
}

fn finding(written: &Written, message: String, label: String, corrected: Option<String>) -> Diagnostic {
    let finding = RULE.finding(written.place, message, label);
    let safety = if written.role == Role::Message { Safety::Safe } else { Safety::Unsafe };
    match corrected {
        Some(corrected) if written.role != Role::Pattern => {
            let help = format!("write `{}`", shortened(&corrected, LONGEST));
            let text = Value::Text(corrected).to_string();
            finding.with_help(help).with_fix(safety, vec![Edit { place: written.place, text }])
        }
        Some(_) | None => finding.with_help("use visible letters of a single script"),
    }
}

fn of_tool(context: &Context<'_>, tool: &Tool<'_>) -> Option<Diagnostic> {
    let is_written = context.checked.is_none() || context.text(tool.place).starts_with('"');
    if is_written || tool.name.is_ascii() {
        return None;
    }
    let name = shortened(&visible(tool.name), LONGEST);
    let (message, label) = match (hidden(tool.name), mixed(tool.name)) {
        (Some((_, letter)), _) => (hidden_message("the name of a tool", letter), format!("this covers `{name}`")),
        (None, Some(word)) => (mixed_message(&word), strange(&word)),
        (None, None) => return None,
    };
    let finding = RULE.finding(tool.place, message, label);
    Some(finding.with_help("name the tools that you mean, and ask the server's owner about this one"))
}

fn hidden_message(what: &str, letter: char) -> String {
    format!("{what} contains an invisible character, U+{:04X}", u32::from(letter))
}

fn mixed_message(word: &str) -> String {
    format!("`{}` mixes letters from different scripts", shortened(word, LONGEST))
}

/// The first letter that only looks like a Latin one.
fn strange(word: &str) -> String {
    let letter = word.chars().find(|letter| !letter.is_ascii()).unwrap_or_default();
    format!("the `{letter}` is U+{:04X}", u32::from(letter))
}

fn mixed(text: &str) -> Option<String> {
    mixed_word(text).and_then(|word| text.get(word)).map(str::to_owned)
}

fn spelled(row: &[Piece]) -> String {
    row.iter().map(|piece| if let Piece::Letter(letter) = piece { *letter } else { ' ' }).collect()
}
