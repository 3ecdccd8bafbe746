//! What comes after the first word of a clause, between its conditions, and after them.

use super::slip::Proposal::{Code, Elsewhere};
use super::slip::{Place, Slip, Table, Within};

/// In a block.
pub const TABLE: Table = Table { place: Place::Inside, within: Within::Tool, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── After the first word ──
    Slip {
        written: "deny ▸when|where|whenever|that CONDITION",
        write: Code("deny if CONDITION"),
        help: "write {}",
        example: "deny when args.x == 5",
    },
    Slip {
        written: "deny ▸unless|except CONDITION",
        write: Code("require CONDITION"),
        help: "write {}",
        example: "deny unless args.x == 5",
    },
    Slip {
        written: "deny ▸:|if:|-> CONDITION",
        write: Code("deny if CONDITION"),
        help: "write {}",
        example: "deny: args.x == 5",
    },
    Slip {
        written: "deny ▸PATH CONDITION",
        write: Code("deny if PATH CONDITION"),
        help: "write {}",
        example: "deny args.x == 5",
    },
    Slip {
        written: "deny ▸not|( CONDITION",
        write: Code("deny if not CONDITION"),
        help: "write {}",
        example: "deny not args.x exists",
    },
    Slip {
        written: "START deny ▸TEXT END",
        write: Elsewhere("default deny\n\ndeny t: write because \"Write to the team.\"\n"),
        help: r#"to deny every call, write `deny TOOL because "…"` in place of the block"#,
        example: r#"deny "x""#,
    },
    Slip {
        written: "START deny ▸all|everything|always|any|calls|call|every|this|it|*",
        write: Elsewhere("default deny\n\ndeny t: write because \"Write to the team.\"\n"),
        help: r#"to deny every call, write `deny TOOL because "…"` in place of the block"#,
        example: "deny all",
    },
    // ── Conditions on conditions ──
    Slip {
        written: "require CONDITION ▸unless|except CONDITION2",
        write: Code("require CONDITION or CONDITION2"),
        help: "write {}",
        example: "require args.x == 5 unless args.y exists",
    },
    Slip {
        written: "require CONDITION ▸if|when|where|whenever|provided CONDITION2",
        write: Code("deny if CONDITION2 and not (CONDITION)"),
        help: "a clause has one condition: {}",
        example: "require args.x == 5 if args.y exists",
    },
    Slip {
        written: "deny if CONDITION ▸unless|except CONDITION2",
        write: Code("deny if CONDITION and not (CONDITION2)"),
        help: "a clause has one condition: {}",
        example: "deny if args.x == 5 unless args.y exists",
    },
    Slip {
        written: "deny if CONDITION ▸if|when|where|whenever|but CONDITION2",
        write: Code("deny if CONDITION and CONDITION2"),
        help: "a clause has one condition: {}",
        example: "deny if args.x == 5 when args.y exists",
    },
    Slip {
        written: "▸else|otherwise|then allow|deny|pass|reject|block|denied|allowed",
        write: Code(""),
        help: "`require` denies the other calls, and `deny if` allows them: remove the words",
        example: "require args.x == 5 else deny",
    },
    Slip {
        written: "▸else|otherwise|elif|elseif",
        write: Code(""),
        help: "a clause has no `else`: write another clause",
        example: "require args.x == 5 else",
    },
];

/// Between two conditions.
pub const JOINED: Table = Table { place: Place::Any, within: Within::Tool, slips: JOINED_SLIPS };

