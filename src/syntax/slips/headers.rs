//! After `default`, `catalog` and `include`.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// After the keyword.
pub const TABLE: Table = Table { place: Place::Any, within: Within::File, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── default ──
    Slip {
        written: "default ▸=|:|is|to|policy|action|effect|decision|->|:=|rule|mode =|:|is|to? deny|denied|block|reject|no|none|closed|false|drop|forbid all?",
        write: Code("default deny"),
        help: "write {}",
        example: "default = deny",
    },
    Slip {
        written: "default ▸block|reject|none|denied|denyall|drop|refuse|no|closed|hide|ask|false|forbid|disallow|off|never|approve|warn",
        write: Code("default deny"),
        help: "write {}",
        example: "default block",
    },
    Slip {
        written: "default ▸TEXT",
        write: Code("default deny"),
        help: "write {} or `default allow`, without quotes",
        example: r#"default "deny""#,
    },
    Slip {
        written: "default deny ▸all|everything|*|any|tools|calls|access|;|: tools|calls?",
        write: Code("default deny"),
        help: "write {}",
        example: "default deny all",
    },
    Slip {
        written: "default deny ▸because|with|: TEXT",
        write: Code("default deny"),
        help: "the default has no message, the gateway writes one: {}",
        example: r#"default deny because "x""#,
    },
    Slip {
        written: "default deny ▸for|on|to|if|unless|except CONDITION",
        write: Code("default deny"),
        help: "the default is for all tools that no statement names: {}",
        example: "default deny for a",
    },
    Slip { written: "default ▸END", write: Code("default deny"), help: "write {}", example: "default\nhide a" },
    // ── catalog and include ──
    Slip {
        written: "catalog ▸:|=|from|is|file|path|:= TEXT",
        write: Code("catalog TEXT"),
        help: "write {}",
        example: "catalog = \"tools.json\"\nallow get_*: read",
    },
    Slip {
        written: "catalog ▸( TEXT )",
        write: Code("catalog TEXT"),
        help: "write {}",
        example: "catalog(\"tools.json\")\nallow get_*: read",
    },
    Slip {
        written: "catalog ▸GROUP",
        write: Code(r#"catalog "tools.json""#),
        help: "a catalog is a file: name it, as in {}",
        example: "catalog { tools }\nallow get_*: read",
    },
    Slip {
        written: "catalog ▸RUN END",
        write: Code("catalog RUN"),
        help: "a file is named in quotes: {}",
        example: "catalog tools.json\nallow get_*: read",
    },
    Slip {
        written: "catalog TEXT ▸,|and TEXT2",
        write: Code("catalog TEXT"),
        help: "a policy is for the tools of one server: {}",
        example: "catalog \"tools.json\", \"b.json\"\nallow get_*: read",
    },
    Slip {
        written: "include ▸:|=|from|file|path|once|all TEXT",
        write: Code("include TEXT"),
        help: "write {}",
        example: "include: \"common.pl\"\ntool a: write { apply slow }",
    },
    Slip {
        written: "include ▸( TEXT )",
        write: Code("include TEXT"),
        help: "write {}",
        example: "include(\"common.pl\")\ntool a: write { apply slow }",
    },
    Slip {
        written: "include ▸[ TEXT , TEXT2 ]",
        write: Code("include TEXT\ninclude TEXT2"),
        help: "write {}",
        example: "include [\"common.pl\", \"more.pl\"]\ntool a: write { apply slow }",
    },
    Slip {
        written: "include TEXT ▸,|and|; TEXT2",
        write: Code("include TEXT\ninclude TEXT2"),
        help: "write {}",
        example: "include \"common.pl\", \"more.pl\"\ntool a: write { apply slow }",
    },
    Slip {
        written: "include TEXT ▸as|for|if|when|with CONDITION END",
        write: Code("include TEXT"),
        help: "write {}",
        example: "include \"common.pl\" as c\ntool a: write { apply slow }",
    },
    Slip {
        written: "include ▸< WORD >",
        write: Code(r#"include "WORD""#),
        help: "a file is named in quotes, as in {}",
        example: "include <common.pl>\ntool a: write { apply slow }",
    },
    Slip {
        written: "include ▸RUN END",
        write: Code("include RUN"),
        help: "a file is named in quotes: {}",
        example: "include common.pl\ntool a: write { apply slow }",
    },
];

/// A `default` that ran into the next line.
pub const DEFAULTS: Table = Table { place: Place::Any, within: Within::File, slips: DEFAULTS_SLIPS };

const DEFAULTS_SLIPS: &[Slip] = &[
    Slip {
        written: "deny by default allow ▸TOOLS",
        write: Code("default deny\nallow TOOLS"),
        help: "write {}",
        example: "deny by default\nallow a: read",
    },
    Slip {
        written: "deny by default deny ▸TOOLS",
        write: Code("default deny\ndeny TOOLS"),
        help: "write {}",
        example: "deny by default\ndeny a: read",
    },
    Slip {
        written: "deny|block by default ▸»END",
        write: Code("default deny"),
        help: "write {}",
        example: "deny by default\nhide a",
    },
    Slip {
        written: "default START allow ▸TOOLS",
        write: Code("default deny\nallow TOOLS"),
        help: "write {}",
        example: "default\nallow a: read",
    },
    Slip {
        written: "default START deny ▸TOOLS",
        write: Code("default deny\ndeny TOOLS"),
        help: "write {}",
        example: "default\ndeny a: read",
    },
];
