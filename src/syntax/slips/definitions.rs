//! After `let`, `rule`, `apply`, `test` and `assert`.

use super::slip::Proposal::{Code, Elsewhere};
use super::slip::{Place, Slip, Table, Within};

/// After `let`.
pub const LETS: Table = Table { place: Place::Any, within: Within::File, slips: LETS_SLIPS };

const LETS_SLIPS: &[Slip] = &[
    // ── let ──
    Slip {
        written: "let WORD ▸:=|:|is|be|as|to|==|-> =|:? VALUE END",
        write: Code("let WORD = VALUE"),
        help: "write {}",
        example: "let cap := 5\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD ▸:=|:|is|be|as|to|==|-> =|:? LIST END",
        write: Code("let WORD = LIST"),
        help: "write {}",
        example: "let names := [\"a\", \"b\"]\ntool t: write { require args.x in names\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD ▸: WORD2 = VALUE",
        write: Code("let WORD = VALUE"),
        help: "a `let` has no type: {}",
        example: "let cap: integer = 5\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD ▸== VALUE",
        write: Code("let WORD = VALUE"),
        help: "write {}",
        example: "let cap == 5\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "let mut|const|var|static ▸WORD = VALUE",
        write: Code("let WORD = VALUE"),
        help: "write {}",
        example: "let mut cap = 5\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD ▸LIST END",
        write: Code("let WORD = LIST"),
        help: "write {}",
        example: "let names [\"a\", \"b\"]\ntool t: write { require args.x in names\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD ▸VALUE END",
        write: Code("let WORD = VALUE"),
        help: "write {}",
        example: "let cap 5\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "let ▸TEXT =",
        write: Code("let IDENT ="),
        help: "a name has no quotes: {}",
        example: "let \"cap\" = 5\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "let ▸$|@|% WORD =",
        write: Code("let WORD ="),
        help: "a name has no sign: {}",
        example: "let $cap = 5\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "let ▸true|false|null =",
        write: Code("let name ="),
        help: "`true`, `false` and `null` can't be names: {}",
        example: "let true = 5\ntool t: write { require args.x <= name\n limit 5 per minute }",
    },
    Slip {
        written: "let ▸RUN =",
        write: Code("let IDENT ="),
        help: "a name has letters, digits and `_`: {}",
        example: "let my-cap = 5\ntool t: write { require args.x <= my_cap\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = [ ▸]",
        write: Code(r#"let WORD = ["…"]"#),
        help: "a list has at least one value: {}",
        example: "let names = []\ntool t: write { require args.x in names\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = ▸LIST END",
        write: Code("let WORD = LIST"),
        help: "a list is values in `[ ]`: {}",
        example: "let names = (\"a\", \"b\")\ntool t: write { require args.x in names\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = ▸GROUP",
        write: Code(r#"let WORD = ["…"]"#),
        help: "a `let` names a value or a list: {}",
        example: "let to = { a: 1 }\ntool t: write { require args.x in to\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = VALUE ▸or VALUE2",
        write: Code("let WORD = [VALUE, VALUE2]"),
        help: "several values are a list in `[ ]`: {}",
        example: "let names = \"a\" or \"b\"\ntool t: write { require args.x in names\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = NUMBER ▸* NUMBER2",
        write: Code("let WORD = PRODUCT"),
        help: "a policy can't calculate: write the result, {}",
        example: "let cap = 5 * 100\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = NUMBER ▸+ NUMBER2",
        write: Code("let WORD = SUM"),
        help: "a policy can't calculate: write the result, {}",
        example: "let cap = 5 + 100\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = NUMBER ▸WORD2 END",
        write: Code("let WORD = NUMBER"),
        help: "a number has no unit: {}",
        example: "let cap = 10k\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = ▸$|€|£ NUMBER",
        write: Code("let WORD = NUMBER"),
        help: "a number has no unit: {}",
        example: "let cap = $10\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = ▸SLASHED",
        write: Code("let WORD = SLASHED"),
        help: "a regular expression is a string: {}",
        example: "let id = /^a/\ntool t: write { require args.x matches id\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = ▸null|nil|none|undefined",
        write: Code(r#"let WORD = "…""#),
        help: "nothing equals `null`, so no name stands for it: test the argument with `missing`, and name only values, {}",
        example: "let gone = null\ntool t: write { require args.x != gone\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = ▸PATH",
        write: Code(r#"let WORD = "…""#),
        help: "a `let` names a constant, not an argument or a condition: {}; conditions are named with `rule`",
        example: "let to = args.to\ntool t: write { require args.x != to\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = ▸(|! CONDITION",
        write: Code(r#"let WORD = "…""#),
        help: "a `let` names a constant, not a condition: {}; conditions are named with `rule`",
        example: "let to = !args.to exists\ntool t: write { require args.x != to\n limit 5 per minute }",
    },
    Slip {
        written: "let WORD = not ▸CONDITION",
        write: Code(r#"let WORD = "…""#),
        help: "a `let` names a constant, not a condition: {}; conditions are named with `rule`",
        example: "let to = not args.to exists\ntool t: write { require args.x != to\n limit 5 per minute }",
    },
];

/// After the other keywords.
pub const TABLE: Table = Table { place: Place::Any, within: Within::File, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── rule ──
    Slip {
        written: "rule ▸TEXT »{|(",
        write: Code("rule IDENT"),
        help: "a name has no quotes: {}",
        example: "rule \"slow\" { limit 5 per minute }\ntool a: write { apply slow }",
    },
    Slip {
        written: "rule WORD ▸:|=|->|=>|is|do|: »{",
        write: Code("rule WORD"),
        help: "write {}",
        example: "rule slow: { limit 5 per minute }\ntool a: write { apply slow }",
    },
    Slip {
        written: "rule WORD ( WORD2 ▸:|= VALUE )",
        write: Code("rule WORD(WORD2)"),
        help: "a parameter has no type and no default: {}",
        example: "rule slow(n: number) { limit n per minute }\ntool a: write { apply slow(5) }",
    },
    Slip {
        written: "rule WORD ▸for|on|when|if CONDITION »{",
        write: Code("rule WORD"),
        help: "a rule is for the tools that `apply` it: {}",
        example: "rule slow for a { limit 5 per minute }\ntool a: write { apply slow }",
    },
    Slip {
        written: "rule WORD ▸: »END",
        write: Elsewhere("default deny\n\nrule slow {\n  limit 5 per minute\n}\n\ntool a {\n  apply slow\n}\n"),
        help: "a block is in braces, not indented: `rule WORD {` and `}` after its last clause",
        example: "rule slow:\n  limit 5 per minute",
    },
    Slip {
        written: "rule WORD ▸limit CONDITION END",
        write: Code("rule WORD { limit CONDITION }"),
        help: "a block is in braces: {}",
        example: "rule slow limit 5 per minute\ntool a: write { apply slow }",
    },
    Slip {
        written: "rule WORD ▸require CONDITION END",
        write: Code("rule WORD { require CONDITION }"),
        help: "a block is in braces: {}",
        example: "rule safe require args.x == 5\ntool a: write { apply safe }",
    },
    Slip {
        written: "rule WORD ▸deny CONDITION END",
        write: Code("rule WORD { deny CONDITION }"),
        help: "a block is in braces: {}",
        example: "rule safe deny if args.x == 5\ntool a: write { apply safe }",
    },
    // ── test ──
    Slip {
        written: "test ▸WORD »{|:",
        write: Code(r#"test "WORD""#),
        help: "a test is named in quotes: {}",
        example: "test x { call a {} => deny }",
    },
    Slip {
        written: "test ▸( TEXT )",
        write: Code("test TEXT"),
        help: "a name has no brackets: {}",
        example: r#"test("x") { call a {} => deny }"#,
    },
    Slip {
        written: "test ▸{",
        write: Code(r#"test "name" {"#),
        help: "a test needs a name: {}",
        example: "test { call a {} => deny }",
    },
    Slip {
        written: "test TEXT ▸:|=|->|=>|, »{",
        write: Code("test TEXT"),
        help: "write {}",
        example: r#"test "x": { call a {} => deny }"#,
    },
    Slip {
        written: "test TEXT ▸, ( ) => »{",
        write: Code("test TEXT"),
        help: "write {}",
        example: r#"test "x", () => { call a {} => deny }"#,
    },
    Slip {
        written: "test TEXT ▸call VALUE GROUP => OUTCOME",
        write: Code("test TEXT { call VALUE GROUP => OUTCOME }"),
        help: "a block is in braces: {}",
        example: r#"test "x" call a {} => deny"#,
    },
    Slip {
        written: "test TEXT ▸: »END",
        write: Elsewhere("default deny\n\ntest \"x\" {\n  call a {} => deny\n}\n"),
        help: "a block is in braces, not indented: `test TEXT {` and `}` after its last step",
        example: "test \"x\":\n  call a {} => deny",
    },
    Slip {
        written: "rule ▸{",
        write: Code("rule name {"),
        help: "a rule needs a name: {}",
        example: "rule { limit 5 per minute }\ntool a: write { apply name }",
    },
    Slip {
        written: "rule ▸RUN »{|(",
        write: Code("rule IDENT"),
        help: "a name has letters, digits and `_`: {}",
        example: "rule my-slow { limit 5 per minute }\ntool a: write { apply my_slow }",
    },
    Slip {
        written: "apply ▸TEXT",
        write: Code("apply IDENT"),
        help: "a name has no quotes: {}",
        example: "rule slow { limit 5 per minute }\ntool a: write { apply \"slow\" }",
    },
    Slip {
        written: "apply WORD ▸,|and WORD2",
        write: Code("apply WORD\napply WORD2"),
        help: "each rule has an `apply`: {}",
        example: "include \"common.pl\"\ntool a: write { apply slow, calm }",
    },
    Slip {
        written: "apply WORD ▸[ VALUE ]",
        write: Code("apply WORD(VALUE)"),
        help: "values for a rule are in round brackets: {}",
        example: "include \"common.pl\"\ntool a: write { apply paced[5] }",
    },
    Slip {
        written: "apply rule ▸WORD",
        write: Code("apply WORD"),
        help: "write {}",
        example: "include \"common.pl\"\ntool a: write { apply rule slow }",
    },
    Slip {
        written: "apply WORD ▸with|to|: VALUE",
        write: Code("apply WORD(VALUE)"),
        help: "values for a rule are in round brackets: {}",
        example: "include \"common.pl\"\ntool a: write { apply paced with 5 }",
    },
    Slip {
        written: "apply WORD ▸VALUE END",
        write: Code("apply WORD(VALUE)"),
        help: "values for a rule are in round brackets: {}",
        example: "include \"common.pl\"\ntool a: write { apply paced 5 }",
    },
    Slip {
        written: "apply WORD ▸if|when|unless|where|because CONDITION END",
        write: Code("apply WORD"),
        help: "a rule is applied to every call: {}; put conditions into the rule",
        example: "include \"common.pl\"\ntool a: write { apply slow if args.x == 5 }",
    },
    // ── assert ──
    Slip {
        written: "assert ▸WORD never",
        write: Code("assert never WORD"),
        help: "write {}",
        example: "assert a never",
    },
    Slip {
        written: "assert ▸that|not|deny|denied|no|nobody|hidden that|not|deny? TOOLS is? denied|hidden|never? if|when CONDITION",
        write: Code("assert never TOOLS if CONDITION"),
        help: "write {}",
        example: "assert deny a if args.x == 5",
    },
    Slip {
        written: "assert ▸that|not|deny|denied|no|nobody|hidden that|not|deny? TOOLS",
        write: Code("assert never TOOLS"),
        help: "write {}",
        example: "assert not a",
    },
    Slip {
        written: "assert ▸allow|allowed|can TOOLS",
        write: Code("assert always TOOLS"),
        help: "write {}",
        example: "allow a: read\nassert allow a",
    },
    Slip {
        written: "assert ▸TOOLS is|are|must|be|should be? denied|hidden|blocked|forbidden",
        write: Code("assert never TOOLS"),
        help: "write {}",
        example: "assert a is denied",
    },
    Slip {
        written: "assert ▸TOOLS",
        write: Code("assert never TOOLS"),
        help: "write {}, or `assert always`",
        example: "assert a",
    },
    Slip {
        written: "assert never TOOLS ▸when|where|with|for|on if? CONDITION",
        write: Code("assert never TOOLS if CONDITION"),
        help: "write {}",
        example: "assert never a when args.x == 5",
    },
    Slip {
        written: "assert always TOOLS ▸when|where|with|for|on if? CONDITION",
        write: Code("assert always TOOLS if CONDITION"),
        help: "write {}",
        example: "allow a: read\nassert always a when args.x == 5",
    },
    Slip {
        written: "assert never TOOLS ▸unless|except CONDITION",
        write: Code("assert never TOOLS if not (CONDITION)"),
        help: "write {}",
        example: "assert never a unless args.x == 5",
    },
    Slip {
        written: "assert never|always deny|allow ▸WORD",
        write: Code("assert never WORD"),
        help: "write {}: what `never` and `always` are about is that the call is allowed",
        example: "assert never allow a",
    },
    Slip {
        written: "assert never TOOLS ▸, TOOLS2",
        write: Code("assert never TOOLS\nassert never TOOLS2"),
        help: "an assert is about one name or pattern: {}",
        example: "assert never a, b",
    },
];
