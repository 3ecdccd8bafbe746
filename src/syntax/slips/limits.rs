//! Limits in other words, and what can't be counted: amounts, other windows, and calls by anything but the grant.

use super::slip::Proposal::Code;
use super::slip::{Place, Slip, Table, Within};

/// In a limit.
pub const TABLE: Table = Table { place: Place::Any, within: Within::Tool, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Amounts ──
    Slip {
        written: "limit sum|total|amount? ▸PATH to|at|of|<=|<|:|=|max? NUMBER per|/|a|an|each|every|in|by WINDOW",
        write: Code("require PATH <= NUMBER\nlimit 1 per WINDOW"),
        help: "a limit counts calls, and amounts can't be added up: write {}",
        example: "limit args.amount to 100 per hour",
    },
    Slip {
        written: "limit sum|total|count|sumof ▸( PATH ) to|at|of|<=|<|:|=|max? NUMBER per|/|a|an|each|every|in|by WINDOW",
        write: Code("require PATH <= NUMBER\nlimit 1 per WINDOW"),
        help: "a limit counts calls, and amounts can't be added up: write {}",
        example: "limit sum(args.amount) to 100 per hour",
    },
    Slip {
        written: "limit NUMBER ▸of|in|for|on PATH per|/|a|an|each|every|in|by WINDOW",
        write: Code("require PATH <= NUMBER\nlimit 1 per WINDOW"),
        help: "a limit counts calls, and amounts can't be added up: write {}",
        example: "limit 100 of args.amount per hour",
    },
    Slip {
        written: "limit ▸$|€|£|¥ NUMBER per|/|a|an|each|every|in|by WINDOW",
        write: Code("require args.NAME <= NUMBER\nlimit 1 per WINDOW"),
        help: "a limit counts calls, and amounts can't be added up: write {}",
        example: "limit $100 per hour",
    },
    Slip {
        written: "limit amount|spend|spending|cost|costs|money|tokens|total|value|sum|budget to|at|of|max? ▸NUMBER per|/|a|an|each|every|in|by WINDOW",
        write: Code("require args.NAME <= NUMBER\nlimit 1 per WINDOW"),
        help: "a limit counts calls, and amounts can't be added up: write {}",
        example: "limit spend 100 per hour",
    },
    Slip {
        written: "limit amount|spend|spending|cost|costs|money|tokens|total|value|sum|budget ▸to|at|of|max|: $? NUMBER per|/|a|an|each|every|in|by WINDOW",
        write: Code("require args.NAME <= NUMBER\nlimit 1 per WINDOW"),
        help: "a limit counts calls, and amounts can't be added up: write {}",
        example: "limit spend to 100 per hour",
    },
    Slip {
        written: "limit NUMBER ▸usd|eur|dollars|euros|gbp|cents|tokens|bytes|mb|gb|kb|rows|%|$ per|/|a|an|each|every|in|by WINDOW",
        write: Code("require args.NAME <= NUMBER\nlimit 1 per WINDOW"),
        help: "a limit counts calls, and amounts can't be added up: write {}",
        example: "limit 100 USD per hour",
    },
    Slip {
        written: "limit sum|total|amount ▸of|in PATH to|at|<=|<|:|=? NUMBER per|/|a|an|each|every|in|by WINDOW",
        write: Code("require PATH <= NUMBER\nlimit 1 per WINDOW"),
        help: "a limit counts calls, and amounts can't be added up: write {}",
        example: "limit sum of args.amount to 100 per hour",
    },
    Slip {
        written: "limit ▸PATH to|at|of|<=|<|:|=|max? NUMBER",
        write: Code("require PATH <= NUMBER"),
        help: "a limit counts calls; an amount is bounded with {}",
        example: "limit args.amount to 500",
    },
    Slip {
        written: "limit total|sum ▸amount|spend|cost|value to|at? NUMBER per|/|a|an|each|every|in|by WINDOW",
        write: Code("require args.NAME <= NUMBER\nlimit 1 per WINDOW"),
        help: "a limit counts calls, and amounts can't be added up: write {}",
        example: "limit total amount 100 per hour",
    },
    // ── Other words ──
    Slip {
        written: "limit ▸:|=|<=|<|( to|at|max? NUMBER calls|call|requests|request|times|time|invocations|uses|x|ops|operations|executions|runs|msgs|messages? per|/|a|an|each|every|in|by WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit: 10 per minute",
    },
    Slip {
        written: "limit rate|calls|requests|invocations|to|at|max|maximum|of|up|all|most to|at|of|most|max|x? ▸NUMBER calls|call|requests|request|times|time|invocations|uses|x|ops|operations|executions|runs|msgs|messages? per|/|a|an|each|every|in|by WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit to 10 per minute",
    },
    Slip {
        written: "limit rate|calls|requests|invocations|to|at|max|maximum|of|up|all|most|rate ▸to|at|of|most|:|= most|max? NUMBER calls|call|requests|request|times|time|invocations|uses|x|ops|operations|executions|runs|msgs|messages? per|/|a|an|each|every|in|by WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit calls to 10 per minute",
    },
    Slip {
        written: "limit NUMBER ▸calls|call|requests|request|times|time|invocations|uses|x|ops|operations|executions|runs|msgs|messages per|/|a|an|each|every|in|by WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit 10 calls per minute",
    },
    Slip {
        written: "limit NUMBER ▸per|/|a|an|each|every|in|by|p WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit 10/minute",
    },
    Slip {
        written: "limit NUMBER ▸per|/|a|an|each|every|in|by|for|within|over|any|the|inside per|/|a|an|each|every|in|by|the? 1|one|single? WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit 10 in 1 minute",
    },
    Slip {
        written: "limit NUMBER ▸rpm|permin|perminute|min",
        write: Code("limit NUMBER per minute"),
        help: "write {}",
        example: "limit 10rpm",
    },
    Slip {
        written: "limit NUMBER ▸rph|perhour",
        write: Code("limit NUMBER per hour"),
        help: "write {}",
        example: "limit 10rph",
    },
    Slip {
        written: "limit NUMBER ▸rpd|perday",
        write: Code("limit NUMBER per day"),
        help: "write {}",
        example: "limit 10rpd",
    },
    Slip {
        written: "limit NUMBER ▸rps|persecond|qps|tps",
        write: Code("limit NUMBER per minute"),
        help: "the shortest window is a minute: {} is stricter",
        example: "limit 10rps",
    },
    Slip {
        written: "limit NUMBER ▸WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit 10 minute",
    },
    Slip {
        written: "limit per ▸WINDOW :|=|to? NUMBER",
        write: Code("limit NUMBER per WINDOW"),
        help: "the number comes first: {}",
        example: "limit per minute 10",
    },
    Slip {
        written: "limit WINDOW ▸:|=|to? NUMBER",
        write: Code("limit NUMBER per WINDOW"),
        help: "the number comes first: {}",
        example: "limit hour: 10",
    },
    Slip {
        written: "limit minute|hour|day|hourly|daily ▸NUMBER",
        write: Code("limit NUMBER per hour"),
        help: "the number comes first, as in {}",
        example: "limit hourly 10",
    },
    Slip {
        written: "limit NUMBER per ▸every|each|a|one|any|single|calendar|rolling|sliding WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit 10 per rolling minute",
    },
    // ── Other windows ──
    Slip {
        written: "limit NUMBER per ▸60 s|sec|secs|second|seconds",
        write: Code("limit NUMBER per minute"),
        help: "write {}",
        example: "limit 10 per 60s",
    },
    Slip {
        written: "limit NUMBER per ▸60 m|min|mins|minute|minutes",
        write: Code("limit NUMBER per hour"),
        help: "write {}",
        example: "limit 10 per 60 minutes",
    },
    Slip {
        written: "limit NUMBER per ▸3600 s|sec|secs|second|seconds",
        write: Code("limit NUMBER per hour"),
        help: "write {}",
        example: "limit 10 per 3600s",
    },
    Slip {
        written: "limit NUMBER per ▸24 h|hr|hrs|hour|hours",
        write: Code("limit NUMBER per day"),
        help: "write {}",
        example: "limit 10 per 24h",
    },
    Slip {
        written: "limit NUMBER per ▸1 WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit 10 per 1 hour",
    },
    Slip {
        written: "limit NUMBER per ▸NUMBER2 WINDOW",
        write: Code("limit NUMBER per LONGER"),
        help: "a window is one minute, hour or day: {} is stricter",
        example: "limit 10 per 5 minutes",
    },
    Slip {
        written: "limit NUMBER per ▸NUMBER2 s|sec|secs|second|seconds|ms",
        write: Code("limit NUMBER per minute"),
        help: "the shortest window is a minute: {} is stricter",
        example: "limit 10 per 30 seconds",
    },
    Slip {
        written: "limit NUMBER per ▸NUMBER2 month|months|year|years",
        write: Code("limit MONTHLY per day"),
        help: "the longest window is a day: divide the number, as in {}",
        example: "limit 70 per 2 months",
    },
    Slip {
        written: "limit NUMBER per ▸NUMBER2 week|weeks",
        write: Code("limit DAILY per day"),
        help: "the longest window is a day: divide the number, as in {}",
        example: "limit 70 per 2 weeks",
    },
    Slip {
        written: "limit NUMBER per ▸WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit 10 per minutes",
    },
    Slip {
        written: "limit NUMBER per|/|a|every|each ▸second|s|sec|seconds|millisecond|ms",
        write: Code("limit NUMBER per minute"),
        help: "the shortest window is a minute: {} is stricter",
        example: "limit 10 per second",
    },
    Slip {
        written: "limit NUMBER ▸/|a|every|each second|s|sec|seconds",
        write: Code("limit NUMBER per minute"),
        help: "the shortest window is a minute: {} is stricter",
        example: "limit 10/second",
    },
    Slip {
        written: "limit NUMBER per ▸month|months|monthly",
        write: Code("limit MONTHLY per day"),
        help: "the longest window is a day: divide the number, as in {}",
        example: "limit 60 per month",
    },
    Slip {
        written: "limit NUMBER per ▸year|years|yearly|quarter|lifetime|ever",
        write: Code("limit YEARLY per day"),
        help: "the longest window is a day: divide the number, as in {}",
        example: "limit 700 per year",
    },
    Slip {
        written: "limit NUMBER per ▸week|weeks|weekly|w|fortnight|workday|weekend",
        write: Code("limit DAILY per day"),
        help: "the longest window is a day: divide the number, as in {}",
        example: "limit 70 per week",
    },
    Slip {
        written: "limit NUMBER ▸/|a|every|each month|months|monthly",
        write: Code("limit MONTHLY per day"),
        help: "the longest window is a day: divide the number, as in {}",
        example: "limit 60 a month",
    },
    Slip {
        written: "limit NUMBER ▸/|a|every|each year|years",
        write: Code("limit YEARLY per day"),
        help: "the longest window is a day: divide the number, as in {}",
        example: "limit 700 a year",
    },
    Slip {
        written: "limit NUMBER ▸/|a|every|each week|weeks|w",
        write: Code("limit DAILY per day"),
        help: "the longest window is a day: divide the number, as in {}",
        example: "limit 70 a week",
    },
    Slip {
        written: "limit NUMBER ▸monthly",
        write: Code("limit MONTHLY per day"),
        help: "the longest window is a day: divide the number, as in {}",
        example: "limit 60 monthly",
    },
    Slip {
        written: "limit NUMBER ▸weekly",
        write: Code("limit DAILY per day"),
        help: "the longest window is a day: divide the number, as in {}",
        example: "limit 70 weekly",
    },
    // ── What else can't be counted by ──
    Slip {
        written: "limit NUMBER per ▸session|conversation|chat|run|task|job|thread|connection|request|call|turn|invocation|tool|execution|window|period|interval",
        write: Code("limit NUMBER per hour"),
        help: "a limit counts calls in a minute, an hour or a day: {}",
        example: "limit 10 per session",
    },
    Slip {
        written: "limit NUMBER per ▸user|agent|grant|client|key|caller|person|account|customer|role|team|ip|token|tenant|org|identity|principal",
        write: Code("limit NUMBER per hour"),
        help: "each grant is counted by itself, in a minute, an hour or a day: {}",
        example: "limit 10 per user",
    },
    Slip {
        written: "limit NUMBER per ▸PATH",
        write: Code("limit NUMBER per hour"),
        help: "a limit can't count by an argument: {}",
        example: "limit 10 per args.customer",
    },
    Slip {
        written: "limit NUMBER per WINDOW ▸,|and|;|plus limit|and? NUMBER2 per|/|a WINDOW2",
        write: Code("limit NUMBER per WINDOW\nlimit NUMBER2 per WINDOW2"),
        help: "each limit is a clause: write {}",
        example: "limit 5 per minute, 10 per hour",
    },
    Slip {
        written: "limit NUMBER per WINDOW ▸with|using|in|on counter|name|key :|=? VALUE",
        write: Code("limit NUMBER per WINDOW as VALUE"),
        help: "the counter's name comes after `as`: {}",
        example: "limit 10 per minute with counter x",
    },
    Slip {
        written: "limit NUMBER per WINDOW as VALUE ▸because|with|: TEXT",
        write: Code("limit NUMBER per WINDOW as VALUE"),
        help: "a limit has no message, the gateway writes one: {}",
        example: r#"limit 5 per minute as "x y" because "z""#,
    },
    Slip {
        written: "limit NUMBER per WINDOW ▸,|and per|/|for|by|each|across|of|to|over|on|in|from|as|at CONDITION END",
        write: Code("limit NUMBER per WINDOW"),
        help: "each grant is counted by itself, and nothing else can be: {}",
        example: "limit 10 per minute, per user",
    },
    Slip {
        written: "limit NUMBER per WINDOW ▸per|for|by|each|across|of|to|over|on|in|from|at|/ CONDITION END",
        write: Code("limit NUMBER per WINDOW"),
        help: "each grant is counted by itself, and nothing else can be: {}",
        example: "limit 10 per minute per user",
    },
    Slip {
        written: "limit NUMBER per WINDOW ▸total|overall|globally|shared|each|max|maximum|only|rolling|sliding END",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit 10 per minute total",
    },
    Slip {
        written: "limit NUMBER per WINDOW ▸if|when|where|unless|while|only CONDITION END",
        write: Code("limit NUMBER per WINDOW"),
        help: "a limit counts every call that the other clauses allow: {}",
        example: "limit 10 per minute if args.x == 5",
    },
    Slip {
        written: "limit NUMBER per WINDOW ▸because|message|reason|with|:|->|else|otherwise|, because|message|reason? TEXT",
        write: Code("limit NUMBER per WINDOW"),
        help: "a limit has no message, the gateway writes one: {}",
        example: r#"limit 10 per minute because "x""#,
    },
    Slip {
        written: "limit NUMBER per WINDOW ▸TEXT",
        write: Code("limit NUMBER per WINDOW"),
        help: "a limit has no message, the gateway writes one: {}",
        example: r#"limit 10 per minute "x""#,
    },
    Slip {
        written: "limit NUMBER per WINDOW ▸named|called|name|id|counter|key|label|using|shared_as|into :|=? VALUE",
        write: Code("limit NUMBER per WINDOW as VALUE"),
        help: "the counter's name comes after `as`: {}",
        example: "limit 10 per minute named x",
    },
    Slip {
        written: "limit NUMBER per WINDOW ▸burst|with|then|else|otherwise|plus|up|rolling|sliding|, CONDITION END",
        write: Code("limit NUMBER per WINDOW"),
        help: "a limit is one number in a calendar minute, hour or day: {}",
        example: "limit 10 per minute burst 20",
    },
    Slip {
        written: "limit NUMBER per WINDOW as ▸WORD|TEXT|: CONDITION END",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit 10 per minute as : x",
    },
    Slip {
        written: "limit NUMBER ▸concurrent|parallel|simultaneous|active|open|inflight|at",
        write: Code("limit NUMBER per minute"),
        help: "calls at the same time can't be counted: {}",
        example: "limit 5 concurrent",
    },
    Slip {
        written: "limit NUMBER ▸END",
        write: Code("limit NUMBER per hour"),
        help: "a limit needs a window, `minute`, `hour` or `day`: {}",
        example: "limit 10",
    },
    Slip {
        written: "limit WORD ▸NUMBER calls|call|requests|request|times|time|invocations|uses|x|ops|operations|executions|runs|msgs|messages? per|/|a|an|each|every|in|by WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "the number comes first: {}; in a `tool` block it counts that tool's calls",
        example: "limit refunds 10 per minute",
    },
    Slip {
        written: "limit WORD ▸to|at|:|= NUMBER calls|call|requests|request|times|time|invocations|uses|x|ops|operations|executions|runs|msgs|messages? per|/|a|an|each|every|in|by WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "the number comes first: {}; in a `tool` block it counts that tool's calls",
        example: "limit refunds to 10 per minute",
    },
    // ── Limits by other names ──
    Slip {
        written: "▸max|maximum|atmost|cap|throttle|throttled|ratelimit|quota|rate|limitto|limited|limits|allow|budget|maxcalls :|=|to|at|of|is? NUMBER calls|call|requests|request|times|time|invocations|uses|x|ops|operations|executions|runs|msgs|messages? per|/|a|an|each|every|in|by WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "rate_limit 10 per minute",
    },
    Slip {
        written: "▸at|no|not|up|only most|more|to|over than? NUMBER calls|call|requests|request|times|time|invocations|uses|x|ops|operations|executions|runs|msgs|messages? per|/|a|an|each|every|in|by WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "at most 10 per minute",
    },
    Slip {
        written: "▸NUMBER calls|call|requests|request|times|time|invocations|uses|x|ops|operations|executions|runs|msgs|messages? max? per|/|a|an|each|every|in|by WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "10 calls per minute",
    },
    Slip {
        written: "limit NUMBER ▸per|/|a|an|each|every|in|by NUMBER2 WINDOW",
        write: Code("limit NUMBER per LONGER"),
        help: "a window is one minute, hour or day: {} is stricter",
        example: "limit 10 every 5 minutes",
    },
    Slip {
        written: "limit NUMBER ▸WORD per|/|a|an|each|every|in|by WINDOW",
        write: Code("limit NUMBER per WINDOW"),
        help: "a limit counts the calls of its tool: {}",
        example: "limit 5 refunds per hour",
    },
    Slip {
        written: "limit ▸( NUMBER ,|per|/ WINDOW )",
        write: Code("limit NUMBER per WINDOW"),
        help: "write {}",
        example: "limit(5, minute)",
    },
];

