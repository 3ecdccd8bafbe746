//! The steps of a test, as other test languages write them.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// In a step.
pub const TABLE: Table = Table { place: Place::Test, within: Within::Test, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Arguments ──
    Slip {
        written: "call VALUE ▸=>|->",
        write: Code("call VALUE {} =>"),
        help: "a call needs its arguments, at least {}",
        example: "call a => allow",
    },
    Slip {
        written: "call VALUE ▸( ) =>|->",
        write: Code("call VALUE {} =>"),
        help: "arguments are in braces: {}",
        example: "call a() => allow",
    },
    Slip {
        written: "call VALUE ▸( GROUP )",
        write: Code("call VALUE GROUP"),
        help: "arguments are in braces, without brackets: {}",
        example: "call a({ x: 5 }) => allow",
    },
    Slip {
        written: "call VALUE ▸with|args|arguments|:|= :|=? GROUP",
        write: Code("call VALUE GROUP"),
        help: "arguments come after the name: {}",
        example: "call a with { x: 5 } => allow",
    },
    Slip {
        written: "call VALUE ▸( WORD =|: VALUE2 )",
        write: Code("call VALUE { WORD: VALUE2 }"),
        help: "arguments are in braces: {}",
        example: "call a(x = 5) => allow",
    },
    Slip {
        written: "call VALUE ▸GROUP",
        write: Code("call VALUE {}"),
        help: "arguments are in braces, as in {}",
        example: "call a(5) => allow",
    },
    Slip {
        written: "call VALUE ▸WORD =|: VALUE2 =>",
        write: Code("call VALUE { WORD: VALUE2 } =>"),
        help: "arguments are in braces: {}",
        example: "call a x=5 => allow",
    },
    Slip {
        written: "call VALUE GROUP ▸END",
        write: Code("call VALUE GROUP => allow"),
        help: "a call needs an outcome, such as {}",
        example: "call a {}",
    },
    Slip {
        written: "call VALUE ▸NUMBER times|x|time END",
        write: Code("NUMBER times call VALUE {} => allow"),
        help: "the number comes first: {}",
        example: "call a 3 times",
    },
    Slip {
        written: "call VALUE ▸END",
        write: Code("call VALUE {} => deny"),
        help: "a call needs its arguments and an outcome: {}",
        example: "call b",
    },
    Slip {
        written: "WORD ▸=|=>|:= VALUE »,|}",
        write: Code("WORD: VALUE"),
        help: "the value comes after `:`, {}",
        example: "call a { x = 5 } => allow",
    },
    Slip {
        written: "TEXT ▸=|=>|:= VALUE »,|}",
        write: Code("TEXT: VALUE"),
        help: "the value comes after `:`, {}",
        example: r#"call a { "x" = 5 } => allow"#,
    },
    // ── Outcomes ──
    Slip {
        written: "=> deny ▸TEXT",
        write: Code("=> deny because TEXT"),
        help: "the message comes after `because`: {}",
        example: r#"call b {} => deny "No""#,
    },
    Slip {
        written: "=> deny ▸with|:|reason|message|msg|saying|,|( message|reason? :? TEXT )?",
        write: Code("=> deny because TEXT"),
        help: "the message comes after `because`: {}",
        example: r#"call b {} => deny with "No""#,
    },
    Slip {
        written: "=> allow ▸because|with|: TEXT",
        write: Code("=> allow"),
        help: "an allowed call gets no message: {}",
        example: r#"call a {} => allow because "x""#,
    },
    Slip {
        written: "=> hidden ▸because|with|: TEXT",
        write: Code("=> hidden"),
        help: "the gateway writes the message of a hidden tool: {}",
        example: r#"call h {} => hidden because "x""#,
    },
    Slip {
        written: "=> limited ▸because|with|: TEXT",
        write: Code("=> limited"),
        help: "the gateway writes the message of a limit: {}",
        example: "call a {} => allow\n  6 times call l {} => limited because \"x\"",
    },
    Slip {
        written: "=> deny|allow|hidden|limited ▸if|when|by|for|at CONDITION END",
        write: Code("=> deny"),
        help: "an outcome has no condition: {}",
        example: "call b {} => deny if args.x == 5",
    },
    Slip {
        written: "=> ▸OUTCOME because TEXT",
        write: Code("=> OUTCOME because TEXT"),
        help: "write {}",
        example: r#"call b {} => denied because "No""#,
    },
    Slip { written: "=> ▸OUTCOME", write: Code("=> OUTCOME"), help: "write {}", example: "call b {} => denied" },
    Slip {
        written: "=> ▸TEXT",
        write: Code("=> deny because TEXT"),
        help: "an outcome is `allow`, `deny`, `hidden` or `limited`, as in {}",
        example: r#"call b {} => "No""#,
    },
    Slip { written: "=> ▸401|403|404", write: Code("=> deny"), help: "write {}", example: "call b {} => 403" },
    Slip {
        written: "▸->|==|=|:|is|returns|return|gives|yields|→|expects|expect|should|must|===|=>|>|results|~> be|to|be? OUTCOME",
        write: Code("=> OUTCOME"),
        help: "the outcome comes after `=>`, {}",
        example: "call a {} -> allow",
    },
    Slip {
        written: "} ▸OUTCOME END",
        write: Code("} => OUTCOME"),
        help: "the outcome comes after `=>`, {}",
        example: "call a {} allowed",
    },
    Slip {
        written: ": ▸»,|}",
        write: Code(": 5"),
        help: "a value is missing, as in {}",
        example: "call a { x: } => allow",
    },
    Slip { written: ": ▸true", write: Code(": true"), help: "write {}", example: "call a { x: True } => allow" },
    Slip { written: ": ▸false", write: Code(": false"), help: "write {}", example: "call a { x: False } => allow" },
    Slip {
        written: ": ▸None|none|nil|undefined",
        write: Code(": null"),
        help: "write {}",
        example: "call a { x: None } => allow",
    },
    Slip {
        written: ": ▸WORD »,|}",
        write: Code(r#": "WORD""#),
        help: "a string is in quotes: {}",
        example: "call a { x: usd } => allow",
    },
    Slip {
        written: "VALUE ▸; WORD :",
        write: Code("VALUE, WORD:"),
        help: "arguments are separated by commas: {}",
        example: "call a { x: 5; y: 6 } => allow",
    },
    Slip {
        written: "VALUE ▸WORD : VALUE2",
        write: Code("VALUE, WORD: VALUE2"),
        help: "arguments are separated by commas: {}",
        example: "call a { x: 5 y: 6 } => allow",
    },
    Slip {
        written: "call VALUE { WORD ▸VALUE2",
        write: Code("call VALUE { WORD: VALUE2"),
        help: "the value comes after `:`, {}",
        example: "call a { x 5 } => allow",
    },
    Slip {
        written: "as ▸WORD call",
        write: Code(r#"as "WORD" call"#),
        help: "a grant is named in quotes: {}",
        example: "as bot call a {} => allow",
    },
    Slip {
        written: "NUMBER ▸x|time|calls|×|* call",
        write: Code("NUMBER times call"),
        help: "write {}",
        example: "3x call a {} => allow",
    },
    Slip {
        written: "after NUMBER ▸END",
        write: Code("after NUMBER seconds"),
        help: "write {}, or minutes, hours or days",
        example: "after 5",
    },
    Slip { written: "after ▸WINDOW", write: Code("after 1 WINDOW"), help: "write {}", example: "after minute" },
    Slip {
        written: "after NUMBER ▸s|sec|secs",
        write: Code("after NUMBER seconds"),
        help: "write {}",
        example: "after 61s",
    },
    Slip {
        written: "after NUMBER ▸m|min|mins",
        write: Code("after NUMBER minutes"),
        help: "write {}",
        example: "after 5 min",
    },
    Slip {
        written: "after NUMBER ▸h|hr|hrs",
        write: Code("after NUMBER hours"),
        help: "write {}",
        example: "after 2h",
    },
    Slip { written: "after NUMBER ▸d", write: Code("after NUMBER days"), help: "write {}", example: "after 2d" },
    Slip {
        written: "after NUMBER ▸week|weeks|w|wk",
        write: Code("after WEEKS days"),
        help: "a step is counted in seconds, minutes, hours or days: {}",
        example: "after 5 weeks",
    },
    Slip {
        written: "at ▸TEXT",
        write: Code("at CONTENT"),
        help: "a time has no quotes: {}",
        example: r#"at "2026-03-01T12:00:00Z""#,
    },
    Slip {
        written: "at ▸NUMBER : NUMBER2",
        write: Code("at CLOCK"),
        help: "a time has a date and a zone, as in {}",
        example: "at 12:30",
    },
    Slip {
        written: "at ▸noon|midnight|now|night|today|tomorrow|monday|weekend",
        write: Code("at 2026-03-01T12:00:00Z"),
        help: "a time has a date and a zone, as in {}",
        example: "at noon",
    },
];

/// Where a step begins.
pub const STARTS: Table = Table { place: Place::Step, within: Within::Test, slips: STARTS_SLIPS };

const STARTS_SLIPS: &[Slip] = &[
    Slip {
        written: "▸expect|assert|check|then|when|given|it|should|verify|try|invoke|run|do that? call|tool? VALUE GROUP to|->|==|=|:|is|returns|return|gives|yields|→|expects|expect|should|must|===|=>|>|results|~> be|to|be? OUTCOME",
        write: Code("call VALUE GROUP => OUTCOME"),
        help: "write {}",
        example: "expect a {} => allow",
    },
    Slip {
        written: "▸VALUE GROUP => OUTCOME",
        write: Code("call VALUE GROUP => OUTCOME"),
        help: "write {}",
        example: "a {} => allow",
    },
    Slip {
        written: "▸VALUE GROUP ->|==|=|:|is|returns|return|gives|yields|→|expects|expect|should|must|===|=>|>|results|~> be|to|be? OUTCOME",
        write: Code("call VALUE GROUP => OUTCOME"),
        help: "write {}",
        example: "a {} is allowed",
    },
    Slip {
        written: "▸expect|deny|denied|permit VALUE GROUP",
        write: Code("call VALUE GROUP => deny"),
        help: "write {}",
        example: "denied b {}",
    },
    Slip {
        written: "▸wait|sleep|advance|pause|tick|skip|later|in|elapse NUMBER NAME",
        write: Code("after NUMBER NAME"),
        help: "write {}",
        example: "wait 5 minutes",
    },
    Slip {
        written: "▸wait|sleep|advance|pause|tick|skip|later|in|elapse NUMBER",
        write: Code("after NUMBER seconds"),
        help: "write {}",
        example: "sleep 5",
    },
    Slip {
        written: "▸repeat|loop|times|for NUMBER times|x? call",
        write: Code("NUMBER times call"),
        help: "write {}",
        example: "repeat 3 call a {} => allow",
    },
    Slip {
        written: "▸user|grant|agent|with TEXT call",
        write: Code("as TEXT call"),
        help: "write {}",
        example: r#"user "bot" call a {} => allow"#,
    },
];

/// Statements inside a test.
pub const BLOCKS: Table = Table { place: Place::ItemInBlock, within: Within::Test, slips: BLOCKS_SLIPS };

const BLOCKS_SLIPS: &[Slip] = &[
    Slip {
        written: "▸allow|deny VALUE GROUP",
        write: Code("call VALUE GROUP => allow"),
        help: "a step of a test is a call and its outcome: {}",
        example: "allow a {}",
    },
    Slip {
        written: "▸hide VALUE GROUP",
        write: Code("call VALUE GROUP => hidden"),
        help: "a step of a test is a call and its outcome: {}",
        example: "hide h {}",
    },
    Slip {
        written: "▸assert|test VALUE GROUP CONDITION END",
        write: Code("call VALUE GROUP => allow"),
        help: "a step of a test is a call and its outcome, as in {}",
        example: "assert a {} allowed",
    },
];
