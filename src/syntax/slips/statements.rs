//! After the tools of a statement: conditions, clauses and blocks.

use super::slip::Proposal::{Code, Elsewhere};
use super::slip::{Place, Slip, Table, Within};

/// In a statement outside any block.
pub const TABLE: Table = Table { place: Place::Statement, within: Within::File, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Conditions and clauses after a statement ──
    Slip {
        written: "allow TOOLS ▸if|when|where|only|with|provided if|when|that? approval|human|approved|confirmation|confirmed|review|consent END",
        write: Code(r#"deny TOOLS because "Ask a person to do this.""#),
        help: "the gateway can't wait for a person: write {}",
        example: "allow a with approval",
    },
    Slip {
        written: "allow TOOLS : CATEGORY ▸if|when|where|only|with|provided|unless if|when|that? »PATH|not|( CONDITION",
        write: Code("tool TOOLS: CATEGORY { require CONDITION }"),
        help: "conditions are clauses of a `tool` block: {}",
        example: "allow a: write if args.x == 5",
    },
    Slip {
        written: "allow TOOLS ▸if|when|where|only|with|provided if|when|that? »PATH|not|( CONDITION",
        write: Code("tool TOOLS { require CONDITION }"),
        help: "conditions are clauses of a `tool` block: {}",
        example: "allow a if args.x == 5",
    },
    Slip {
        written: "allow TOOLS ▸if|when|where|only|provided if|when|that? CONDITION",
        write: Code(r#"tool TOOLS { require args.NAME == "…" }"#),
        help: "conditions are clauses of a `tool` block: {}",
        example: "allow a if x == 5",
    },
    Slip {
        written: "allow TOOLS ▸unless|except|but if|when? »PATH|not|( CONDITION",
        write: Code("tool TOOLS { deny if CONDITION }"),
        help: "conditions are clauses of a `tool` block: {}",
        example: "allow a unless args.x == 5",
    },
    Slip {
        written: "deny ▸if START",
        write: Elsewhere("default deny\n\ntool NAME: write {\n  deny if args.x == 5\n  limit 5 per minute\n}\n"),
        help: "`deny if` is a clause of a `tool` block: `tool NAME { deny if args.x == 5 }`; a tool named `if` is written in quotes",
        example: "deny if\nhide a",
    },
    Slip {
        written: "deny ▸if|when CONDITION END",
        write: Code("tool NAME { deny if CONDITION }"),
        help: "`deny if` is a clause of a `tool` block: {}; a tool named `if` is written in quotes",
        example: "deny if args.x == 5",
    },
    Slip {
        written: "deny TOOLS : CATEGORY ▸if|when|where if? CONDITION",
        write: Code("tool TOOLS: CATEGORY { deny if CONDITION }"),
        help: "conditions are clauses of a `tool` block, which allows the other calls: {}",
        example: "deny a: write if args.x == 5",
    },
    Slip {
        written: "deny TOOLS ▸if|when|where if? CONDITION",
        write: Code("tool TOOLS { deny if CONDITION }"),
        help: "conditions are clauses of a `tool` block, which allows the other calls: {}",
        example: "deny a if args.x == 5",
    },
    Slip {
        written: "deny TOOLS ▸unless|except|without if|when? »PATH|not|( CONDITION",
        write: Code("tool TOOLS { require CONDITION }"),
        help: "conditions are clauses of a `tool` block: {}",
        example: "deny a unless args.x == 5",
    },
    Slip {
        written: "deny TOOLS because TEXT ▸if|when|where CONDITION",
        write: Code("tool TOOLS { deny if CONDITION because TEXT }"),
        help: "conditions are clauses of a `tool` block, which allows the other calls: {}",
        example: r#"deny a because "x" if args.x == 5"#,
    },
    Slip {
        written: "deny unless|when|where ▸CONDITION END",
        write: Code("tool NAME { require CONDITION }"),
        help: "conditions are clauses of a `tool` block: {}",
        example: "deny unless args.x == 5",
    },
    Slip {
        written: "hide TOOLS ▸if|when|where|unless CONDITION",
        write: Code("tool TOOLS { deny if CONDITION }"),
        help: "a tool is hidden for all calls; to deny some, write {}",
        example: "hide a if args.x == 5",
    },
    Slip {
        written: "allow TOOLS : CATEGORY ▸require|deny|limit|apply|with|and|max|at SENTENCE",
        write: Code("tool TOOLS: CATEGORY { limit 10 per minute }"),
        help: "clauses are in the block of a `tool`, such as {}",
        example: "allow a: write with limit 10 per minute",
    },
    Slip {
        written: "allow TOOLS ▸require|requires|requiring CONDITION END",
        write: Code("tool TOOLS { require CONDITION }"),
        help: "clauses are in the block of a `tool`: {}",
        example: "allow a require args.x == 5",
    },
    Slip {
        written: "allow TOOLS ▸apply|using|with CONDITION END",
        write: Code("tool TOOLS { limit 10 per minute }"),
        help: "clauses are in the block of a `tool`, such as {}",
        example: "allow a with limit 10 per minute",
    },
    Slip {
        written: "allow TOOLS ▸NUMBER",
        write: Code("tool TOOLS { limit NUMBER per minute }"),
        help: "clauses are in the block of a `tool`, such as {}",
        example: "allow a 10",
    },
    Slip {
        written: "allow TOOLS : CATEGORY ▸»{",
        write: Code("tool TOOLS: CATEGORY"),
        help: "only `tool` has a block: {}",
        example: "allow a: write {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "allow TOOLS ▸»{",
        write: Code("tool TOOLS"),
        help: "only `tool` has a block: {}",
        example: "allow a {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "deny TOOLS ▸{ because|reason|message|msg :|=? TEXT }",
        write: Code("deny TOOLS because TEXT"),
        help: "a message comes after `because`: {}",
        example: r#"deny a { because "x" }"#,
    },
    Slip {
        written: "deny TOOLS ▸»{",
        write: Code("tool TOOLS"),
        help: "only `tool` has a block: {}",
        example: "deny a { deny if args.x == 5\n limit 5 per minute }",
    },
    Slip {
        written: "hide|rate TOOLS ▸{ }",
        write: Code("hide TOOLS"),
        help: "only `tool` has a block: {}",
        example: "hide a { }",
    },
    Slip {
        written: "tool TOOLS : CATEGORY ▸require CONDITION END",
        write: Code("tool TOOLS: CATEGORY { require CONDITION }"),
        help: "a block is in braces: {}",
        example: "tool a: write require args.x == 5",
    },
    Slip {
        written: "tool TOOLS : CATEGORY ▸limit CONDITION END",
        write: Code("tool TOOLS: CATEGORY { limit CONDITION }"),
        help: "a block is in braces: {}",
        example: "tool a: write limit 5 per minute",
    },
    Slip {
        written: "tool TOOLS : CATEGORY ▸deny CONDITION END",
        write: Code("tool TOOLS: CATEGORY { deny CONDITION }"),
        help: "a block is in braces: {}",
        example: "tool a: write deny if args.x == 5",
    },
    Slip {
        written: "tool TOOLS : CATEGORY ▸apply CONDITION END",
        write: Code("tool TOOLS: CATEGORY { apply CONDITION }"),
        help: "a block is in braces: {}",
        example: "include \"common.pl\"\ntool a: write apply slow",
    },
    Slip {
        written: "tool TOOLS ▸require CONDITION END",
        write: Code("tool TOOLS { require CONDITION }"),
        help: "a block is in braces: {}",
        example: "tool a require args.x == 5",
    },
    Slip {
        written: "tool TOOLS ▸limit CONDITION END",
        write: Code("tool TOOLS { limit CONDITION }"),
        help: "a block is in braces: {}",
        example: "tool a limit 5 per minute",
    },
    Slip {
        written: "tool TOOLS ▸deny CONDITION END",
        write: Code("tool TOOLS { deny CONDITION }"),
        help: "a block is in braces: {}",
        example: "tool a deny if args.x == 5",
    },
    Slip {
        written: "tool TOOLS ▸apply CONDITION END",
        write: Code("tool TOOLS { apply CONDITION }"),
        help: "a block is in braces: {}",
        example: "include \"common.pl\"\ntool a apply slow",
    },
    Slip {
        written: "tool TOOLS ▸if|when|where|unless|only CONDITION »{",
        write: Code("tool TOOLS"),
        help: "conditions are clauses inside the block: {}",
        example: "tool a if args.x == 5 {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "tool TOOLS ▸because TEXT »{",
        write: Code("tool TOOLS"),
        help: "a message belongs to a clause inside the block: {}",
        example: "tool a because \"x\" {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "tool TOOLS ▸=|=>|->|do|then|is|:=|with|has »{",
        write: Code("tool TOOLS"),
        help: "write {}",
        example: "tool a = {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "tool TOOLS : ▸»{",
        write: Code("tool TOOLS"),
        help: "write {}",
        example: "tool a: {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "tool TOOLS : ▸require|deny|limit|apply",
        write: Elsewhere("default deny\n\ntool a {\n  limit 5 per minute\n}\n"),
        help: "a block is in braces, not indented: `tool TOOLS {` and `}` after its last clause",
        example: "tool a:\n  limit 5 per minute",
    },
    Slip {
        written: "tool TOOLS : CATEGORY ▸»END",
        write: Code("allow TOOLS: CATEGORY"),
        help: "a `tool` has a block; without clauses, write {}",
        example: "tool a: read\nhide b",
    },
    Slip {
        written: "tool TOOLS ▸»END",
        write: Code("allow TOOLS"),
        help: "a `tool` has a block; without clauses, write {}",
        example: "tool a\nhide b",
    },
];
