//! Paths as other languages write them, and what can't be asked of an argument.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// In a path.
pub const TABLE: Table = Table { place: Place::Any, within: Within::Tool, slips: SLIPS };

const SLIPS: &[Slip] = &[
    Slip {
        written: "▸$|@|% PATH",
        write: Code("PATH"),
        help: "a path has no sign before it: {}",
        example: "require $args.x == 5",
    },
    Slip {
        written: "▸$|@|# { PATH }",
        write: Code("PATH"),
        help: "a path is written without brackets: {}",
        example: "require ${args.x} == 5",
    },
    Slip {
        written: "▸{ { PATH } }",
        write: Code("PATH"),
        help: "a path is written without brackets: {}",
        example: "require {{args.x}} == 5",
    },
    Slip {
        written: "▸{ PATH }",
        write: Code("PATH"),
        help: "a path is written without brackets: {}",
        example: "require {args.x} == 5",
    },
    Slip {
        written: "▸$ . WORD",
        write: Code("args.WORD"),
        help: "a path starts with `args`: {}",
        example: "require $.x == 5",
    },
    Slip {
        written: "▸PATHTEXT",
        write: Code("PATHTEXT"),
        help: "a path is written without quotes: {}",
        example: r#"require "args.x" == 5"#,
    },
    Slip {
        written: "▸OTHERPATH",
        write: Code("OTHERPATH"),
        help: "a path starts with `args.`: {}",
        example: "require params.x == 5",
    },
    Slip {
        written: "▸args > WORD",
        write: Code("args.WORD"),
        help: "a path is joined by dots: {}",
        example: "require args->x == 5",
    },
    Slip {
        written: "▸args ::|:|/ WORD",
        write: Code("args.WORD"),
        help: "a path is joined by dots: {}",
        example: "require args::x == 5",
    },
    Slip {
        written: "▸args ?|! . WORD",
        write: Code("args.WORD"),
        help: "a path needs no `?`, since a missing argument makes a comparison false: {}",
        example: "require args?.x == 5",
    },
    Slip {
        written: "▸args . WORD",
        write: Code("args.WORD"),
        help: "a path contains no white space: {}",
        example: "require args .x == 5",
    },
    Slip {
        written: "args. ▸WORD",
        write: Code("args.WORD"),
        help: "a path contains no white space: {}",
        example: "require args. x == 5",
    },
    Slip {
        written: "args ▸[ TEXT ] [ TEXT2 ]",
        write: Code("args.STEP.STEP2"),
        help: "a step comes after a dot: {}",
        example: r#"require args["a"]["b c"] == 5"#,
    },
    Slip {
        written: "args ▸[ TEXT ]",
        write: Code("args.STEP"),
        help: "a step comes after a dot: {}",
        example: r#"require args["ticket-id"] == 5"#,
    },
    Slip {
        written: "args ▸[ WORD ]",
        write: Code("args.WORD"),
        help: "a step comes after a dot: {}",
        example: "require args[x] == 5",
    },
    Slip {
        written: "PATH ▸[ TEXT ]",
        write: Code("PATH.STEP"),
        help: "a step comes after a dot: {}",
        example: r#"require args.a["b c"] == 5"#,
    },
    Slip {
        written: "PATH ▸[ CONDITION ] ORDER VALUE",
        write: Code("PATH contains VALUE"),
        help: "a path can't step into a list: to find an element, write {}",
        example: r#"require args.to[i] == "x""#,
    },
    Slip {
        written: "args. ▸*",
        write: Code("args.NAME"),
        help: "a condition is about one argument: name it, as in {}",
        example: "require args.* exists",
    },
    Slip {
        written: "DOTPATH ▸* ORDER VALUE",
        write: Code("DOTPATH contains VALUE"),
        help: "a path can't step into a list: to find an element, write {}",
        example: r#"require args.to.* == "x""#,
    },
    Slip {
        written: "DOTPATH ▸*",
        write: Code(r#"DOTPATH contains "…""#),
        help: "a path can't step into a list: to find an element, write {}",
        example: "require args.to.*",
    },
    Slip {
        written: "args. ▸QUOTED",
        write: Code("args.QUOTED"),
        help: "a step is written in double quotes: {}",
        example: "require args.'x y' == 5",
    },
    Slip {
        written: "DOTPATH ▸QUOTED",
        write: Code("DOTPATH.QUOTED"),
        help: "a step is written in double quotes: {}",
        example: "require args.a.'x y' == 5",
    },
    Slip {
        written: "DOTPATH ▸»==|!=|<|<=|>|>=|in|not|matches|contains|exists|missing|=",
        write: Code("DOTPATH"),
        help: "a path does not end with a dot: {}",
        example: "require args.x. == 5",
    },
    Slip {
        written: "PATH ▸?|! . WORD",
        write: Code("PATH.WORD"),
        help: "a path needs no `?`, since a missing argument makes a comparison false: {}",
        example: "require args.x?.y == 5",
    },
    Slip {
        written: "PATH ▸? »==|!=|<|<=|>|>=|in|not|matches|contains|exists|missing",
        write: Code("PATH"),
        help: "a path needs no `?`, since a missing argument makes a comparison false: {}",
        example: "require args.x? == 5",
    },
    Slip {
        written: "PATH ▸:: WORD",
        write: Code("PATH.WORD"),
        help: "a path is joined by dots: {}",
        example: "require args.x::y == 5",
    },
    Slip {
        written: "▸args »==|!=|<|<=|>|>=|in|not|matches|contains|exists|missing|=|is",
        write: Code("args.NAME"),
        help: "name the argument: {}",
        example: "require args exists",
    },
    Slip {
        written: "▸args END",
        write: Code("args.NAME exists"),
        help: "name the argument: {}",
        example: "require args",
    },
    // ── Methods ──
    Slip {
        written: ".length|len|size|count|strlen ▸( ) <= NUMBER",
        write: Code("PATH matches ATMOST"),
        help: "the length of a string is tested with a regular expression: {}",
        example: "require args.x.length() <= 5",
    },
    Slip {
        written: ".length|len|size|count|strlen ▸( ) < NUMBER",
        write: Code("PATH matches BELOW"),
        help: "the length of a string is tested with a regular expression: {}",
        example: "require args.x.len() < 5",
    },
    Slip {
        written: ".length|len|size|count|strlen ▸( ) >|>= NUMBER",
        write: Code("PATH matches ATLEAST"),
        help: "the length of a string is tested with a regular expression: {}",
        example: "require args.x.size() >= 5",
    },
    Slip {
        written: ".startswith|hasprefix|beginswith ▸( TEXT )",
        write: Code("PATH matches PREFIX"),
        help: "a beginning is tested with a regular expression: {}",
        example: r#"require args.x.startsWith("a")"#,
    },
    Slip {
        written: ".endswith|hassuffix ▸( TEXT )",
        write: Code("PATH matches SUFFIX"),
        help: "an end is tested with a regular expression: {}",
        example: r#"require args.x.endsWith(".pdf")"#,
    },
    Slip {
        written: ".contains|includes|include|has|contain|indexof|find ▸( VALUE )",
        write: Code("PATH contains VALUE"),
        help: "an operator comes after the path: {}",
        example: r#"require args.x.contains("a")"#,
    },
    Slip {
        written: ".matches|match|test|search|regex|fullmatch ▸( REGEX )",
        write: Code("PATH matches REGEX"),
        help: "an operator comes after the path: {}",
        example: r#"require args.x.matches("^a")"#,
    },
    Slip {
        written: ".equals|eq|equalsignorecase|is ▸( VALUE )",
        write: Code("PATH == VALUE"),
        help: "an operator comes after the path: {}",
        example: r#"require args.x.equals("a")"#,
    },
    Slip {
        written: ".tolowercase|lower|lowercase|touppercase|upper|tolower|toupper|casefold|downcase ▸( ) ==|=|=== TEXT",
        write: Code("PATH matches EXACT"),
        help: "to ignore case, write {}",
        example: r#"require args.x.toLowerCase() == "a""#,
    },
    Slip {
        written: ".exists|isset|defined|ispresent|present|nonempty ▸( )",
        write: Code("PATH exists"),
        help: "an operator comes after the path: {}",
        example: "require args.x.exists()",
    },
    Slip {
        written: ".isnull|isempty|ismissing|empty|missing ▸( )",
        write: Code("PATH missing"),
        help: "an operator comes after the path: {}",
        example: "require args.x.isEmpty()",
    },
    Slip {
        written: ".in|isin|oneof|anyof ▸( LIST )",
        write: Code("PATH in LIST"),
        help: "an operator comes after the path: {}",
        example: r#"require args.x.in(["a", "b"])"#,
    },
    Slip {
        written: ".in|isin|oneof|anyof ▸LIST",
        write: Code("PATH in LIST"),
        help: "an operator comes after the path: {}",
        example: r#"require args.x.oneOf("a", "b")"#,
    },
    Slip {
        written: ".any|some|find|filter|all|every|each|map|none ▸GROUP ORDER VALUE",
        write: Code(r#"PATH contains "…""#),
        help: "a policy can't ask about every element of a list; to find one, write {}",
        example: "require args.to.filter(x) == 5",
    },
    Slip {
        written: ".any|some|find|filter|all|every|each|map|none ▸GROUP",
        write: Code(r#"PATH contains "…""#),
        help: "a policy can't ask about every element of a list; to find one, write {}",
        example: "require args.to.every(x)",
    },
    Slip {
        written: "PATH ▸( CONDITION ) ORDER VALUE",
        write: Code("PATH ORDER VALUE"),
        help: "a policy can't call a function: compare the argument itself, as in {}",
        example: r#"require args.x.trim(y) == "a""#,
    },
    Slip {
        written: "PATH ▸( ) ORDER VALUE",
        write: Code("PATH ORDER VALUE"),
        help: "a policy can't call a function: compare the argument itself, as in {}",
        example: r#"require args.x.trim() == "a""#,
    },
    Slip {
        written: "PATH ▸GROUP",
        write: Code(r#"PATH contains "…""#),
        help: "a path can't step into a list or call a function: to find an element of a list, write {}",
        example: "require args.to[i]",
    },
];
