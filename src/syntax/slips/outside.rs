//! What `policy.json` can't express, however it's written: approval by people, users and roles, the time, and other
//! calls. An argument can't replace them, because the agent writes all arguments itself.

use super::slip::Proposal::{Code, Elsewhere};
use super::slip::{Place, Slip, Table, Within};

/// In a condition.
pub const CONDITIONS: Table = Table { place: Place::Condition, within: Within::Tool, slips: CONDITIONS_SLIPS };

const CONDITIONS_SLIPS: &[Slip] = &[
    Slip {
        written: "▸OUTSIDE",
        write: Elsewhere("default deny\n\ndeny t: write because \"Ask a person to do this.\"\n"),
        help: r#"the gateway can't wait for a person, and an argument is what the agent says: write `deny TOOL because "…"` for a tool that people should call themselves"#,
        example: "require human_approval == true",
    },
    Slip {
        written: "▸WORD approval|approvals|confirmation|review|consent|signoff",
        write: Elsewhere("default deny\n\ndeny t: write because \"Ask a person to do this.\"\n"),
        help: r#"the gateway can't wait for a person, and an argument is what the agent says: write `deny TOOL because "…"` for a tool that people should call themselves"#,
        example: "require two approvals",
    },
    Slip {
        written: "▸OTHERUSER",
        write: Elsewhere("default deny\n\ntool t: write {\n  limit 5 per minute\n}\n"),
        help: "a policy is for one grant and knows no users or roles; an argument is what the agent says: remove this, and give each role a grant with its own policy",
        example: r#"require ctx.user.role == "x""#,
    },
    Slip {
        written: "▸approval*|approvals|approved|approve|approver*|confirmation*|confirm|confirmed|consent*|human*|humans|person|people|someone|somebody|review*|reviewed|reviewer*|manual|manually|signoff|authorization*|authorized|authorisation|mfa|2fa|otp|hitl|humanintheloop|escalation|escalate|permission*|verification|verified|operator*",
        write: Elsewhere("default deny\n\ndeny t: write because \"Ask a person to do this.\"\n"),
        help: r#"the gateway can't wait for a person, and an argument is what the agent says: write `deny TOOL because "…"` for a tool that people should call themselves"#,
        example: "require approval",
    },
    Slip {
        written: "▸user*|users|username|userid|userrole|role*|roles|caller*|agent*|agentid|grant*|principal*|subject*|identity*|session*|sessionid|admin|isadmin|admins|me|currentuser|group|groups|who",
        write: Elsewhere("default deny\n\ntool t: write {\n  limit 5 per minute\n}\n"),
        help: "a policy is for one grant and knows no users or roles; an argument is what the agent says: remove this, and give each role a grant with its own policy",
        example: r#"require user.role == "admin""#,
    },
    Slip {
        written: "▸time*|hour*|hours|day*|days|weekday|weekdays|weekend|date*|now*|today|tomorrow|minute|month|year|dayofweek|clock*|timestamp|businesshours|workinghours|officehours|timeofday|night|working|business|office|between|during|before|outside|until|on|weekends|while",
        write: Elsewhere("default deny\n\ntool t: write {\n  limit 5 per minute\n}\n"),
        help: "a policy knows no time of day or date: remove this, and use another policy at other times",
        example: "deny if time.hour > 18",
    },
    Slip {
        written: "▸count|sum|total|calls|previous|last|history*|usage|budget|spent|quota|counter*|state*|sofar|cumulative|average|avg|rate|requests|callcount|requestcount|numcalls|after|first",
        write: Elsewhere("default deny\n\ntool t: write {\n  limit 5 per hour\n}\n"),
        help: "a condition is about one call: calls are counted with a limit such as `limit 5 per hour`, and amounts can't be added up",
        example: "require count < 5",
    },
    Slip {
        written: "▸tool*|toolname|ip|ipaddress|sourceip|remoteip|server*|host*|env*|environment*|country|geo*|risk*",
        write: Elsewhere("default deny\n\ntool t: write {\n  limit 5 per minute\n}\n"),
        help: "a condition is about the arguments of the call, and a clause about the tool of its block: remove this",
        example: r#"require tool == "x""#,
    },
    Slip {
        written: "▸$|@ user*|users|username|userid|userrole|role*|roles|caller*|agent*|agentid|grant*|principal*|subject*|identity*|session*|sessionid|admin|isadmin|admins|me|currentuser|group|groups|who|approval*|approvals|approved|approve|approver*|confirmation*|confirm|confirmed|consent*|human*|humans|person|people|someone|somebody|review*|reviewed|reviewer*|manual|manually|signoff|authorization*|authorized|authorisation|mfa|2fa|otp|hitl|humanintheloop|escalation|escalate|permission*|verification|verified|operator*",
        write: Elsewhere("default deny\n\ntool t: write {\n  limit 5 per minute\n}\n"),
        help: "a policy knows no users, roles or approvals, and has no variables: remove this",
        example: r#"require $user == "x""#,
    },
];

