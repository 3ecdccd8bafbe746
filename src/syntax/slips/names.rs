//! Names that need quotes, quotes of other languages, comments and ends of lines.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// Anywhere.
pub const TABLE: Table = Table { place: Place::Any, within: Within::File, slips: SLIPS };

const SLIPS: &[Slip] = &[
    Slip {
        written: "▸QUOTED",
        write: Code("QUOTED"),
        help: "strings are written in double quotes: {}",
        example: "allow 'a'",
    },
    Slip {
        written: "▸//|///|//!|/*|/**|--|<!|;;|%%|//=",
        write: Code("#"),
        help: "a comment starts with {}",
        example: "// comment",
    },
    Slip { written: "START ▸; »WORD", write: Code("#"), help: "a comment starts with {}", example: "; comment" },
    Slip { written: "START ▸% »WORD", write: Code("#"), help: "a comment starts with {}", example: "% comment" },
    Slip { written: "▸;", write: Code(""), help: "lines need no `;` at the end: remove it", example: "allow a;" },
];

/// Names of tools.
pub const LAST: Table = Table { place: Place::Any, within: Within::File, slips: LAST_SLIPS };

const LAST_SLIPS: &[Slip] = &[
    Slip {
        written: "VERB ▸ODDNAME",
        write: Code("VERB ODDNAME"),
        help: "a name that contains other signs is in quotes: {}",
        example: "allow hub:create_issue",
    },
    Slip {
        written: "VERB TOOLS , ▸ODDNAME",
        write: Code("VERB TOOLS, ODDNAME"),
        help: "a name that contains other signs is in quotes: {}",
        example: "allow a, $b",
    },
    Slip {
        written: "call ▸ODDNAME",
        write: Code("call ODDNAME"),
        help: "a name that contains other signs is in quotes: {}",
        example: "allow a: read\ntest \"t\" { call hub:a {} => deny }",
    },
    Slip {
        written: "assert never|always ▸ODDNAME",
        write: Code("assert never ODDNAME"),
        help: "a name that contains other signs is in quotes: {}",
        example: "assert never hub:a",
    },
];

/// Steps of paths.
pub const STEPS: Table = Table { place: Place::Any, within: Within::Tool, slips: STEPS_SLIPS };

const STEPS_SLIPS: &[Slip] = &[Slip {
    written: "▸ODDPATH",
    write: Code("ODDPATH"),
    help: "a step that contains other signs is in quotes: {}",
    example: r#"require args.$filter == "x""#,
}];
