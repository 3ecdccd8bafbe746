//! After the tools of a statement: messages, ratings and grants; and other ways to say which tools.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// In a statement outside any block.
pub const TABLE: Table = Table { place: Place::Statement, within: Within::File, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Messages ──
    Slip {
        written: "hide TOOLS ▸because|with|: TEXT",
        write: Code("deny TOOLS because TEXT"),
        help: "the agent doesn't see a hidden tool, so it gets no message; to give it one, write {}",
        example: r#"hide a because "x""#,
    },
    Slip {
        written: "allow TOOLS ▸because|with|: TEXT",
        write: Code("allow TOOLS # TEXT"),
        help: "an allowed call gets no message: make it a comment, {}",
        example: r#"allow a because "x""#,
    },
    Slip {
        written: "allow TOOLS : CATEGORY ▸because|with TEXT",
        write: Code("allow TOOLS: CATEGORY # TEXT"),
        help: "an allowed call gets no message: make it a comment, {}",
        example: r#"allow a: read because "x""#,
    },
    Slip {
        written: "deny TOOLS ▸with|reason|message|msg|saying|says|-|--|=|->|=>|#|,|( reason|message|msg? :|=? TEXT )?",
        write: Code("deny TOOLS because TEXT"),
        help: "a message comes after `because`: {}",
        example: r#"deny a with "x""#,
    },
    Slip {
        written: "deny TOOLS : ▸TEXT",
        write: Code("deny TOOLS because TEXT"),
        help: "a message comes after `because`: {}",
        example: r#"deny a: "x""#,
    },
    Slip {
        written: "deny TOOLS ▸TEXT END",
        write: Code("deny TOOLS because TEXT"),
        help: "a message comes after `because`: {}",
        example: r#"deny a "x""#,
    },
    Slip {
        written: "deny TOOLS : CATEGORY ▸TEXT END",
        write: Code("deny TOOLS: CATEGORY because TEXT"),
        help: "a message comes after `because`: {}",
        example: r#"deny a: write "x""#,
    },
    // ── Ratings ──
    Slip {
        written: "hide TOOLS ▸:|as CATEGORY",
        write: Code("hide TOOLS\nrate TOOLS: CATEGORY"),
        help: "a `hide` has no rating: write {}",
        example: "hide a: destructive",
    },
    Slip {
        written: "rate TOOLS ▸as|=|is|to|->|at|=> CATEGORY",
        write: Code("rate TOOLS: CATEGORY"),
        help: "write {}",
        example: "rate a as read\nallow a",
    },
    Slip {
        written: "rate TOOLS ▸CATEGORY",
        write: Code("rate TOOLS: CATEGORY"),
        help: "write {}",
        example: "rate a read\nallow a",
    },
    Slip {
        written: "allow TOOLS ▸as|=|is|(|[|->|rated|{ CATEGORY )|]|}?",
        write: Code("allow TOOLS: CATEGORY"),
        help: "a rating comes after `:`, {}",
        example: "allow a (read)",
    },
    Slip {
        written: "deny TOOLS ▸as|=|is|(|[|->|rated|{ CATEGORY )|]|}?",
        write: Code("deny TOOLS: CATEGORY"),
        help: "a rating comes after `:`, {}",
        example: "deny a as destructive",
    },
    Slip {
        written: "tool TOOLS ▸as|=|is|->|rated|[|( CATEGORY ]|)?",
        write: Code("tool TOOLS: CATEGORY"),
        help: "a rating comes after `:`, {}",
        example: "tool a as write {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "allow TOOLS : CATEGORY ▸, TOOLS2 : CATEGORY2",
        write: Code("allow TOOLS: CATEGORY\nallow TOOLS2: CATEGORY2"),
        help: "a statement has one rating, for all of its tools: {}",
        example: "allow a: read, b: write",
    },
    Slip {
        written: "rate TOOLS : CATEGORY ▸, TOOLS2 : CATEGORY2",
        write: Code("rate TOOLS: CATEGORY\nrate TOOLS2: CATEGORY2"),
        help: "a statement has one rating, for all of its tools: {}",
        example: "rate a: read, b: write\nallow a, b",
    },
    Slip {
        written: "VERB TOOLS : CATEGORY ▸,|/|&|and|+|| CATEGORY2",
        write: Code("VERB TOOLS: CATEGORY"),
        help: "a tool has one rating, the most serious: {}",
        example: "allow a: write, read",
    },
    Slip {
        written: "TOOLS : ▸CATEGORY",
        write: Code("TOOLS: CATEGORY"),
        help: "write {}",
        example: "allow a: readonly",
    },
    Slip {
        written: "tool TOOLS : CATEGORY ▸GROUP",
        write: Code("tool TOOLS GROUP: CATEGORY"),
        help: "the types of the arguments come first: {}",
        example: "tool a: write (amount: integer) {\n  limit 5 per minute\n}",
    },
    // ── Grants ──
    Slip {
        written: "allow TOOLS ▸for|to|by|from|as|on CONDITION END",
        write: Code("allow TOOLS"),
        help: "a policy is for one grant, and names none: {}",
        example: "allow a for admins",
    },
    Slip {
        written: "deny TOOLS ▸for|to|by|from|as|on CONDITION END",
        write: Code("deny TOOLS"),
        help: "a policy is for one grant, and names none: {}",
        example: "deny a for guests",
    },
    Slip {
        written: "hide TOOLS ▸for|to|by|from|as|on CONDITION END",
        write: Code("hide TOOLS"),
        help: "a policy is for one grant, and names none: {}",
        example: "hide a from guests",
    },
    // ── Which tools ──
    Slip {
        written: "VERB every|all|each|any|category ▸CATEGORY tools|calls|functions?",
        write: Code("VERB every CATEGORY"),
        help: "write {}",
        example: "rate a: read\nallow all read",
    },
    Slip {
        written: "VERB CATEGORY ▸tools|functions|calls|only|operations|access|actions",
        write: Code("VERB every CATEGORY"),
        help: "write {}",
        example: "rate a: read\nallow read tools",
    },
    Slip {
        written: "VERB every CATEGORY ▸tools|functions|calls|only|operations",
        write: Code("VERB every CATEGORY"),
        help: "write {}",
        example: "rate a: read\nallow every read tools",
    },
    Slip {
        written: "allow all|everything|anything|* ▸except|but|without|excluding|minus|besides TOOLS",
        write: Code("catalog \"tools.json\"\nallow *\ndeny TOOLS"),
        help: "a name beats a pattern: {}",
        example: "allow all except get_x",
    },
    Slip {
        written: "VERB every ▸END",
        write: Code("VERB every read"),
        help: "`every` needs a category, as in {}",
        example: "rate a: read\nhide every",
    },
    Slip {
        written: "START VERB START VERB2 ▸TOOLS",
        write: Code("VERB2 TOOLS"),
        help: "a tool's name is missing, or a word is too many: {}",
        example: "allow\ndeny a",
    },
    Slip {
        written: "VERB every|all|any ▸tool|tools|functions|of|the|calls|other|one|thing|*",
        write: Code("VERB *"),
        help: "all tools of the catalog are {}",
        example: "catalog \"tools.json\"\nallow every tool",
    },
    Slip {
        written: "allow TOOLS ▸except|but|without|excluding|minus|besides TOOLS2",
        write: Code("allow TOOLS\ndeny TOOLS2"),
        help: "a name beats a pattern: {}",
        example: "catalog \"tools.json\"\nallow get_* except get_x",
    },
    Slip {
        written: "deny TOOLS ▸except|but|without|excluding|minus|besides TOOLS2",
        write: Code("deny TOOLS\nallow TOOLS2"),
        help: "a name beats a pattern: {}",
        example: "catalog \"tools.json\"\ndeny get_* except get_x",
    },
    Slip {
        written: "hide TOOLS ▸except|but|without|excluding|minus|besides TOOLS2",
        write: Code("hide TOOLS\nallow TOOLS2"),
        help: "a name beats a pattern: {}",
        example: "catalog \"tools.json\"\nhide get_* except get_x",
    },
    Slip {
        written: "VERB tool|tools|function|method|named|called|the|access|use ▸TOOLS",
        write: Code("VERB TOOLS"),
        help: "write {}",
        example: "allow tool a",
    },
    Slip { written: "VERB ▸:|=|-> TOOLS", write: Code("VERB TOOLS"), help: "write {}", example: "allow: a" },
    Slip {
        written: "VERB ▸LIST",
        write: Code("VERB NAMES"),
        help: "names are separated by commas, without brackets: {}",
        example: "allow [a, b]",
    },
    Slip {
        written: "VERB ▸! TOOLS",
        write: Code("deny TOOLS"),
        help: "a pattern can't exclude a tool: {}",
        example: "allow !a",
    },
    Slip {
        written: "VERB ▸^ WORD $?",
        write: Code("VERB WORD*"),
        help: "a pattern has `*` for any characters and `?` for one: {}",
        example: "catalog \"tools.json\"\nallow ^get_",
    },
    Slip {
        written: "VERB not ▸TOOLS",
        write: Code("deny TOOLS"),
        help: "a pattern can't exclude a tool: {}",
        example: "allow not a",
    },
    Slip { written: "VERB only ▸TOOLS", write: Code("VERB TOOLS"), help: "write {}", example: "hide only a" },
    Slip {
        written: "VERB ▸SLASHED",
        write: Code("VERB GLOB"),
        help: "a pattern has `*` for any characters and `?` for one: {}",
        example: "catalog \"tools.json\"\nallow /^get_.*/",
    },
    Slip {
        written: "VERB WORD ▸[ CONDITION ]",
        write: Code("VERB WORD?"),
        help: "a pattern has `*` for any characters and `?` for one: {}",
        example: "catalog \"tools.json\"\nallow get_[xy]",
    },
    Slip {
        written: "VERB WORD ▸%",
        write: Code("VERB WORD*"),
        help: "a pattern has `*` for any characters and `?` for one: {}",
        example: "catalog \"tools.json\"\nallow get_%",
    },
    Slip {
        written: "VERB TOOLS ▸and|or|&|+|plus TOOLS2",
        write: Code("VERB TOOLS, TOOLS2"),
        help: "names are separated by commas: {}",
        example: "allow a and b",
    },
    Slip {
        written: "VERB TOOLS , START VERB2 ▸TOOLS2",
        write: Code("VERB TOOLS\nVERB2 TOOLS2"),
        help: "a list of names does not end with a comma: {}",
        example: "hide a,",
    },
    Slip {
        written: "VERB TOOLS ▸TOOLS2 END",
        write: Code("VERB TOOLS, TOOLS2"),
        help: "names are separated by commas: {}; one name that contains a blank is in quotes",
        example: "allow a b",
    },
];
