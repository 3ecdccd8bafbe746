//! Membership, elements of lists, and ranges.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// After a path.
pub const TABLE: Table = Table { place: Place::Any, within: Within::Tool, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Lists ──
    Slip {
        written: "PATH ▸not in LIST",
        write: Code("PATH not in LIST"),
        help: "write {}",
        example: r#"require args.x NOT IN ["a", "b"]"#,
    },
    Slip {
        written: "PATH ▸in LIST",
        write: Code("PATH in LIST"),
        help: "write {}",
        example: "require args.x IN ('a', 'b')",
    },
    Slip {
        written: "PATH ▸all|every|each|only|solely|subset|subsetof|⊆|within|consists|containsonly|onlycontains in|of|contains|be? of|in? LIST",
        write: Code("PATH missing"),
        help: "a policy can't ask about every element of a list: `deny` the tool, or take only calls without the list, with {}",
        example: r#"require args.to only contains ["a"]"#,
    },
    Slip {
        written: "PATH contains any|all|one|either|some ▸of LIST",
        write: Code(r#"PATH contains "…""#),
        help: "`contains` takes one value: join several with `or` or `and`, as in {}",
        example: r#"deny if args.to contains any of ["a", "b"]"#,
    },
    Slip {
        written: "PATH ▸has|have|with|contains at|more|less|fewer|exactly|no|up|most|only CONDITION",
        write: Code("PATH missing"),
        help: "a policy can't count the elements of a list: take only calls without the list, with {}",
        example: "require args.to has at most 5 elements",
    },
    Slip {
        written: "PATH ▸has|have|with NUMBER NAME",
        write: Code("PATH missing"),
        help: "a policy can't count the elements of a list: take only calls without the list, with {}",
        example: "require args.to has 5 elements",
    },
    Slip {
        written: "PATH ▸notin|nin|!in|notwithin|notoneof|noneof|isnotin LIST",
        write: Code("PATH not in LIST"),
        help: "write {}",
        example: r#"require args.x not_in ["a", "b"]"#,
    },
    Slip {
        written: "PATH ▸! in|oneof LIST",
        write: Code("PATH not in LIST"),
        help: "write {}",
        example: r#"require args.x !in ["a", "b"]"#,
    },
    Slip {
        written: "PATH ▸none|isnt|neither in|one|any|of of? LIST",
        write: Code("PATH not in LIST"),
        help: "write {}",
        example: r#"require args.x none of ["a", "b"]"#,
    },
    Slip {
        written: "PATH ▸is|must|are not in|one|any|be of|in? LIST",
        write: Code("PATH not in LIST"),
        help: "write {}",
        example: r#"require args.x is not in ["a", "b"]"#,
    },
    Slip {
        written: "PATH not ▸one|any|within|among of? LIST",
        write: Code("PATH not in LIST"),
        help: "write {}",
        example: r#"require args.x not one of ["a", "b"]"#,
    },
    Slip {
        written: "PATH ▸oneof|anyof|isin|inlist|isoneof|among|amongst|inside|within|∈|has LIST",
        write: Code("PATH in LIST"),
        help: "write {}",
        example: r#"require args.x one_of ["a", "b"]"#,
    },
    Slip {
        written: "PATH ▸is|one|any|must|either|be be? in|one|of|any of? LIST",
        write: Code("PATH in LIST"),
        help: "write {}",
        example: r#"require args.x is one of ["a", "b"]"#,
    },
    Slip {
        written: "PATH in one|any|either|list|set|the ▸of|list|set LIST",
        write: Code("PATH in LIST"),
        help: "write {}",
        example: r#"require args.x in any of ["a", "b"]"#,
    },
    Slip {
        written: "PATH in one|any|either|list|set|the ▸LIST",
        write: Code("PATH in LIST"),
        help: "write {}",
        example: r#"require args.x in any ["a", "b"]"#,
    },
    Slip {
        written: "require PATH not|! ▸contains|contain|includes|include|has TEXT",
        write: Code("deny if PATH contains TEXT"),
        help: "`contains` can't be negated here: write {}",
        example: r#"require args.tags not contains "x""#,
    },
    Slip {
        written: "require PATH ▸! contains|includes|has TEXT",
        write: Code("deny if PATH contains TEXT"),
        help: "`contains` can't be negated here: write {}",
        example: r#"require args.tags !contains "x""#,
    },
    Slip {
        written: "require PATH ▸notcontains|doesntcontain|lacks|excludes|without TEXT",
        write: Code("deny if PATH contains TEXT"),
        help: "`contains` can't be negated here: write {}",
        example: r#"require args.tags lacks "x""#,
    },
    Slip {
        written: "deny if PATH not|! ▸contains|contain|includes|include|has VALUE",
        write: Code("require PATH contains VALUE"),
        help: "to deny what does not contain it, write {}",
        example: r#"deny if args.tags not contains "x""#,
    },
    Slip {
        written: "PATH not|! ▸contains|contain|includes|include|has VALUE",
        write: Code("not (PATH contains VALUE)"),
        help: "`not` comes before the whole comparison: {}",
        example: r#"require args.x exists and args.tags not contains "x""#,
    },
    Slip {
        written: "PATH contains any|all|one|either|some ▸LIST",
        write: Code("PATH contains \"…\""),
        help: "`contains` takes one value: join several with `or` or `and`, as in {}",
        example: r#"require args.tags contains any ["x", "y"]"#,
    },
    Slip {
        written: "PATH ▸containsany|containsall|containsoneof|anyof|hasany|hasall|intersects|overlaps LIST",
        write: Code("PATH contains \"…\""),
        help: "`contains` takes one value: join several with `or` or `and`, as in {}",
        example: r#"require args.tags contains_any ["x", "y"]"#,
    },
    Slip {
        written: "PATH contains|includes ▸( VALUE )",
        write: Code("PATH contains VALUE"),
        help: "operators take no brackets: {}",
        example: r#"require args.tags contains("x")"#,
    },
    Slip {
        written: "PATH contains ▸LIST",
        write: Code("PATH contains \"…\""),
        help: "`contains` takes one value: join several with `or` or `and`, as in {}",
        example: r#"require args.tags contains ["x", "y"]"#,
    },
    Slip {
        written: "PATH ▸includes|include|has|contain|containing|holds|@> VALUE",
        write: Code("PATH contains VALUE"),
        help: "write {}",
        example: r#"require args.tags includes "x""#,
    },
    // ── Ranges ──
    Slip {
        written: "PATH ▸is|in|not|must be? between|range|from (? NUMBER and|to|,|..|-|& NUMBER2",
        write: Code("PATH >= NUMBER and PATH <= NUMBER2"),
        help: "a range is two comparisons: {}",
        example: "require args.n is between 1 and 10",
    },
    Slip {
        written: "PATH ▸between|from|ranges|within NUMBER and|to|,|..|... NUMBER2",
        write: Code("PATH >= NUMBER and PATH <= NUMBER2"),
        help: "a range is two comparisons: {}",
        example: "require args.n between 1 and 10",
    },
    Slip {
        written: "PATH ▸between ( NUMBER , NUMBER2 )",
        write: Code("PATH >= NUMBER and PATH <= NUMBER2"),
        help: "a range is two comparisons: {}",
        example: "require args.n between (1, 10)",
    },
    Slip {
        written: "PATH in ▸NUMBER ..|...|to|..=|..<|-|: NUMBER2",
        write: Code("PATH >= NUMBER and PATH <= NUMBER2"),
        help: "a range is two comparisons: {}",
        example: "require args.n in 1..10",
    },
    Slip {
        written: "PATH in [ NUMBER ▸..|...|to|-|: NUMBER2 ]",
        write: Code("PATH >= NUMBER and PATH <= NUMBER2"),
        help: "a range is two comparisons: {}",
        example: "require args.n in [1..10]",
    },
    Slip {
        written: "PATH in range ▸( NUMBER , NUMBER2 )",
        write: Code("PATH >= NUMBER and PATH <= NUMBER2"),
        help: "a range is two comparisons: {}",
        example: "require args.n in range(1, 10)",
    },
];
