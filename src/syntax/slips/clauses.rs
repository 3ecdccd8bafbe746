//! Clauses by other names, and what a clause can't do.

use super::slip::Proposal::{Code, Elsewhere};
use super::slip::{Place, Slip, Table, Within};

/// Where a clause begins.
pub const TABLE: Table = Table { place: Place::Clause, within: Within::Tool, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Clauses by other names ──
    Slip {
        written: "▸forbid|forbids|reject|rejects|block|blocks|disallow|prohibit|refuse|stop|ban|denyif|denywhen|rejectif|abort|fail|denied|drop|raise|throw|exclude|never|no|dont|cannot if|when|where|unless PATH CONDITION",
        write: Code("deny if PATH CONDITION"),
        help: "write {}",
        example: "forbid if args.x == 1",
    },
    Slip {
        written: "▸forbid|forbids|reject|rejects|block|blocks|disallow|prohibit|refuse|stop|ban|denyif|denywhen|rejectif|abort|fail|denied|drop|raise|throw|exclude|never|no|dont|cannot if|when|where »PATH|not|( CONDITION",
        write: Code("deny if CONDITION"),
        help: "write {}",
        example: "block if not args.x exists",
    },
    Slip {
        written: "▸forbid|forbids|reject|rejects|block|blocks|disallow|prohibit|refuse|stop|ban|denyif|denywhen|rejectif|abort|fail|denied|drop|raise|throw|exclude|never|no|dont|cannot »PATH|not|( CONDITION",
        write: Code("deny if CONDITION"),
        help: "write {}",
        example: "reject args.x == 1",
    },
    Slip {
        written: "▸permit|permits|accept|grant|ok|pass|allowed|allows|allowif|allowwhen|permitif|can|may|yes|enable if|when|only|where|that if|when? »PATH|not|( CONDITION",
        write: Code("require CONDITION"),
        help: "a block allows the calls that its clauses don't deny: write {}",
        example: "permit if args.x == 1",
    },
    Slip {
        written: "▸permit|permits|accept|grant|ok|pass|allowed|allows|allowif|allowwhen|permitif|can|may|yes|enable »PATH|not|( CONDITION",
        write: Code("require CONDITION"),
        help: "a block allows the calls that its clauses don't deny: write {}",
        example: "accept args.x == 1",
    },
    Slip {
        written: "▸ensure|must|check|verify|validate|only|expect|need|needs|requires|required|enforce|guarantee|mandate|shall|should|onlyif|requireif|mustbe|condition|constraint|where|given|args|require_that|requirethat if|that|when|be? »PATH|not|( CONDITION",
        write: Code("require CONDITION"),
        help: "write {}",
        example: "ensure that args.x == 5",
    },
    Slip {
        written: "▸if|when|where|unless CONDITION then|:|,|=>|-> allow|permit|accept|ok",
        write: Code("require CONDITION"),
        help: "a block allows the calls that its clauses don't deny: write {}",
        example: "if args.x == 1 then allow",
    },
    Slip {
        written: "▸if|when|where CONDITION then|:|,|=>|-> deny|reject|block|forbid|refuse with|because|:? TEXT",
        write: Code("deny if CONDITION because TEXT"),
        help: "write {}",
        example: r#"if args.x == 1: deny "x""#,
    },
    Slip {
        written: "▸if|when|where CONDITION {|( deny|reject|block|forbid|refuse with|because|:|(? TEXT )? }|)",
        write: Code("deny if CONDITION because TEXT"),
        help: "write {}",
        example: r#"if args.x == 1 { deny because "x" }"#,
    },
    Slip {
        written: "▸if|when|where CONDITION then|:|,|=>|-> deny|reject|block|forbid|refuse",
        write: Code("deny if CONDITION"),
        help: "write {}",
        example: "if args.x == 1 then deny",
    },
    Slip {
        written: "▸if|when|where CONDITION {|( deny|reject|block|forbid|refuse }|)",
        write: Code("deny if CONDITION"),
        help: "write {}",
        example: "if args.x == 1 { deny }",
    },
    Slip {
        written: "▸if|when|where CONDITION {|( allow|permit|accept }|)",
        write: Code("require CONDITION"),
        help: "write {}",
        example: "if args.x == 1 { allow }",
    },
    Slip {
        written: "▸if|when|where CONDITION deny|reject|block|forbid|refuse",
        write: Code("deny if CONDITION"),
        help: "write {}",
        example: "if args.x == 1 deny",
    },
    Slip {
        written: "▸if|when|where|unless CONDITION »{",
        write: Elsewhere("default deny\n\ntool t: write {\n  limit 5 per minute\n}\n"),
        help: "a clause has no block: `deny if CONDITION`",
        example: "if args.x == 1 {\n    deny\n  }",
    },
    Slip {
        written: "▸if|when|where ( CONDITION )",
        write: Code("deny if CONDITION"),
        help: "a clause starts with `require` or `deny if`: {}",
        example: "if (args.x == 1)",
    },
    Slip {
        written: "▸unless CONDITION then|:|,|=>|-> deny|reject|block",
        write: Code("require CONDITION"),
        help: "write {}",
        example: "unless args.x == 1 then deny",
    },
    Slip {
        written: "▸unless CONDITION deny|reject|block",
        write: Code("require CONDITION"),
        help: "write {}",
        example: "unless args.x == 1 deny",
    },
    Slip {
        written: "▸unless|onlyif|provided CONDITION",
        write: Code("require CONDITION"),
        help: "write {}",
        example: "unless args.x == 1",
    },
    Slip {
        written: "▸if|when|where CONDITION END",
        write: Code("deny if CONDITION"),
        help: "a clause starts with `require` or `deny if`: {}",
        example: "if args.x == 1",
    },
    Slip {
        written: "▸PATH =|:=|:|is|equals|===|must|should be|equal? VALUE",
        write: Code("require PATH == VALUE"),
        help: "a clause starts with `require` or `deny if`: {}",
        example: "args.x = 5",
    },
    Slip {
        written: "▸PATH CONDITION",
        write: Code("require PATH CONDITION"),
        help: "a clause starts with `require` or `deny if`: {}",
        example: "args.x == 5",
    },
    Slip {
        written: "▸not PATH CONDITION",
        write: Code("deny if PATH CONDITION"),
        help: "a clause starts with `require` or `deny if`: {}",
        example: "not args.x == 5",
    },
    // ── What a clause can't do ──
    Slip {
        written: "▸warn|log|audit|alert|notify|report|monitor|flag|record|observe|trace|warning|warnif|inform if|when|on? PATH|not CONDITION",
        write: Code("deny if CONDITION"),
        help: "a policy allows or denies, it can't warn or log: write {}, or remove the line",
        example: "warn if not args.x == 1",
    },
    Slip {
        written: "▸warn|log|audit|alert|notify|report|monitor|flag|record|observe|trace|warning|warnif|inform if|when CONDITION",
        write: Code("deny if CONDITION"),
        help: "a policy allows or denies, it can't warn or log: write {}, or remove the line",
        example: "warn if args.x == 1",
    },
    Slip {
        written: "▸warn|log|audit|alert|notify|report|monitor|flag|record|observe|trace|warning|warnif|inform CONDITION END",
        write: Code(""),
        help: "a policy allows or denies, it can't warn or log: remove the line",
        example: "log args.x",
    },
    Slip {
        written: "▸warn|log|audit|alert|notify|report|monitor|flag|record|observe|trace|warning|warnif|inform END",
        write: Code(""),
        help: "a policy allows or denies, it can't warn or log: remove the line",
        example: "audit",
    },
    Slip {
        written: "▸redact|mask|set|transform|modify|rewrite|replace|override|sanitize|strip|rename|default|inject|add|obfuscate|encrypt|truncate PATH CONDITION END",
        write: Code("deny if PATH exists"),
        help: "a policy can't change a call: deny it, as in {}",
        example: r#"redact args.x "secret""#,
    },
    Slip {
        written: "▸redact|mask|set|transform|modify|rewrite|replace|override|sanitize|strip|rename|default|inject|add|obfuscate|encrypt|truncate PATH",
        write: Code("deny if PATH exists"),
        help: "a policy can't change a call: deny it, as in {}",
        example: "redact args.x",
    },
    // ── Words too many ──
    Slip {
        written: "▸-|*|•|+ »require|deny|limit|apply",
        write: Code(""),
        help: "clauses are not a list: remove the sign",
        example: "- require args.x == 5",
    },
    Slip {
        written: "▸NUMBER .|) »require|deny|limit|apply",
        write: Code(""),
        help: "clauses are not numbered: remove the number",
        example: "1) require args.x == 5",
    },
    Slip {
        written: "▸because TEXT",
        write: Code(""),
        help: "`because` belongs to a `require` or a `deny`: a limit has no message, so remove it",
        example: r#"because "x""#,
    },
    Slip {
        written: "▸description|reason|message|name|title|note|comment|doc|id|summary|owner :|=? TEXT",
        write: Code("# TEXT"),
        help: "what is for people is a comment: {}",
        example: r#"description "x""#,
    },
    Slip {
        written: "▸use|call|inherit|extends|with|using|invoke|rule|@ WORD GROUP",
        write: Code("apply WORD GROUP"),
        help: "the clauses of a rule are applied: {}",
        example: "use careful(5)",
    },
    Slip {
        written: "▸use|call|inherit|extends|with|using|invoke|rule|@ WORD END",
        write: Code("apply WORD"),
        help: "the clauses of a rule are applied: {}",
        example: "use slow",
    },
    Slip {
        written: "▸WORD GROUP END",
        write: Code("apply WORD GROUP"),
        help: "the clauses of a rule are applied: {}",
        example: "careful(5)",
    },
    Slip {
        written: "▸denyall|blockall|denied|rejectall|forbidall",
        write: Elsewhere("default deny\n\ndeny t: write because \"Write to the team.\"\n"),
        help: r#"to deny every call, write `deny TOOL because "…"` in place of the block"#,
        example: "deny_all",
    },
    Slip {
        written: "▸allowall|pass|permitall|nothing|any",
        write: Code(""),
        help: "an empty block allows every call: remove the line",
        example: "allow_all",
    },
];

