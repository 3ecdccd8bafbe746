//! Whether an argument is there, and comparisons without an operator.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// After a path.
pub const TABLE: Table = Table { place: Place::Any, within: Within::Tool, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Presence ──
    Slip {
        written: "PATH not ▸exists|exist|present|defined|set|given",
        write: Code("PATH missing"),
        help: "write {}",
        example: "require args.x not exists",
    },
    Slip {
        written: "PATH not ▸missing|null|empty|nil|none|blank|absent|undefined",
        write: Code("PATH exists"),
        help: "write {}, which is false for `null`",
        example: "require args.x not missing",
    },
    Slip {
        written: "PATH ▸is|was|are not null|nil|none|empty|missing|undefined|absent|blank",
        write: Code("PATH exists"),
        help: "write {}, which is false for `null`",
        example: "require args.x is not null",
    },
    Slip { written: "PATH ▸exists", write: Code("PATH exists"), help: "write {}", example: "require args.x EXISTS" },
    Slip {
        written: "PATH ▸missing", write: Code("PATH missing"), help: "write {}", example: "require args.x Missing"
    },
    Slip {
        written: "PATH ▸isnotnull|notnull|notempty|nonempty|isset|isdefined|ispresent|exist|present|defined|given|provided|specified|set|required",
        write: Code("PATH exists"),
        help: "write {}",
        example: "require args.x is_set",
    },
    Slip {
        written: "PATH ▸is|was|are|must set|defined|present|given|provided|there|exists|exist",
        write: Code("PATH exists"),
        help: "write {}",
        example: "require args.x is present",
    },
    Slip {
        written: "PATH ▸is|was|are not set|defined|present|given|provided|there",
        write: Code("PATH missing"),
        help: "write {}",
        example: "require args.x is not set",
    },
    Slip {
        written: "PATH ▸is|was|are null|nil|none|empty|missing|undefined|absent|unset|blank",
        write: Code("PATH missing"),
        help: "write {}, which is also true for `null`",
        example: "require args.x is null",
    },
    Slip {
        written: "PATH ▸isnull|isempty|ismissing|undefined|absent|unset|empty|null|none|notexists|notset|forbidden",
        write: Code("PATH missing"),
        help: "write {}, which is also true for `null`",
        example: "require args.x isnull",
    },
    Slip {
        written: "PATH ▸! exists|missing",
        write: Code("not (PATH exists)"),
        help: "`not` comes before the whole comparison: {}",
        example: "require args.x !exists",
    },
    Slip {
        written: "PATH ▸!=|<> null|nil|none|undefined",
        write: Code("PATH exists"),
        help: "write {}, which is false for `null`",
        example: "require args.x <> null",
    },
    Slip {
        written: "PATH !=|<> ▸null|nil|none|undefined",
        write: Code("PATH exists"),
        help: "write {}, which is false for `null`",
        example: "require args.x != null",
    },
    Slip {
        written: "PATH ==|=|=== ▸*",
        write: Code("PATH exists"),
        help: "any value will do: {}",
        example: "require args.x == *",
    },
    Slip {
        written: "PATH == ▸null|nil|none|undefined",
        write: Code("PATH missing"),
        help: "nothing equals `null`: write {}, which is also true for `null`",
        example: "require args.x == null",
    },
];

/// A path without an operator.
pub const BARE: Table = Table { place: Place::Any, within: Within::Tool, slips: BARE_SLIPS };

const BARE_SLIPS: &[Slip] = &[
    // ── No operator ──
    Slip {
        written: "not PATH ▸END",
        write: Code("PATH missing"),
        help: "a comparison needs an operator: {}, or `PATH != true`",
        example: "require not args.force",
    },
    Slip {
        written: "PATH ▸END",
        write: Code("PATH exists"),
        help: "a comparison needs an operator: {}, or `PATH == true`",
        example: "require args.x",
    },
    Slip {
        written: "PATH ▸»and|or|because|)|&&|,",
        write: Code("PATH exists"),
        help: "a comparison needs an operator: {}, or `PATH == true`",
        example: "require args.x and args.y exists",
    },
];