/// Any other word in a limit.
pub const LAST: Table = Table { place: Place::Any, within: Within::Tool, slips: LAST_SLIPS };

const LAST_SLIPS: &[Slip] = &[
    Slip {
        written: "limit NUMBER per WINDOW ▸CONDITION",
        write: Code("limit NUMBER per WINDOW"),
        help: "a limit ends here; only `as` and a counter's name may follow: {}",
        example: "limit 5 per minute please",
    },
    Slip {
        written: "limit NUMBER per ▸CONDITION",
        write: Code("limit NUMBER per hour"),
        help: "a window is `minute`, `hour` or `day`, as in {}",
        example: "limit 5 per blue moon",
    },
    Slip {
        written: "limit NUMBER ▸CONDITION",
        write: Code("limit NUMBER per hour"),
        help: "a limit is a number and a window, as in {}",
        example: "limit 5 calls",
    },
    Slip {
        written: "limit WORD ▸CONDITION",
        write: Code("limit 10 per hour"),
        help: "a limit is a number and a window, as in {}",
        example: "limit concurrency 5",
    },
    Slip {
        written: "limit WORD ▸END",
        write: Code("limit 10 per hour"),
        help: "a limit is a number and a window, as in {}",
        example: "limit unlimited",
    },
    Slip {
        written: "limit ▸GROUP",
        write: Code("limit 10 per hour"),
        help: "a limit is a number and a window, as in {}",
        example: "limit { max: 5 }",
    },
    Slip {
        written: "limit ▸CONDITION",
        write: Code("limit 10 per hour"),
        help: "a limit is a number and a window, as in {}",
        example: "limit + 5",
    },
];
