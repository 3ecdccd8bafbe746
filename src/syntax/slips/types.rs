//! The types of arguments, as other languages name them.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// In a signature.
pub const TABLE: Table = Table { place: Place::Type, within: Within::File, slips: SLIPS };

const SLIPS: &[Slip] = &[
    Slip {
        written: "WORD : WORD2 ▸?",
        write: Code("WORD?: WORD2"),
        help: "an optional argument has its `?` before the `:`, {}",
        example: "tool a(x: string?) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "WORD : WORD2 ▸| null|none|undefined|nil",
        write: Code("WORD?: WORD2"),
        help: "an optional argument has a `?` before its `:`, {}",
        example: "tool a(x: string | null) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "WORD : WORD2 ▸= VALUE",
        write: Code("WORD?: WORD2"),
        help: "an argument has no default; an optional one is written {}",
        example: "tool a(x: integer = 5) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "WORD : WORD2 ▸| WORD3",
        write: Code("WORD: any"),
        help: "an argument has one type: {}",
        example: "tool a(x: string | integer) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "WORD : string|number|integer|boolean|any ▸[ ]",
        write: Code("WORD: [string]"),
        help: "a list of strings is written {}",
        example: "tool a(x: string[]) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "WORD : ▸optional|maybe|nullable [|<|( WORD2 ]|>|)",
        write: Code("WORD?: WORD2"),
        help: "an optional argument has a `?` before its `:`, {}",
        example: "tool a(x: optional[string]) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "WORD : ▸optional|maybe|nullable WORD2",
        write: Code("WORD?: WORD2"),
        help: "an optional argument has a `?` before its `:`, {}",
        example: "tool a(x: optional string) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "WORD : ▸array|list|arr|sequence|set|tuple|vec of|<|[|( WORD2 >|]|)?",
        write: Code("WORD: [WORD2]"),
        help: "a list has its elements' type in `[ ]`: {}",
        example: "tool a(x: list<string>) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "WORD : ▸array|list|arr|sequence|set|tuple|strings|vec",
        write: Code("WORD: [string]"),
        help: "a list has its elements' type in `[ ]`, as in {}",
        example: "tool a(x: array) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: ": ▸int|int32|int64|long|uint|bigint|i32|i64|u32|u64|whole|integers|short",
        write: Code(": integer"),
        help: "write {}",
        example: "tool a(x: int) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: ": ▸str|text|char|varchar|uuid|date|datetime|url|uri|email|enum|time|path|file|bytes|regex|strings",
        write: Code(": string"),
        help: "write {}",
        example: "tool a(x: str) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: ": ▸float|double|decimal|num|numeric|money|real|f64|f32|numbers|amount",
        write: Code(": number"),
        help: "write {}",
        example: "tool a(x: float) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: ": ▸bool|flag|yesno|bit|booleans|logical",
        write: Code(": boolean"),
        help: "write {}",
        example: "tool a(x: bool) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: ": ▸object|map|dict|dictionary|json|struct|record|hash|table",
        write: Code(": { name: string }"),
        help: "an object has the types of its members, as in {}",
        example: "tool a(x: object) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: ": ▸unknown|null|none|mixed|value|variant|void|auto|var",
        write: Code(": any"),
        help: "write {}",
        example: "tool a(x: unknown) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "string|integer|number|boolean|int|str|bool|float ▸WORD »,|)",
        write: Code("WORD: any"),
        help: "the name comes before the type: `WORD: string`, or {}",
        example: "tool a(integer x) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "WORD ▸»,|)",
        write: Code("WORD: any"),
        help: "an argument needs a type: {}",
        example: "tool a(x) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "WORD ▸string|number|integer|boolean|any",
        write: Code("WORD: any"),
        help: "a type comes after `:`, as in {}",
        example: "tool a(x integer) {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "WORD ▸=|is|as|->|:: string|number|integer|boolean|any",
        write: Code("WORD: any"),
        help: "a type comes after `:`, as in {}",
        example: "tool a(x = integer) {\n  limit 5 per minute\n}",
    },
];
