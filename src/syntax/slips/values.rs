//! Values as other languages write them, and what can't be compared.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// After an operator.
pub const TABLE: Table = Table { place: Place::Any, within: Within::Tool, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Two arguments ──
    Slip {
        written: "PATH ==|!= ▸PATH2",
        write: Code(r#"PATH == "…""#),
        help: "a policy can't compare two arguments, only one with a constant: {}",
        example: "require args.x == args.y",
    },
    Slip {
        written: "PATH ORDER ▸PATH2",
        write: Code("PATH ORDER 5"),
        help: "a policy can't compare two arguments, only one with a constant: {}",
        example: "require args.x < args.y",
    },
    Slip {
        written: "PATH in ▸PATH2",
        write: Code(r#"PATH in ["…"]"#),
        help: "a policy can't compare two arguments, only one with constants: {}",
        example: "require args.x in args.y",
    },
    Slip {
        written: "PATH contains|matches ▸PATH2",
        write: Code(r#"PATH == "…""#),
        help: "a policy can't compare two arguments, only one with a constant: {}",
        example: "require args.x contains args.y",
    },
    // ── Several values ──
    Slip {
        written: "PATH ORDER VALUE or ▸deny|else|reject|otherwise|fail|error|throw|block|refuse END",
        write: Code("PATH ORDER VALUE"),
        help: "`require` denies the other calls: {}",
        example: "require args.x == 5 or deny",
    },
    Slip {
        written: "PATH ORDER VALUE or ▸deny|else|reject|otherwise|fail|error|throw|block|refuse TEXT",
        write: Code("PATH ORDER VALUE because TEXT"),
        help: "`require` denies the other calls: {}",
        example: r#"require args.x == 5 or else "x""#,
    },
    Slip {
        written: "PATH ORDER NUMBER ▸, TEXT END",
        write: Code("PATH ORDER NUMBER because TEXT"),
        help: "a message comes after `because`: {}",
        example: r#"require args.x == 5, "x""#,
    },
    Slip {
        written: "PATH ==|=|is VALUE or ▸VALUE2 or VALUE3",
        write: Code("PATH in [VALUE, VALUE2, VALUE3]"),
        help: "to compare with several values, write {}",
        example: "require args.x == 5 or 6 or 7",
    },
    Slip {
        written: "PATH ==|=|is VALUE or ▸VALUE2 END",
        write: Code("PATH in [VALUE, VALUE2]"),
        help: "to compare with several values, write {}",
        example: "require args.x == 5 or 6",
    },
    Slip {
        written: "PATH != VALUE and|or ▸VALUE2 END",
        write: Code("PATH not in [VALUE, VALUE2]"),
        help: "to compare with several values, write {}",
        example: "require args.x != 5 and 6",
    },
    Slip {
        written: "PATH == VALUE ▸| VALUE2",
        write: Code("PATH in [VALUE, VALUE2]"),
        help: "to compare with several values, write {}",
        example: r#"require args.x == "a" | "b""#,
    },
    Slip {
        written: "PATH == VALUE ▸, VALUE2",
        write: Code("PATH in [VALUE, VALUE2]"),
        help: "to compare with several values, write {}",
        example: r#"require args.x == "a", "b""#,
    },
    Slip {
        written: "PATH in [ ▸]",
        write: Code(r#"PATH in ["…"]"#),
        help: "a list has at least one value: {}",
        example: "require args.x in []",
    },
    Slip {
        written: "PATH == ▸[ ]",
        write: Code(r#"PATH in ["…"]"#),
        help: "a list has at least one value: {}",
        example: "require args.x == []",
    },
    Slip {
        written: "PATH in ▸TEXT or TEXT2",
        write: Code("PATH in [TEXT, TEXT2]"),
        help: "several values are a list: {}",
        example: r#"require args.x in "a" or "b""#,
    },
    Slip {
        written: "PATH in ▸LIST",
        write: Code("PATH in LIST"),
        help: "a list is values in `[ ]`, with commas between them: {}",
        example: r#"require args.x in ("a", "b")"#,
    },
    Slip {
        written: "PATH not in ▸LIST",
        write: Code("PATH not in LIST"),
        help: "a list is values in `[ ]`, with commas between them: {}",
        example: r#"require args.x not in ("a", "b")"#,
    },
    Slip {
        written: "PATH in ▸VALUE",
        write: Code("PATH == VALUE"),
        help: "to compare with one value, write {}; several are a list in `[ ]`",
        example: r#"require args.x in "a""#,
    },
    Slip {
        written: "PATH not in ▸VALUE",
        write: Code("PATH != VALUE"),
        help: "to compare with one value, write {}; several are a list in `[ ]`",
        example: r#"require args.x not in "a""#,
    },
    Slip {
        written: "PATH ORDER ▸( NUMBER )",
        write: Code("PATH ORDER NUMBER"),
        help: "a value has no brackets: {}",
        example: "require args.x > (5)",
    },
    Slip {
        written: "PATH == ▸( TEXT )",
        write: Code("PATH == TEXT"),
        help: "a value has no brackets: {}",
        example: r#"require args.x == ("a")"#,
    },
    Slip {
        written: "PATH == ▸LIST",
        write: Code("PATH in LIST"),
        help: "to compare with several values, write {}",
        example: r#"require args.x == ["a", "b"]"#,
    },
    Slip {
        written: "PATH != ▸LIST",
        write: Code("PATH not in LIST"),
        help: "to compare with several values, write {}",
        example: r#"require args.x != ["a", "b"]"#,
    },
    Slip {
        written: "PATH ORDER ▸GROUP",
        write: Code(r#"PATH.NAME == "…""#),
        help: "an argument can't be compared with an object: compare its members, as in {}",
        example: "require args.x == { a: 1 }",
    },
    // ── Regular expressions ──
    Slip {
        written: "PATH matches ▸QUOTED",
        write: Code("PATH matches QUOTED"),
        help: "strings are written in double quotes: {}",
        example: "require args.x matches '^a'",
    },
    Slip {
        written: "PATH matches ▸RAW",
        write: Code("PATH matches RAW"),
        help: "a regular expression is a string: {}",
        example: "require args.x matches ^x[a-z]+$",
    },
    // ── Numbers ──
    Slip {
        written: "PATH ORDER ▸$|€|£|¥|# NUMBER",
        write: Code("PATH ORDER NUMBER"),
        help: "a number has no unit: {}, counted as the tool counts",
        example: "require args.x > $5",
    },
    Slip {
        written: "PATH ORDER ▸+ NUMBER",
        write: Code("PATH ORDER NUMBER"),
        help: "a number has no `+`: {}",
        example: "require args.x > +5",
    },
    Slip {
        written: "PATH ORDER ▸. NUMBER",
        write: Code("PATH ORDER 0.NUMBER"),
        help: "a number starts with a digit: {}",
        example: "require args.x > .5",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸k",
        write: Code("PATH ORDER NUMBER_000"),
        help: "a number has no unit: {}",
        example: "require args.x > 10k",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸m|mio|million",
        write: Code("PATH ORDER NUMBER_000_000"),
        help: "a number has no unit: {}",
        example: "require args.x > 10 million",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸, NUMBER2",
        write: Code("PATH ORDER NUMBER_NUMBER2"),
        help: "digits are grouped with `_`: {}",
        example: "require args.x > 1,000",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸* NUMBER2 * NUMBER3",
        write: Code("PATH ORDER PRODUCT"),
        help: "a policy can't calculate: write the result, {}",
        example: "require args.x > 5 * 10 * 10",
    },
    Slip {
        written: "PATH ORDER ▸= VALUE",
        write: Code("PATH ORDER VALUE"),
        help: "write {}",
        example: "require args.x == = 5",
    },
    Slip {
        written: "PATH ORDER ▸ORDER2 VALUE",
        write: Code("PATH ORDER VALUE"),
        help: "write {}",
        example: "require args.x == == 5",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸* NUMBER2",
        write: Code("PATH ORDER PRODUCT"),
        help: "a policy can't calculate: write the result, {}",
        example: "require args.x > 5 * 100",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸+ NUMBER2",
        write: Code("PATH ORDER SUM"),
        help: "a policy can't calculate: write the result, {}",
        example: "require args.x > 5 + 100",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸% END",
        write: Code("PATH ORDER NUMBER"),
        help: "a number has no unit: {}, counted as the tool counts",
        example: "require args.x > 5%",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸+|-|*|/|%|**|^ CONDITION",
        write: Code("PATH ORDER NUMBER"),
        help: "a policy can't calculate: write the result, as in {}",
        example: "require args.x > 100 / 5",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸NUMBER2 NUMBER3",
        write: Code(r#"PATH matches "^NUMBER-""#),
        help: "a policy can't compare dates; the text of one is tested with a regular expression, such as {}",
        example: "require args.x > 2026-01-01",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸: NUMBER2",
        write: Code(r#"PATH == "NUMBER:NUMBER2""#),
        help: "a policy can't compare times: compare the text, as in {}",
        example: "require args.x == 18:00",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸days|day|d|hours|hour|h|minutes|minute|min|seconds|second|s|sec|ms|weeks|week|months|years|year",
        write: Code("PATH ORDER NUMBER"),
        help: "a number has no unit: {}, counted as the tool counts",
        example: "require args.x > 30d",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸usd|eur|gbp|dollars|euros|cents|bytes|kb|mb|gb|percent|items|characters|chars|rows",
        write: Code("PATH ORDER NUMBER"),
        help: "a number has no unit: {}, counted as the tool counts",
        example: "require args.x > 10 USD",
    },
    Slip {
        written: "PATH == WORD ▸WORD2 END",
        write: Code(r#"PATH == "WORD WORD2""#),
        help: "a string is in quotes: {}",
        example: "require args.x == a b",
    },
    Slip {
        written: "PATH ORDER NUMBER ▸UNIT",
        write: Code("PATH ORDER NUMBER"),
        help: "a number has no unit: {}, counted as the tool counts",
        example: "require args.x > 10MB",
    },
    // ── Texts and names ──
    Slip {
        written: "PATH ==|=|!=|contains WORD ▸TEXT",
        write: Code("PATH == TEXT"),
        help: "a string has no letter before it, except `r`: {}",
        example: r#"require args.x == f"a""#,
    },
    Slip {
        written: "PATH ==|!= TEXT ▸+|.|&|++ CONDITION",
        write: Code(r#"PATH == "…""#),
        help: "a policy can't join strings: write one string, {}",
        example: r#"require args.x == "a" + "b""#,
    },
    Slip {
        written: "PATH ORDER ▸$|@|${|%|{ CONDITION END",
        write: Code("PATH ORDER 5"),
        help: "a policy has no variables: write the value, as in {}, or name it with `let`",
        example: "require args.x > $CAP",
    },
    Slip {
        written: "PATH ORDER WORD ▸GROUP",
        write: Code(r#"PATH == "…""#),
        help: "a policy can't call a function: compare with a constant, as in {}",
        example: "require args.x > now()",
    },
    Slip {
        written: "PATH ORDER WORD ▸+|-|*|/ CONDITION",
        write: Code(r#"PATH == "…""#),
        help: "a policy can't calculate: compare with a constant, as in {}",
        example: "require args.x > now - 5",
    },
    Slip {
        written: "PATH ORDER not ▸VALUE",
        write: Code("PATH != VALUE"),
        help: "write {}",
        example: "require args.x == not 5",
    },
    // ── Calculating ──
    Slip {
        written: "PATH ▸* NUMBER ORDER NUMBER2",
        write: Code("PATH ORDER 100"),
        help: "a policy can't calculate: compare the argument itself with a constant, as in {}",
        example: "require args.x * 2 < 5",
    },
    Slip {
        written: "PATH ▸/ NUMBER ORDER NUMBER2",
        write: Code("PATH ORDER 100"),
        help: "a policy can't calculate: compare the argument itself with a constant, as in {}",
        example: "require args.x / 100 < 5",
    },
    Slip {
        written: "PATH ▸+|-|*|/|%|**|^ CONDITION",
        write: Code("PATH <= 100"),
        help: "a policy can't calculate: compare each argument itself with a constant, as in {}",
        example: "require args.x + args.y < 5",
    },
];
