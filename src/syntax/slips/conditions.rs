//! Conditions as other languages write them: functions, the wrong order, words too many or too few.

use super::slip::Proposal::{Code, Elsewhere};
use super::slip::{Place, Slip, Table, Within};

/// Where a condition begins.
pub const TABLE: Table = Table { place: Place::Condition, within: Within::Tool, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Functions ──
    Slip {
        written: "▸len|length|size|strlen|charlength|count ( PATH ) <= NUMBER",
        write: Code("PATH matches ATMOST"),
        help: "the length of a string is tested with a regular expression, and that of a list can't be: {}",
        example: "require len(args.x) <= 5",
    },
    Slip {
        written: "▸len|length|size|strlen|charlength|count ( PATH ) < NUMBER",
        write: Code("PATH matches BELOW"),
        help: "the length of a string is tested with a regular expression, and that of a list can't be: {}",
        example: "require length(args.x) < 5",
    },
    Slip {
        written: "▸len|length|size|strlen|charlength|count ( PATH ) >|>= NUMBER",
        write: Code("PATH matches ATLEAST"),
        help: "the length of a string is tested with a regular expression, and that of a list can't be: {}",
        example: "require size(args.x) > 5",
    },
    Slip {
        written: "▸lower|lowercase|upper|uppercase|tolower|toupper|casefold|lcase ( PATH ) ==|=|=== TEXT",
        write: Code("PATH matches EXACT"),
        help: "to ignore case, write {}",
        example: r#"require lower(args.x) == "a""#,
    },
    Slip {
        written: "▸startswith|hasprefix|beginswith|strings.hasprefix ( PATH , TEXT )",
        write: Code("PATH BEGINNING"),
        help: "write {}, or use `matches` with a regular expression",
        example: r#"require startswith(args.x, "a")"#,
    },
    Slip {
        written: "▸endswith|hassuffix|strings.hassuffix ( PATH , TEXT )",
        write: Code("PATH ends with TEXT"),
        help: "write {}, or use `matches` with a regular expression",
        example: r#"require endswith(args.x, ".pdf")"#,
    },
    Slip {
        written: "▸contains|includes|has|strings.contains ( PATH , VALUE )",
        write: Code("PATH contains VALUE"),
        help: "an operator comes after the path: {}",
        example: r#"require contains(args.x, "a")"#,
    },
    Slip {
        written: "▸matches|match|regex|regexmatch|regex.match|re.match|rematch|re.search|regexp|regexplike|test ( PATH , REGEX )",
        write: Code("PATH matches REGEX"),
        help: "an operator comes after the path: {}",
        example: r#"require matches(args.x, "^a")"#,
    },
    Slip {
        written: "▸matches|match|regex|regexmatch|regex.match|re.match|rematch|re.search|regexp|regexplike|test ( REGEX , PATH )",
        write: Code("PATH matches REGEX"),
        help: "an operator comes after the path: {}",
        example: r#"require regex.match("^a", args.x)"#,
    },
    Slip {
        written: "▸equals|eq|equal|is ( PATH , VALUE )",
        write: Code("PATH == VALUE"),
        help: "an operator comes after the path: {}",
        example: r#"require eq(args.x, "a")"#,
    },
    Slip {
        written: "▸in|oneof|isin|anyof|member ( PATH , LIST )",
        write: Code("PATH in LIST"),
        help: "an operator comes after the path: {}",
        example: r#"require one_of(args.x, ["a", "b"])"#,
    },
    Slip {
        written: "▸gt|greaterthan ( PATH , NUMBER )",
        write: Code("PATH > NUMBER"),
        help: "an operator comes after the path: {}",
        example: "require gt(args.x, 5)",
    },
    Slip {
        written: "▸lt|lessthan ( PATH , NUMBER )",
        write: Code("PATH < NUMBER"),
        help: "an operator comes after the path: {}",
        example: "require lt(args.x, 5)",
    },
    Slip {
        written: "▸exists|exist|defined|isset|has|present|notnull|isdefined|ispresent|bool ( PATH )",
        write: Code("PATH exists"),
        help: "an operator comes after the path: {}",
        example: "require has(args.x)",
    },
    Slip {
        written: "▸missing|isnull|isempty|empty|undefined|absent|null|isundefined ( PATH )",
        write: Code("PATH missing"),
        help: "an operator comes after the path: {}",
        example: "require isnull(args.x)",
    },
    // ── Lists ──
    Slip {
        written: "▸any|some|one|anyof|someof|exists ( PATH ) ==|=|is|equals|contains VALUE",
        write: Code("PATH contains VALUE"),
        help: "to find an element of a list, write {}",
        example: r#"require any(args.to) == "x""#,
    },
    Slip {
        written: "▸any|some|one|anyof of|element|value? of|in? PATH ==|=|is|equals|contains VALUE",
        write: Code("PATH contains VALUE"),
        help: "to find an element of a list, write {}",
        example: r#"require any args.to == "x""#,
    },
    Slip {
        written: "▸none|no|noneof of|element|value? of|in? PATH ==|=|is|equals|contains VALUE",
        write: Code("not (PATH contains VALUE)"),
        help: "to exclude an element of a list, write {}",
        example: r#"require none of args.to == "x""#,
    },
    Slip {
        written: "▸any|some|one|anyof|someof of|element|value? of|in? PATH CONDITION",
        write: Code(r#"PATH contains "…""#),
        help: "a policy can't ask more about the elements of a list than whether one equals a value: {}",
        example: r#"require any args.to matches "x""#,
    },
    Slip {
        written: "▸every|all|each|forall|foreach|allof|for ( PATH CONDITION )",
        write: Code("PATH missing"),
        help: "a policy can't ask about every element of a list: `deny` the tool, or take only calls without the list, with {}",
        example: r#"require all(args.to, "x")"#,
    },
    Slip {
        written: "▸every|all|each|forall|foreach|allof|for all|every|each|element|elements|values|value|items|item|of? of|in|items|elements|values? of|in? PATH CONDITION",
        write: Code("PATH missing"),
        help: "a policy can't ask about every element of a list: `deny` the tool, or take only calls without the list, with {}",
        example: r#"require every args.to matches "x""#,
    },
    Slip {
        written: "▸every|all|each|forall|foreach|allof|for|any|some|none WORD in|of PATH CONDITION",
        write: Code("PATH missing"),
        help: "a policy can't ask about every element of a list: `deny` the tool, or take only calls without the list, with {}",
        example: "require all x in args.to: x == 5",
    },
    // ── The wrong way round ──
    Slip {
        written: "▸exists|exist|defined|has|have|present|given|with|set PATH",
        write: Code("PATH exists"),
        help: "an operator comes after the path: {}",
        example: "require exists args.x",
    },
    Slip {
        written: "▸missing|without|absent|undefined|no|unset PATH",
        write: Code("PATH missing"),
        help: "an operator comes after the path: {}",
        example: "require missing args.x",
    },
    Slip {
        written: "▸NUMBER ORDER PATH ORDER2 NUMBER2",
        write: Code("PATH MIRROR NUMBER and PATH ORDER2 NUMBER2"),
        help: "a range is two comparisons: {}",
        example: "require 10 > args.x > 0",
    },
    Slip {
        written: "▸VALUE in PATH",
        write: Code("PATH contains VALUE"),
        help: "the path comes first: {}",
        example: r#"require "a" in args.x"#,
    },
    Slip {
        written: "▸VALUE not in PATH",
        write: Code("not (PATH contains VALUE)"),
        help: "the path comes first: {}",
        example: r#"require "a" not in args.x"#,
    },
    Slip {
        written: "▸LIST contains|has|includes PATH",
        write: Code("PATH in LIST"),
        help: "the path comes first: {}",
        example: r#"require ["a", "b"] contains args.x"#,
    },
    Slip {
        written: "▸REGEX matches|=~|~ PATH",
        write: Code("PATH matches REGEX"),
        help: "the path comes first: {}",
        example: r#"require "^a" matches args.x"#,
    },
    Slip {
        written: "▸VALUE ORDER|===|is PATH",
        write: Code("PATH == VALUE"),
        help: "the path comes first: {}",
        example: "require 5 === args.x",
    },
    Slip {
        written: "▸VALUE ORDER PATH",
        write: Code("PATH MIRROR VALUE"),
        help: "the path comes first: {}",
        example: "require 5 < args.x",
    },
    // ── Words too many or too few ──
    Slip {
        written: "require ▸if|when|that|only|where|to|be|a|the PATH",
        write: Code("require PATH"),
        help: "write {}",
        example: "require that args.x == 5",
    },
    Slip {
        written: "require ▸:|=|-> CONDITION",
        write: Code("require CONDITION"),
        help: "write {}",
        example: "require: args.x == 5",
    },
    Slip {
        written: "deny if ▸:|=|-> CONDITION",
        write: Code("deny if CONDITION"),
        help: "write {}",
        example: "deny if: args.x == 5",
    },
    Slip {
        written: "require ▸{ CONDITION , CONDITION2 }",
        write: Code("require CONDITION and CONDITION2"),
        help: "conditions are joined with `and`, without braces: {}",
        example: "require { args.x == 5, args.y == 6 }",
    },
    Slip {
        written: "require ▸{ CONDITION }",
        write: Code("require CONDITION"),
        help: "a condition has no braces: {}",
        example: "require { args.x == 5 }",
    },
    Slip {
        written: "require ▸[ CONDITION ]",
        write: Code("require CONDITION"),
        help: "conditions are joined with `and`, without brackets: {}",
        example: "require [args.x exists]",
    },
    Slip {
        written: "require ▸true|always",
        write: Code(""),
        help: "a condition that always holds does nothing: remove the clause",
        example: "require true",
    },
    Slip {
        written: "deny if ▸false|never",
        write: Code(""),
        help: "a condition that never holds does nothing: remove the clause",
        example: "deny if false",
    },
    Slip {
        written: "deny if ▸true|always|any|anything|all|1 END",
        write: Elsewhere("default deny\n\ndeny t: write because \"Ask a person to do this.\"\n"),
        help: r#"to deny every call, write `deny TOOL because "…"` in place of the block"#,
        example: "deny if true",
    },
    Slip {
        written: "require ▸false|never|nothing",
        write: Elsewhere("default deny\n\ndeny t: write because \"Ask a person to do this.\"\n"),
        help: r#"to deny every call, write `deny TOOL because "…"` in place of the block"#,
        example: "require false",
    },
    Slip {
        written: "PATH ORDER NUMBER and ▸ORDER2 NUMBER2",
        write: Code("PATH ORDER NUMBER and PATH ORDER2 NUMBER2"),
        help: "each comparison names its argument: {}",
        example: "require args.x > 5 and < 10",
    },
    Slip {
        written: "PATH ORDER NUMBER or ▸ORDER2 NUMBER2",
        write: Code("PATH ORDER NUMBER or PATH ORDER2 NUMBER2"),
        help: "each comparison names its argument: {}",
        example: "deny if args.x < 5 or > 10",
    },
    Slip {
        written: "PATH ORDER VALUE and|or ▸ORDER2 VALUE2",
        write: Code("PATH ORDER2 VALUE2"),
        help: "each comparison names its argument, as in {}",
        example: r#"require args.x == "a" or == "b""#,
    },
    Slip {
        written: "PATH matches TEXT or ▸TEXT2",
        write: Code("PATH matches TEXT or PATH matches TEXT2"),
        help: "each comparison names its argument, as in {}",
        example: r#"deny if args.x matches "^a" or "^b""#,
    },
    Slip {
        written: "PATH contains TEXT or ▸TEXT2",
        write: Code("PATH contains TEXT or PATH contains TEXT2"),
        help: "each comparison names its argument, as in {}",
        example: r#"deny if args.x contains "a" or "b""#,
    },
    Slip {
        written: "▸ORDER VALUE",
        write: Code("args.NAME ORDER VALUE"),
        help: "each comparison names its argument: {}",
        example: "require < 5",
    },
    Slip { written: "▸not PATH", write: Code("not PATH"), help: "write {}", example: "require NOT args.x exists" },
    Slip {
        written: "▸any|some|every|all|each argument|arg|arguments|parameter|param|field|value|input",
        write: Code("args.NAME"),
        help: "a condition is about one argument: name it, as in {}",
        example: "require any argument exists",
    },
    Slip {
        written: "▸! PATH END",
        write: Code("not (PATH == true)"),
        help: "to test a flag, write {}",
        example: "require !args.force",
    },
    Slip { written: "▸! PATH", write: Code("not PATH"), help: "write {}", example: "require !args.x exists" },
    Slip { written: "▸! (", write: Code("not ("), help: "write `not`", example: "require !(args.x exists)" },
    Slip { written: "▸! NAME", write: Code("not ARGS"), help: "write {}", example: "require !x exists" },
    Slip {
        written: "▸and|or|&&",
        write: Code(""),
        help: "no condition comes before it: remove it",
        example: "require and args.x == 5",
    },
    // ── Arguments without `args.` ──
    Slip {
        written: "▸NAME END",
        write: Code("ARGS exists"),
        help: "an argument is a path that starts with `args.`: {}",
        example: "require amount",
    },
    Slip {
        written: "▸NAME »==|!=|<|<=|>|>=|in|not|matches|contains|exists|missing|=|===|is|and|or|because|)|=~",
        write: Code("ARGS"),
        help: "an argument is a path that starts with `args.`: {}",
        example: "require amount > 5",
    },
    Slip {
        written: "▸$|@ NAME",
        write: Code("ARGS"),
        help: "an argument is a path that starts with `args.`: {}",
        example: "require $amount > 5",
    },
    Slip {
        written: "▸NAME GROUP",
        write: Code(r#"args.NAME == "…""#),
        help: "a policy can't call a function: compare an argument with a constant, as in {}",
        example: "require allowed(args.x, args.y)",
    },
    Slip {
        written: "▸NAME",
        write: Code("ARGS"),
        help: "an argument is a path that starts with `args.`: {}",
        example: "require amount > 5",
    },
];