/// Where a clause begins.
pub const CLAUSES: Table = Table { place: Place::Clause, within: Within::Tool, slips: CLAUSES_SLIPS };

const CLAUSES_SLIPS: &[Slip] = &[Slip {
    written: "▸requireapproval|requiresapproval|requireconfirmation|requirehuman|requirehumanapproval|requirereview|needsapproval|approval|approve|approved|ask|askuser|askhuman|confirm|confirmation|escalate|human|humanapproval|hitl|pause|hold|prompt|promptuser|review|manual|mfa",
    write: Elsewhere("default deny\n\ndeny t: write because \"Ask a person to do this.\"\n"),
    help: r#"the gateway can't wait for a person: write `deny TOOL because "…"` for a tool that people should call themselves"#,
    example: "require_approval",
}];

/// Where an item begins.
pub const ITEMS: Table = Table { place: Place::Item, within: Within::File, slips: ITEMS_SLIPS };

const ITEMS_SLIPS: &[Slip] = &[
    Slip {
        written: "▸requireapproval|requiresapproval|requireconfirmation|requirehuman|requirehumanapproval|requirereview|needsapproval|approval|approve|approved|ask|askuser|askhuman|confirm|confirmation|escalate|human|humanapproval|hitl|pause|hold|prompt|promptuser|review|manual|mfa for|to|of|tool|before TOOLS",
        write: Code(r#"deny TOOLS because "Ask a person to do this.""#),
        help: "the gateway can't wait for a person: write {}",
        example: "approve tool refund",
    },
    Slip {
        written: "▸requireapproval|requiresapproval|requireconfirmation|requirehuman|requirehumanapproval|requirereview|needsapproval|approval|approve|approved|ask|askuser|askhuman|confirm|confirmation|escalate|human|humanapproval|hitl|pause|hold|prompt|promptuser|review|manual|mfa TOOLS",
        write: Code(r#"deny TOOLS because "Ask a person to do this.""#),
        help: "the gateway can't wait for a person: write {}",
        example: "ask refund",
    },
    Slip {
        written: "▸require|requires|need|needs a|human? approval|approvals|confirmation|review|consent|approved for|of|on|before|to? TOOLS",
        write: Code(r#"deny TOOLS because "Ask a person to do this.""#),
        help: "the gateway can't wait for a person: write {}",
        example: "require approval for refund",
    },
];

/// Statements inside a block.
pub const BLOCKS: Table = Table { place: Place::ItemInBlock, within: Within::Tool, slips: BLOCKS_SLIPS };

const BLOCKS_SLIPS: &[Slip] = &[
    Slip {
        written: "▸allow if|when|only|unless|where if|when? user*|users|username|userid|userrole|role*|roles|caller*|agent*|agentid|grant*|principal*|subject*|identity*|session*|sessionid|admin|isadmin|admins|me|currentuser|group|groups|who",
        write: Elsewhere("default deny\n\ntool t: write {\n  limit 5 per minute\n}\n"),
        help: "a policy is for one grant and knows no users or roles; an argument is what the agent says: remove this, and give each role a grant with its own policy",
        example: "allow if user is admin",
    },
    Slip {
        written: "▸allow if|when|only approval|approved|human|confirmed|confirmation|user* END",
        write: Elsewhere("default deny\n\ndeny t: write because \"Ask a person to do this.\"\n"),
        help: r#"the gateway can't wait for a person: write `deny TOOL because "…"` for a tool that people should call themselves"#,
        example: "allow if approved",
    },
];
