//! Strings that are not what they look like.

use crate::diagnostic::{Code, Diagnostic, Edit, Safety, Severity, shortened};
use crate::lint::strings::{self, Role, Written};
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
    title: "a string that is not what it looks like",
    page: PAGE,
    check: Check::Policy(check),
};

const PAGE: &str = r##"
Some characters are not seen, and some turn around what stands beside them: a reviewer reads another
text than the gateway. Letters of two scripts in one word are mostly a trick, as a Cyrillic `а` in
`pаyments`, or a slip of the keyboard. In emoji such characters are meant, and where a `deny if` looks for
one, write it as `"\u200b"`. The fix takes out what is not seen, and writes Latin letters for those that
look like them; in a message it changes no decision.

## Flagged
```pl policy.pl
default deny
deny create_payout: financial because "Ask the pаyments team."
```

## Clean
```pl policy.pl
default deny
deny create_payout: financial because "Ask the payments team. 👩‍💻"
```

## When to ignore it
Where a word is really written in two scripts, as some names of brands are.
"##;

/// How much of a string a label shows.
const LONGEST: usize = 60;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let written = strings::all(context);
    let said = written.iter().filter_map(|written| of_string(context, written));
    // Names that a pattern takes in stand in no string of the policy.
    let taken_in = context.tools().filter_map(|tool| of_tool(context, &tool));
    said.chain(taken_in).collect()
}

fn of_string(context: &Context<'_>, written: &Written) -> Option<Diagnostic> {
    let raw = context.text(written.place);
    if let Some((_, letter)) = hidden(raw).or_else(|| acting(written)) {
        let label = format!("it is `{}`", shortened(&visible(&written.value), LONGEST));
        return Some(told(written, hidden_message(letter), label, Some(without_hidden(&written.value))));
    }
    let word = match written.role {
        Role::Pattern => Shape::of(&written.value)?.rows.iter().find_map(|row| mixed(&spelled(row)))?,
        Role::Message | Role::Name | Role::Asked | Role::Value => mixed(&written.value)?,
    };
    let mended = in_latin(&word).map(|latin| written.value.replace(&word, &latin));
    Some(told(written, mixed_message(&word), strange(&word), mended))
}

/// What is written as an escape can be seen, and a `deny if` may look for it; in a message and a name it acts
/// all the same, and a `require` of it is met by nothing that a person writes.
fn acting(written: &Written) -> Option<(usize, char)> {
    match written.role {
        Role::Message | Role::Asked => hidden(&written.value.replace(['\n', '\r', '\t'], " ")),
        Role::Name => hidden(&written.value),
        Role::Pattern | Role::Value => None,
    }
}

fn told(written: &Written, message: String, label: String, mended: Option<String>) -> Diagnostic {
    let finding = RULE.finding(written.place, message, label);
    let safety = if written.role == Role::Message { Safety::Safe } else { Safety::Unsafe };
    match mended {
        Some(mended) if written.role != Role::Pattern => {
            let help = format!("write `{}`", shortened(&mended, LONGEST));
            let text = Value::Text(mended).to_string();
            finding.with_help(help).with_fix(safety, vec![Edit { place: written.place, text }])
        }
        Some(_) | None => finding.with_help("write it in letters that everybody sees, of one script"),
    }
}

fn of_tool(context: &Context<'_>, tool: &Tool<'_>) -> Option<Diagnostic> {
    let is_said = context.checked.is_none() || context.text(tool.place).starts_with('"');
    if is_said || tool.name.is_ascii() {
        return None;
    }
    let name = shortened(&visible(tool.name), LONGEST);
    let (message, label) = match (hidden(tool.name), mixed(tool.name)) {
        (Some((_, letter)), _) => (hidden_message(letter), format!("it takes in `{name}`")),
        (None, Some(word)) => (mixed_message(&word), strange(&word)),
        (None, None) => return None,
    };
    let finding = RULE.finding(tool.place, message, label);
    Some(finding.with_help("name the tools that are meant, and ask the server's owner about this one"))
}

fn hidden_message(letter: char) -> String {
    format!("a character that nobody sees stands in this string: U+{:04X}", u32::from(letter))
}

fn mixed_message(word: &str) -> String {
    format!("`{}` has letters of several scripts", shortened(word, LONGEST))
}

/// The first letter that only looks like a Latin one.
fn strange(word: &str) -> String {
    let letter = word.chars().find(|letter| !letter.is_ascii()).unwrap_or_default();
    format!("its `{letter}` is U+{:04X}", u32::from(letter))
}

fn mixed(text: &str) -> Option<String> {
    mixed_word(text).and_then(|word| text.get(word)).map(str::to_owned)
}

fn spelled(row: &[Piece]) -> String {
    row.iter().map(|piece| if let Piece::Letter(letter) = piece { *letter } else { ' ' }).collect()
}
