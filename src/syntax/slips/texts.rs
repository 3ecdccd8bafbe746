//! Tests of strings: regular expressions, beginnings, ends and wildcards. The language has no operators such as
//! `starts with` and `under`, so a regular expression is proposed.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// After a path.
pub const TABLE: Table = Table { place: Place::Any, within: Within::Tool, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Regular expressions ──
    Slip {
        written: "PATH ▸=~|~=|~|=~=|~~|regex|regexp|rlike|match|matching|fullmatch|re REGEX",
        write: Code("PATH matches REGEX"),
        help: "to search with a regular expression, write {}",
        example: r#"require args.to =~ "^a""#,
    },
    Slip {
        written: "PATH ▸is|matched|matches matches|by|regex|regexp|pattern REGEX",
        write: Code("PATH matches REGEX"),
        help: "to search with a regular expression, write {}",
        example: r#"require args.to is matches "^a""#,
    },
    Slip {
        written: "PATH matches regex|regexp|pattern|re ▸REGEX",
        write: Code("PATH matches REGEX"),
        help: "to search with a regular expression, write {}",
        example: r#"require args.to matches regex "^a""#,
    },
    Slip {
        written: "PATH matches ▸SLASHED",
        write: Code("PATH matches SLASHED"),
        help: "a regular expression is a string: {}",
        example: "require args.to matches /^x/",
    },
    Slip {
        written: "require PATH not|! ▸like|ilike|glob TEXT",
        write: Code("deny if PATH matches LIKE"),
        help: "`matches` can't be negated here: write {}",
        example: r#"require args.to not like "a%""#,
    },
    Slip {
        written: "require PATH ▸not|notlike like|ilike|glob? TEXT",
        write: Code("deny if PATH matches LIKE"),
        help: "`matches` can't be negated here: write {}",
        example: "require args.to NOT LIKE 'a%'",
    },
    Slip {
        written: "require PATH ▸not|does not? matches|match|regex REGEX",
        write: Code("deny if PATH matches REGEX"),
        help: "`matches` can't be negated here: write {}",
        example: r#"require args.to does not match "^a""#,
    },
    Slip {
        written: "require PATH ▸not|does not? contains|contain|includes|include|have|has TEXT",
        write: Code("deny if PATH contains TEXT"),
        help: "`contains` can't be negated here: write {}",
        example: r#"require args.tags does not contain "x""#,
    },
    Slip {
        written: "require PATH ▸doesn ' t contain|include|have|contains TEXT",
        write: Code("deny if PATH contains TEXT"),
        help: "`contains` can't be negated here: write {}",
        example: r#"require args.tags doesn't contain "x""#,
    },
    Slip {
        written: "PATH ▸isn|aren|wasn ' t null|empty|missing|undefined",
        write: Code("PATH exists"),
        help: "write {}, which is false for `null`",
        example: "require args.x isn't null",
    },
    Slip {
        written: "PATH ▸isn|aren|wasn ' t VALUE",
        write: Code("PATH != VALUE"),
        help: "write {}",
        example: "require args.x isn't 5",
    },
    Slip {
        written: "PATH matches ▸( REGEX )",
        write: Code("PATH matches REGEX"),
        help: "an operator has no brackets: {}",
        example: r#"require args.x matches("^a")"#,
    },
    Slip {
        written: "PATH matches regex|regexp|re|pattern ▸( REGEX )",
        write: Code("PATH matches REGEX"),
        help: "an operator has no brackets: {}",
        example: r#"require args.x matches regex("^a")"#,
    },
    Slip {
        written: "PATH ▸matches REGEX",
        write: Code("PATH matches REGEX"),
        help: "write {}",
        example: r#"require args.x MATCHES "^a""#,
    },
    Slip {
        written: "require PATH ▸!~|!=~|!~~|notmatches|notmatch|notregex|doesntmatch REGEX",
        write: Code("deny if PATH matches REGEX"),
        help: "`matches` can't be negated here: write {}",
        example: r#"require args.to !~ "^a""#,
    },
    Slip {
        written: "require PATH not|!|does ▸matches|match|matching|not|regex match? REGEX",
        write: Code("deny if PATH matches REGEX"),
        help: "`matches` can't be negated here: write {}",
        example: r#"require args.to not matches "^a""#,
    },
    Slip {
        written: "deny if PATH ▸!~|!=~|!~~|notmatches|notmatch|notregex|doesntmatch REGEX",
        write: Code("require PATH matches REGEX"),
        help: "to deny what a regular expression does not match, write {}",
        example: r#"deny if args.to !~ "^a""#,
    },
    Slip {
        written: "deny if PATH not|!|does ▸matches|match|matching|not|regex match? REGEX",
        write: Code("require PATH matches REGEX"),
        help: "to deny what a regular expression does not match, write {}",
        example: r#"deny if args.to not matches "^a""#,
    },
    Slip {
        written: "PATH not|! ▸matches|match|regex REGEX",
        write: Code("not (PATH matches REGEX)"),
        help: "`not` comes before the whole comparison: {}",
        example: r#"require args.x exists and args.to not matches "^a""#,
    },
    Slip {
        written: "PATH ▸!~|!=~|notmatches|! matches? REGEX",
        write: Code("not (PATH matches REGEX)"),
        help: "`not` comes before the whole comparison: {}",
        example: r#"require args.x exists and args.to !~ "^a""#,
    },
    Slip {
        written: "PATH not|! ▸under TEXT",
        write: Code("not (PATH under TEXT)"),
        help: "`not` comes before the whole comparison: {}",
        example: r#"require args.x exists and args.path not under "/srv""#,
    },
    Slip {
        written: "PATH not|! ▸on TEXT",
        write: Code("not (PATH on TEXT)"),
        help: "`not` comes before the whole comparison: {}",
        example: r#"require args.x exists and args.url not on "evil.example""#,
    },
    Slip {
        written: "PATH not|! ▸at TEXT",
        write: Code("not (PATH at TEXT)"),
        help: "`not` comes before the whole comparison: {}",
        example: r#"require args.x exists and args.to not at "evil.example""#,
    },
    // ── Beginnings, ends, wildcards ──
    Slip {
        written: "require PATH not ▸startswith|beginswith|hasprefix|starts|begins with? TEXT",
        write: Code("deny if PATH BEGINNING"),
        help: "write {}, or use `matches` with a regular expression",
        example: r#"require args.to not startsWith "x""#,
    },
    Slip {
        written: "PATH ▸startswith|beginswith|hasprefix|prefix|prefixed|startwith|begins|start|beginning|^= with|by? with? TEXT",
        write: Code("PATH BEGINNING"),
        help: "write {}, or use `matches` with a regular expression",
        example: r#"require args.to begins with "x""#,
    },
    Slip {
        written: "PATH ▸startswith|beginswith|hasprefix|prefix|startwith|starts|begins|^= TEXT",
        write: Code("PATH BEGINNING"),
        help: "write {}, or use `matches` with a regular expression",
        example: r#"require args.to startsWith "x""#,
    },
    Slip {
        written: "PATH ▸startswith|beginswith|hasprefix|prefix ( TEXT )",
        write: Code("PATH BEGINNING"),
        help: "write {}, or use `matches` with a regular expression",
        example: r#"require args.to startsWith("x")"#,
    },
    Slip {
        written: "PATH ▸endswith|hassuffix|suffix ( TEXT )",
        write: Code("PATH ends with TEXT"),
        help: "write {}, or use `matches` with a regular expression",
        example: r#"require args.to endsWith("x")"#,
    },
    Slip {
        written: "PATH ▸endswith|hassuffix|suffix|endwith|ends|$ with|=? TEXT",
        write: Code("PATH ends with TEXT"),
        help: "write {}, or use `matches` with a regular expression",
        example: r#"require args.file ends_with ".pdf""#,
    },
    Slip {
        written: "PATH ▸like|ilike|similar|glob|fnmatch|wildcard to? TEXT",
        write: Code("PATH matches LIKE"),
        help: "a string with wildcards is tested with a regular expression: {}",
        example: r#"require args.to LIKE "x%""#,
    },
    Slip {
        written: "PATH ▸iequals|equalsignorecase|=* TEXT",
        write: Code("PATH matches EXACT"),
        help: "to ignore case, write {}",
        example: r#"require args.to iequals "x""#,
    },
    Slip {
        written: "PATH ▸below|within|inside|beneath TEXT",
        write: Code("PATH under TEXT"),
        help: "write {}",
        example: r#"require args.path inside "/srv/docs""#,
    },
];