/// Statements inside a block.
pub const BLOCKS: Table = Table { place: Place::ItemInBlock, within: Within::Tool, slips: BLOCKS_SLIPS };

const BLOCKS_SLIPS: &[Slip] = &[
    Slip {
        written: "▸allow if|when|only|where if|when? »PATH|not|( CONDITION",
        write: Code("require CONDITION"),
        help: "a block allows the calls that its clauses don't deny: write {}",
        example: "allow if args.x == 5",
    },
    Slip {
        written: "▸allow if|when|only|where if|when? CONDITION",
        write: Code(""),
        help: "a block allows the calls that its clauses don't deny: write `require` and what is asked of an argument, or remove the line",
        example: "allow if safe",
    },
    Slip {
        written: "▸allow PATH END",
        write: Code("require PATH exists"),
        help: "a block allows the calls that its clauses don't deny: write {}",
        example: "allow args.x",
    },
    Slip {
        written: "▸hide if|when CONDITION",
        write: Code("deny if CONDITION"),
        help: "a tool is hidden for all calls; to deny some, write {}",
        example: "hide if args.x == 5",
    },
    Slip {
        written: "▸assert ( CONDITION )",
        write: Code("require CONDITION"),
        help: "write {}",
        example: "assert(args.x == 5)",
    },
    Slip {
        written: "▸allow PATH CONDITION",
        write: Code("require PATH CONDITION"),
        help: "a block allows the calls that its clauses don't deny: write {}",
        example: "allow args.x == 5",
    },
    Slip {
        written: "▸allow all|everything|always|any|* END",
        write: Code(""),
        help: "an empty block allows every call: remove the line",
        example: "allow all",
    },
    Slip {
        written: "▸allow END",
        write: Code(""),
        help: "an empty block allows every call: remove the line",
        example: "allow\n  limit 6 per hour",
    },
    Slip {
        written: "▸assert PATH CONDITION",
        write: Code("require PATH CONDITION"),
        help: "write {}",
        example: "assert args.x == 5",
    },
    Slip {
        written: "▸rate limit|to|at|max|of? :|=? NUMBER calls|requests|times? per|/|a|each|every WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "rate limit 10 per minute",
    },
    Slip {
        written: "▸include|import WORD END",
        write: Code("apply WORD"),
        help: "the clauses of a rule are applied: {}",
        example: "include slow",
    },
    Slip {
        written: "▸rule WORD END",
        write: Code("apply WORD"),
        help: "the clauses of a rule are applied: {}",
        example: "rule slow",
    },
];
