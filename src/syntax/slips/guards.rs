//! Guards: their heads, what is written in place of a block, and blocks for every tool by other names.

use super::slip::Proposal::{Code, Elsewhere};
use super::slip::{Place, Slip, Table, Within};

/// Where an item begins.
pub const ITEMS: Table = Table { place: Place::Item, within: Within::File, slips: ITEM_SLIPS };

const ITEM_SLIPS: &[Slip] = &[
    Slip {
        written: "▸guards|guarded|gaurd|protect|guardrail|guardrails all|any|each|every tools|tool|calls? »{",
        write: Code("guard *"),
        help: "clauses for every tool are a guard: {}",
        example: "allow a: read\nguardrail all tools {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "▸guards|guarded|gaurd|protect|guardrail|guardrails TOOLS »{",
        write: Code("guard TOOLS"),
        help: "clauses for many tools are a guard: {}",
        example: "allow a: read\nguards * {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "▸for|on|with all|any|each|every tools|tool|calls|call »{",
        write: Code("guard *"),
        help: "clauses for every tool are a guard: {}",
        example: "allow a: read\nfor every tool {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "▸all|any|each|every|common|global|globally|everywhere|everything|always|all_tools|every_tool tools|tool|calls|call|rules|clauses? :? »{",
        write: Code("guard *"),
        help: "clauses for every tool are a guard: {}",
        example: "allow a: read\nall tools {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "▸* »{",
        write: Code("guard *"),
        help: "clauses for every tool are a guard: {}",
        example: "allow a: read\n* {\n  limit 5 per minute\n}",
    },
];

/// After `guard`.
pub const TABLE: Table = Table { place: Place::Any, within: Within::File, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Which tools ──
    Slip {
        written: "guard ▸»{",
        write: Code("guard *"),
        help: "a guard says which tools it is for, perhaps all: {}",
        example: "allow a: read\nguard {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "guard all|any|each|everything ▸tools|tool|calls|call »{",
        write: Code("guard *"),
        help: "`*` is every tool: {}",
        example: "allow a: read\nguard all tools {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "guard every ▸tools|tool|calls|call|one »{",
        write: Code("guard *"),
        help: "`*` is every tool: {}",
        example: "allow a: read\nguard every tool {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "guard every ▸»{",
        write: Code("guard *"),
        help: "`every` needs a category; `*` is every tool: {}",
        example: "allow a: read\nguard every {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "guard for|on|over|of|to ▸all|any|each|every tools|tool|calls|call? »{",
        write: Code("guard *"),
        help: "`*` is every tool: {}",
        example: "allow a: read\nguard for every tool {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "guard for|on|over|of|to|tool|tools|with ▸TOOLS »{",
        write: Code("guard TOOLS"),
        help: "write {}",
        example: "allow a: read\nguard tool a {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "guard TOOLS ▸and|&|+|or|;|/|| TOOLS2 »{",
        write: Code("guard TOOLS, TOOLS2"),
        help: "several tools are separated by commas: {}",
        example: "allow a, b: read\nguard a and b {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "guard TOOLS ▸except|but|unless|without|excluding|not|minus|- SENTENCE »{",
        write: Elsewhere("default deny\n\nallow a: read\n\nguard a {\n  limit 5 per minute\n}\n"),
        help: "a guard has no exceptions: name its tools, or write patterns that leave the others out",
        example: "allow a, b: read\nguard * except b {\n  limit 5 per minute\n}",
    },
    // ── What a guard does not have ──
    Slip {
        written: "guard TOOLS ▸: CATEGORY »{",
        write: Code("guard TOOLS"),
        help: "a guard rates no tool: write {}, and the rating in `rate` or where the tools are allowed",
        example: "allow a: read\nguard a: read {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "guard TOOLS ▸GROUP »{",
        write: Code("guard TOOLS"),
        help: "a guard has no signature, which belongs to a `tool`: {}",
        example: "allow a: read\nguard a(x: integer) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "guard TOOLS ▸because TEXT »{",
        write: Code("guard TOOLS"),
        help: "a message belongs to a clause inside the block: {}",
        example: "allow a: read\nguard a because \"x\" {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "guard TOOLS ▸if|when|where|unless SENTENCE »{",
        write: Elsewhere("default deny\n\nallow a: read\n\nguard a {\n  deny if args.x == 5\n}\n"),
        help: "a guard has no condition: write it into the clauses of its block, such as `deny if args.x == 5`",
        example: "allow a: read\nguard a if args.x == 5 {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "guard TOOLS ▸=|=>|->|do|then|is|:=|with|has|: »{",
        write: Code("guard TOOLS"),
        help: "write {}",
        example: "allow a: read\nguard a = {\n  limit 5 per minute\n}",
    },
    // ── In place of the block ──
    Slip {
        written: "guard TOOLS ▸require CONDITION END",
        write: Code("guard TOOLS { require CONDITION }"),
        help: "clauses are in the block of the guard: {}",
        example: "allow a: read\nguard a require args.x == 5",
    },
    Slip {
        written: "guard TOOLS ▸deny CONDITION END",
        write: Code("guard TOOLS { deny CONDITION }"),
        help: "clauses are in the block of the guard: {}",
        example: "allow a: read\nguard a deny if args.x == 5",
    },
    Slip {
        written: "guard TOOLS ▸limit CONDITION END",
        write: Code("guard TOOLS { limit CONDITION }"),
        help: "clauses are in the block of the guard: {}",
        example: "allow a: read\nguard a limit 5 per minute",
    },
    Slip {
        written: "guard TOOLS ▸apply|with|use WORD END",
        write: Code("guard TOOLS { apply WORD }"),
        help: "clauses are in the block of the guard: {}",
        example: "rule slow { limit 5 per minute }\nallow a: read\nguard a apply slow",
    },
    Slip {
        written: "guard TOOLS ▸if|when|where CONDITION END",
        write: Code("guard TOOLS { deny if CONDITION }"),
        help: "clauses are in the block of the guard: {}",
        example: "allow a: read\nguard a if args.x == 5",
    },
    Slip {
        written: "guard TOOLS ▸[|( require|deny|limit|apply SENTENCE ]|) END",
        write: Elsewhere("default deny\n\nallow a: read\n\nguard a {\n  limit 5 per minute\n}\n"),
        help: "a block is in braces: `guard TOOLS { … }`",
        example: "allow a: read\nguard a [ limit 5 per minute ]",
    },
    Slip {
        written: "guard TOOLS ▸: »END",
        write: Elsewhere("default deny\n\nallow a: read\n\nguard a {\n  limit 5 per minute\n}\n"),
        help: "a block is in braces, not indented: `guard TOOLS {` and `}` after its last clause",
        example: "allow a: read\nguard a:\n  limit 5 per minute",
    },
    Slip {
        written: "guard TOOLS ▸»END",
        write: Code("guard TOOLS { limit 10 per minute }"),
        help: "a guard has a block of clauses, such as {}",
        example: "allow a: read\nguard a\nhide b",
    },
];