const JOINED_SLIPS: &[Slip] = &[
    // ── Joining conditions ──
    Slip {
        written: "▸&&|&|and|∧|plus|also",
        write: Code("and"),
        help: "conditions are joined with {}",
        example: "require args.x == 1 && args.y == 2",
    },
    Slip {
        written: "▸,|; »PATH|not|(",
        write: Code(" and"),
        help: "conditions are joined with `and` or `or`",
        example: "require args.x == 1, args.y == 2",
    },
    Slip {
        written: "▸||",
        write: Code("or"),
        help: "conditions are joined with {}",
        example: "deny if args.x == 1 || args.y == 2",
    },
    Slip {
        written: "▸or|∨|orelse",
        write: Code("or"),
        help: "conditions are joined with {}",
        example: "deny if args.x == 1 OR args.y == 2",
    },
    Slip {
        written: "▸| »PATH|not|(",
        write: Code("or"),
        help: "conditions are joined with {}",
        example: "deny if args.x == 1 | args.y == 2",
    },
    Slip {
        written: "▸xor|nor|nand|implies|iff|-> »PATH|not|(",
        write: Code("and"),
        help: "conditions are joined with `and`, `or` and `not`",
        example: "require args.x == 1 implies args.y == 2",
    },
    Slip {
        written: "( CONDITION ▸END",
        write: Code("(CONDITION)"),
        help: "a bracket is not closed: {}",
        example: "require (args.x == 5",
    },
    Slip {
        written: "PATH CONDITION ▸)",
        write: Code("PATH CONDITION"),
        help: "there is no `(` for this `)`: remove it",
        example: "require args.x == 5)",
    },
];

/// After `because`.
pub const BECAUSE: Table = Table { place: Place::Any, within: Within::Tool, slips: BECAUSE_SLIPS };

const BECAUSE_SLIPS: &[Slip] = &[
    // ── Messages ──
    Slip {
        written: "because ▸:|=|-> TEXT",
        write: Code("because TEXT"),
        help: "write {}",
        example: r#"require args.x == 5 because: "x""#,
    },
    Slip {
        written: "because ▸QUOTED",
        write: Code("because QUOTED"),
        help: "strings are written in double quotes: {}",
        example: "require args.x == 5 because 'x'",
    },
    Slip {
        written: "because ▸( TEXT )",
        write: Code("because TEXT"),
        help: "a message has no brackets: {}",
        example: r#"require args.x == 5 because ("x")"#,
    },
    Slip {
        written: "because TEXT ▸+|.|& CONDITION",
        write: Code("because TEXT"),
        help: "a message is one string, which contains no arguments: {}",
        example: r#"require args.x == 5 because "x" + args.x"#,
    },
    Slip {
        written: "because TEXT ▸TEXT2",
        write: Code("because TEXT"),
        help: "a message is one string: {}",
        example: r#"require args.x == 5 because "x" "y""#,
    },
    Slip {
        written: "because ▸PATH",
        write: Code(r#"because "…""#),
        help: "a message contains no arguments: {}",
        example: "require args.x == 5 because args.x",
    },
    Slip {
        written: "because ▸»END",
        write: Code(r#"because "…""#),
        help: "a message is a string: {}",
        example: "require args.x == 5 because",
    },
    Slip {
        written: "because ▸SENTENCE END",
        write: Code("because SENTENCE"),
        help: "a message is a string: {}",
        example: "require args.x == 5 because not five",
    },
];

/// In place of `because`.
pub const MESSAGES: Table = Table { place: Place::Inside, within: Within::Tool, slips: MESSAGES_SLIPS };

const MESSAGES_SLIPS: &[Slip] = &[
    Slip {
        written: "▸reason|message|msg|with|saying|error|says|say|description|explain|explanation|note|because:|denied message|reason|error|msg? TEXT",
        write: Code("because TEXT"),
        help: "a message comes after `because`: {}",
        example: r#"require args.x == 5 message "x""#,
    },
    Slip {
        written: "▸reason|message|msg|with|saying|error|says|say|description|explain|explanation|note|because:|denied message|reason|error|msg? :|= TEXT",
        write: Code("because TEXT"),
        help: "a message comes after `because`: {}",
        example: r#"require args.x == 5 reason: "x""#,
    },
    Slip {
        written: "▸:|->|=>|,|-|--|# TEXT END",
        write: Code("because TEXT"),
        help: "a message comes after `because`: {}",
        example: r#"require args.x == 5 -> "x""#,
    },
    Slip {
        written: "▸{ because|reason|message|msg :|=? TEXT }",
        write: Code("because TEXT"),
        help: "a message has no braces: {}",
        example: r#"deny if args.x == 5 { because "x" }"#,
    },
    Slip {
        written: "▸( TEXT )",
        write: Code("because TEXT"),
        help: "a message comes after `because`: {}",
        example: r#"require args.x == 5 ("x")"#,
    },
    Slip {
        written: "▸TEXT ;? END",
        write: Code("because TEXT"),
        help: "a message comes after `because`: {}",
        example: r#"require args.x == 5 "x""#,
    },
];
