//! What can be said wherever nothing else fits.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// After a path.
pub const TABLE: Table = Table { place: Place::Any, within: Within::Tool, slips: SLIPS };

const SLIPS: &[Slip] = &[
    Slip {
        written: "PATH ORDER ▸RUN",
        write: Code("PATH ORDER RUN"),
        help: "a string is in quotes: {}",
        example: "deny if args.x == /etc/passwd",
    },
    Slip {
        written: "PATH in ▸RUN",
        write: Code("PATH in [RUN]"),
        help: "a list is strings in `[ ]`: {}",
        example: "deny if args.x in /etc",
    },
    Slip {
        written: "PATH not? ▸CONDITION",
        write: Code(r#"PATH == "…""#),
        help: "an operator is `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not in`, `matches`, `contains`, `exists` or `missing`, as in {}",
        example: "require args.x resembles 5",
    },
];

/// Where a condition begins.
pub const CONDITIONS: Table = Table { place: Place::Condition, within: Within::Tool, slips: CONDITIONS_SLIPS };

const CONDITIONS_SLIPS: &[Slip] = &[
    Slip {
        written: "WORD ▸»END",
        write: Code(r#"WORD args.NAME == "…""#),
        help: "a condition is missing, as in {}",
        example: "require args.x == 5 and",
    },
    Slip {
        written: "▸CONDITION",
        write: Code(r#"args.NAME == "…""#),
        help: "a condition starts with an argument, as in {}",
        example: "deny if * == 5",
    },
];

/// After a clause.
pub const INSIDE: Table = Table { place: Place::Inside, within: Within::Tool, slips: INSIDE_SLIPS };

const INSIDE_SLIPS: &[Slip] = &[
    Slip {
        written: "▸.|,|: END",
        write: Code(""),
        help: "a clause does not end with a sign: remove it",
        example: "require args.x == 5 .",
    },
    Slip {
        written: "▸CONDITION",
        write: Code(""),
        help: "the clause ends before this: conditions are joined with `and` or `or`, and a message comes after `because`",
        example: "require args.x == 5 5",
    },
];

/// Where a clause begins.
pub const CLAUSES: Table = Table { place: Place::Clause, within: Within::Tool, slips: CLAUSES_SLIPS };

const CLAUSES_SLIPS: &[Slip] = &[
    Slip {
        written: "▸WORD ORDER VALUE",
        write: Code("require args.WORD ORDER VALUE"),
        help: "a clause starts with `require`, `deny`, `limit` or `apply`, and an argument with `args.`: {}",
        example: "amount == 5",
    },
    Slip {
        written: "▸WORD END",
        write: Code("apply WORD"),
        help: "a clause starts with `require`, `deny`, `limit` or `apply`, as in {}",
        example: "slow",
    },
    Slip {
        written: "▸CONDITION",
        write: Code(""),
        help: "a clause starts with `require`, `deny`, `limit` or `apply`",
        example: "return false",
    },
];

/// Where an item begins.
pub const ITEMS: Table = Table { place: Place::Item, within: Within::File, slips: ITEMS_SLIPS };

const ITEMS_SLIPS: &[Slip] = &[Slip {
    written: "▸CONDITION",
    write: Code(""),
    help: "a line outside a block starts with a keyword such as `allow`, `deny`, `hide` or `tool`",
    example: "5",
}];

/// Where a step begins.
pub const STEPS: Table = Table { place: Place::Step, within: Within::Test, slips: STEPS_SLIPS };

const STEPS_SLIPS: &[Slip] = &[Slip {
    written: "▸CONDITION",
    write: Code("call a {} => allow"),
    help: "a step is a call with its outcome, or a time after `at` or `after`, as in {}",
    example: "log x",
}];
