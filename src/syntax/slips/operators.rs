//! Order and equality, as other languages and people write them.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// After a path.
pub const TABLE: Table = Table { place: Place::Any, within: Within::Tool, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Order ──
    Slip {
        written: "PATH ▸=<|≤|lte|le|atmost|upto|max|maximum|lessthanorequal|lessthanorequalto|lessorequal NUMBER",
        write: Code("PATH <= NUMBER"),
        help: "write {}",
        example: "require args.n lte 5",
    },
    Slip {
        written: "PATH at most ▸NUMBER",
        write: Code("PATH <= NUMBER"),
        help: "write {}",
        example: "require args.n at most 5",
    },
    Slip {
        written: "PATH ▸up to NUMBER",
        write: Code("PATH <= NUMBER"),
        help: "write {}",
        example: "require args.n up to 5",
    },
    Slip {
        written: "PATH ▸is|must|be|should be? at|up most|to NUMBER",
        write: Code("PATH <= NUMBER"),
        help: "write {}",
        example: "require args.n is at most 5",
    },
    Slip {
        written: "PATH ▸is|must|be|should be? less|lower|smaller than? or equal to|than? NUMBER",
        write: Code("PATH <= NUMBER"),
        help: "write {}",
        example: "require args.n is less than or equal to 5",
    },
    Slip {
        written: "PATH ▸less|lower|smaller than? or equal to|than? NUMBER",
        write: Code("PATH <= NUMBER"),
        help: "write {}",
        example: "require args.n less than or equal to 5",
    },
    Slip {
        written: "PATH ▸no more|greater|larger|bigger|over|above than? NUMBER",
        write: Code("PATH <= NUMBER"),
        help: "write {}",
        example: "require args.n no more than 5",
    },
    Slip {
        written: "PATH ▸is|must|be|should|can not|no be|exceed? more|greater|larger|bigger|over|above|exceed than? NUMBER",
        write: Code("PATH <= NUMBER"),
        help: "write {}",
        example: "require args.n is not more than 5",
    },
    Slip {
        written: "PATH not ▸>|more|greater|larger|bigger|over|above|exceeding than? NUMBER",
        write: Code("PATH <= NUMBER"),
        help: "write {}",
        example: "require args.n not more than 5",
    },
    Slip {
        written: "PATH not ▸>= NUMBER",
        write: Code("PATH < NUMBER"),
        help: "write {}",
        example: "require args.n not >= 5",
    },
    Slip {
        written: "PATH ▸=>|≥|gte|ge|atleast|min|minimum|greaterthanorequal|greaterthanorequalto|greaterorequal NUMBER",
        write: Code("PATH >= NUMBER"),
        help: "write {}",
        example: "require args.n => 5",
    },
    Slip {
        written: "PATH at least ▸NUMBER",
        write: Code("PATH >= NUMBER"),
        help: "write {}",
        example: "require args.n at least 5",
    },
    Slip {
        written: "PATH ▸is|must|be|should be? at least NUMBER",
        write: Code("PATH >= NUMBER"),
        help: "write {}",
        example: "require args.n must be at least 5",
    },
    Slip {
        written: "PATH ▸is|must|be|should be? greater|more|bigger|larger than? or equal to|than? NUMBER",
        write: Code("PATH >= NUMBER"),
        help: "write {}",
        example: "require args.n is greater than or equal to 5",
    },
    Slip {
        written: "PATH ▸no less|lower|smaller|fewer|under|below than? NUMBER",
        write: Code("PATH >= NUMBER"),
        help: "write {}",
        example: "require args.n no less than 5",
    },
    Slip {
        written: "PATH ▸is|must|be|should|can not|no be? less|lower|smaller|fewer|under|below than? NUMBER",
        write: Code("PATH >= NUMBER"),
        help: "write {}",
        example: "require args.n is not less than 5",
    },
    Slip {
        written: "PATH not ▸<|less|lower|smaller|fewer|under|below than? NUMBER",
        write: Code("PATH >= NUMBER"),
        help: "write {}",
        example: "require args.n not less than 5",
    },
    Slip {
        written: "PATH not ▸<= NUMBER",
        write: Code("PATH > NUMBER"),
        help: "write {}",
        example: "require args.n not <= 5",
    },
    Slip {
        written: "PATH ▸greater|more|bigger|larger than? or equal to|than? NUMBER",
        write: Code("PATH >= NUMBER"),
        help: "write {}",
        example: "require args.n greater than or equal to 5",
    },
    Slip {
        written: "PATH ▸lt|lessthan|less|below|under|lower|smaller than? NUMBER",
        write: Code("PATH < NUMBER"),
        help: "write {}",
        example: "require args.n less than 5",
    },
    Slip {
        written: "PATH ▸gt|greaterthan|morethan|greater|more|above|over|exceeds|bigger|larger than? NUMBER",
        write: Code("PATH > NUMBER"),
        help: "write {}",
        example: "require args.n exceeds 5",
    },
    Slip {
        written: "PATH ▸is less|below|under|lower|smaller than? NUMBER",
        write: Code("PATH < NUMBER"),
        help: "write {}",
        example: "require args.n is less than 5",
    },
    Slip {
        written: "PATH ▸is greater|more|above|over|bigger|larger than? NUMBER",
        write: Code("PATH > NUMBER"),
        help: "write {}",
        example: "require args.n is greater than 5",
    },
    // ── Equality ──
    Slip {
        written: "PATH ▸!==|<>|><|≠|/=|=/=|~=|ne|neq|isnt|isnot|notequals|notequal|notequalto|unequal VALUE",
        write: Code("PATH != VALUE"),
        help: "write {}",
        example: "require args.x <> 5",
    },
    Slip {
        written: "PATH ▸is|was|are|must|should|does not be? equal? to? VALUE",
        write: Code("PATH != VALUE"),
        help: "write {}",
        example: "require args.x is not 5",
    },
    Slip {
        written: "PATH not ▸==|=|equals|equal|eq|is to? VALUE",
        write: Code("PATH != VALUE"),
        help: "write {}",
        example: "require args.x not equal to 5",
    },
    Slip {
        written: "PATH not ▸TEXT",
        write: Code("PATH != TEXT"),
        help: "write {}",
        example: r#"require args.x not "a""#,
    },
    Slip {
        written: "PATH ▸is|equal|equals|must|should|be|was|are be? equal? to? VALUE",
        write: Code("PATH == VALUE"),
        help: "to compare, write {}",
        example: "require args.x is equal to 5",
    },
    Slip {
        written: "PATH ▸===|=|:=|:|->|eq|equals|equalto|is|= VALUE",
        write: Code("PATH == VALUE"),
        help: "to compare, write {}",
        example: "require args.x = 5",
    },
    Slip {
        written: "PATH ▸===|=|:=|:|is|eq|equals LIST",
        write: Code("PATH in LIST"),
        help: "to compare with several values, write {}",
        example: r#"require args.x = ["a", "b"]"#,
    },
    Slip {
        written: "PATH ▸=|===|eq|equals|is PATH2",
        write: Code("PATH == \"…\""),
        help: "a policy can't compare two arguments, only one with a constant: {}",
        example: "require args.x = args.y",
    },
    Slip {
        written: "PATH ▸VALUE END",
        write: Code("PATH == VALUE"),
        help: "to compare, write {}",
        example: r#"require args.x "a""#,
    },
];
