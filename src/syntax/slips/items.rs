//! Items by other names, and what a file of a policy doesn't contain.

use super::slip::Proposal::{Code, Elsewhere};
use super::slip::{Place, Slip, Table, Within};

/// Where an item begins.
pub const TABLE: Table = Table { place: Place::Item, within: Within::File, slips: SLIPS };

const SLIPS: &[Slip] = &[
    // ── Statements by other names ──
    Slip {
        written: "▸server|mcp|gateway|grant|agent|user|client :|=? TEXT END",
        write: Code("# TEXT"),
        help: "a policy names no server or grant: you say so where you install it; a comment is written {}",
        example: r#"grant "support""#,
    },
    Slip {
        written: "▸permit|grant|enable|accept|whitelist|allowlist|expose|allowed|allows|can|open|unblock|trust tool|tools|access|to? TOOLS : CATEGORY",
        write: Code("allow TOOLS: CATEGORY"),
        help: "write {}",
        example: "permit a: read",
    },
    Slip {
        written: "▸permit|grant|enable|accept|whitelist|allowlist|expose|allowed|allows|can|open|unblock|trust tool|tools|access|to|for? TOOLS END",
        write: Code("allow TOOLS"),
        help: "write {}",
        example: "permit a",
    },
    Slip {
        written: "▸permit|grant|enable|accept|whitelist|allowlist|expose|allowed|allows|can|open|unblock|trust TOOLS if|when|where|unless CONDITION",
        write: Code("tool TOOLS { require CONDITION }"),
        help: "conditions are clauses of a `tool` block: {}",
        example: "permit a if args.x == 5",
    },
    Slip {
        written: "▸block|forbid|reject|refuse|disallow|prohibit|blacklist|denylist|ban|restrict|disable|denied|denies|no|dont|revoke|stop|prevent|blocked|lock tool|tools|access|to? TOOLS : CATEGORY",
        write: Code("deny TOOLS: CATEGORY"),
        help: "write {}",
        example: "block a: destructive",
    },
    Slip {
        written: "▸block|forbid|reject|refuse|disallow|prohibit|blacklist|denylist|ban|restrict|disable|denied|denies|no|dont|revoke|stop|prevent|blocked|lock TOOLS if|when|where CONDITION",
        write: Code("tool TOOLS { deny if CONDITION }"),
        help: "conditions are clauses of a `tool` block: {}",
        example: "forbid a if args.x == 5",
    },
    Slip {
        written: "▸block|forbid|reject|refuse|disallow|prohibit|blacklist|denylist|ban|restrict|disable|denied|denies|no|dont|revoke|stop|prevent|blocked|lock TOOLS because|with|: TEXT",
        write: Code("deny TOOLS because TEXT"),
        help: "write {}",
        example: r#"block a because "x""#,
    },
    Slip {
        written: "▸block|forbid|reject|refuse|disallow|prohibit|blacklist|denylist|ban|restrict|disable|denied|denies|no|dont|revoke|stop|prevent|blocked|lock tool|tools|access|to|calls? TOOLS END",
        write: Code("deny TOOLS"),
        help: "write {}",
        example: "block a",
    },
    Slip {
        written: "▸remove|exclude|hidden|omit|drop|conceal|suppress|unlist|delete|hides|invisible|mask tool|tools? TOOLS END",
        write: Code("hide TOOLS"),
        help: "write {}",
        example: "remove a",
    },
    Slip {
        written: "▸warn|log|audit|alert|notify|monitor|record TOOLS",
        write: Code("deny TOOLS"),
        help: "a policy allows or denies, it can't warn or log: write {}, or remove the line",
        example: "audit a",
    },
    // ── Blocks by other names ──
    Slip {
        written: "▸def|fn|func|function|macro|template|policy|group|profile|mixin|define|fun|proc|sub WORD ( ) »{|:",
        write: Code("rule WORD"),
        help: "named clauses are a rule: {}",
        example: "fn slow() { limit 5 per minute }\ntool a: write { apply slow }",
    },
    Slip {
        written: "▸def|fn|func|function|macro|template|policy|group|profile|mixin|define|fun|proc|sub WORD GROUP »{",
        write: Code("rule WORD GROUP"),
        help: "named clauses are a rule: {}",
        example: "def slow(n) { limit n per minute }\ntool a: write { apply slow(5) }",
    },
    Slip {
        written: "▸def|fn|macro|template|mixin|define|fun|rules|ruleset|clauses|bundle|guardrail WORD »{",
        write: Code("rule WORD"),
        help: "named clauses are a rule: {}",
        example: "macro slow { limit 5 per minute }\ntool a: write { apply slow }",
    },
    Slip {
        written: "▸describe|it|example|scenario|testcase|spec|tests|suite|context|specify TEXT »{",
        write: Code("test TEXT"),
        help: "write {}",
        example: r#"describe "x" { call a {} => deny }"#,
    },
    Slip {
        written: "▸policy|policies|agent|grant|server|mcp|acl|profile|role|user|team|gateway|config|settings|namespace|package|org|environment|group|module WORD »{",
        write: Elsewhere("default deny\n\nallow a: read\nhide c\n"),
        help: "a file is one policy, with nothing around it: remove this line and its `}`",
        example: "policy x {\n  allow a: read\n  hide c\n}",
    },
    Slip {
        written: "▸policy|policies|agent|grant|server|mcp|acl|profile|role|user|team|gateway|config|settings|namespace|package|org|environment|group|module TEXT »{",
        write: Elsewhere("default deny\n\nallow a: read\nhide c\n"),
        help: "a file is one policy, with nothing around it: remove this line and its `}`",
        example: "policy \"x\" {\n  allow a: read\n  hide c\n}",
    },
    Slip {
        written: "▸policy|policies|agent|grant|server|mcp|acl|profile|role|user|team|gateway|config|settings|namespace|package|org|environment|group|module|tools|rules|defaults »{",
        write: Elsewhere("default deny\n\nallow a: read\nhide c\n"),
        help: "a file is one policy, with nothing around it: remove this line and its `}`",
        example: "policy {\n  allow a: read\n  hide c\n}",
    },
    Slip {
        written: "▸tools|function|functions|func|resource|method|endpoint|action|operation|command|on|for|when|allow_tool|api TOOLS : CATEGORY »{",
        write: Code("tool TOOLS: CATEGORY"),
        help: "a block is a tool's: {}",
        example: "function a: write {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "▸tools|function|functions|func|resource|method|endpoint|action|operation|command|on|for|when|allow_tool|api TOOLS »{",
        write: Code("tool TOOLS"),
        help: "a block is a tool's: {}",
        example: "tools a, b {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "▸WORD : CATEGORY »{",
        write: Code("tool WORD: CATEGORY"),
        help: "a block is a tool's: {}",
        example: "create_refund: write {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "▸WORD »{",
        write: Code("tool WORD"),
        help: "a block is a tool's: {}",
        example: "create_refund {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "▸TEXT »{",
        write: Code("tool TEXT"),
        help: "a block is a tool's: {}",
        example: "\"create refund\" {\n  limit 5 per minute\n}",
    },
    Slip {
        written: "▸WORD : CATEGORY END",
        write: Code("rate WORD: CATEGORY"),
        help: "a statement starts with `allow`, `deny`, `hide` or `tool`, or only rates the tool: {}",
        example: "create_refund: write\nallow create_refund",
    },
    Slip {
        written: "▸policy|policies|agent|acl|profile|gateway|config|settings|namespace|package|org|module|section|begin|end VALUE : END",
        write: Code(""),
        help: "a file is one policy, with nothing around it: remove the line",
        example: "policy x:\n  allow a",
    },
    Slip {
        written: "▸``` END",
        write: Code(""),
        help: "a file contains nothing but the policy: remove the line",
        example: "```",
    },
    Slip {
        written: "▸``` WORD END",
        write: Code(""),
        help: "a file contains nothing but the policy: remove the line",
        example: "```pl",
    },
    // ── Names for values ──
    Slip {
        written: "▸const|var|def|set|define|local|val|static|final|constant|variable|val|dim|global|my =|:=|:|to|as? WORD =|:=|:|to|as? LIST END",
        write: Code("let WORD = LIST"),
        help: "write {}",
        example: "const names = [\"a\", \"b\"]\ntool t: write { require args.x in names\n limit 5 per minute }",
    },
    Slip {
        written: "▸const|var|def|set|define|local|val|static|final|constant|variable|val|dim|global|my $|@|%? WORD =|:=|:|to|as? VALUE ;? END",
        write: Code("let WORD = VALUE"),
        help: "write {}",
        example: "const cap = 5\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "▸const|var|def|set|define|local|val|static|final|constant|variable|val|dim|global|my WORD",
        write: Code("let WORD = 5"),
        help: "a value is named with `let`, as in {}",
        example: "const cap\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    // ── What a file doesn't contain ──
    Slip {
        written: "▸version|apiversion|schemaversion|syntax|$schema|schema|spec :|=? VALUE END",
        write: Code(""),
        help: "a policy has no version: remove the line",
        example: r#"version "1""#,
    },
    Slip {
        written: "▸name|description|title|author|owner|id|metadata|kind|summary|note|tags|license|type :|= SENTENCE END",
        write: Code("# SENTENCE"),
        help: "what is for people is a comment: {}",
        example: "name: support bot",
    },
    Slip {
        written: "▸name|description|title|author|owner|id|metadata|kind|summary|note|license VALUE END",
        write: Code("# VALUE"),
        help: "what is for people is a comment: {}",
        example: r#"description "x""#,
    },
    Slip {
        written: "▸server|mcp|gateway|url|endpoint|grant|agent|user|role|client :|=? VALUE END",
        write: Code("# VALUE"),
        help: "a policy names no server or grant: you say so where you install it; a comment is written {}",
        example: r#"server "x""#,
    },
    Slip {
        written: "▸package|module|namespace WORD ;? END",
        write: Code("# WORD"),
        help: "a policy has no package: remove the line, or make it a comment, {}",
        example: "package x",
    },
    Slip {
        written: "▸WORD =|:= LIST END",
        write: Code("let WORD = LIST"),
        help: "a value is named with {}",
        example: "names = [\"a\", \"b\"]\ntool t: write { require args.x in names\n limit 5 per minute }",
    },
    Slip {
        written: "▸WORD =|:=|: VALUE ;? END",
        write: Code("let WORD = VALUE"),
        help: "a value is named with {}",
        example: "cap = 5\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    Slip {
        written: "▸$|@|% WORD =|:=|: VALUE ;? END",
        write: Code("let WORD = VALUE"),
        help: "a value is named with {}",
        example: "$cap = 5\ntool t: write { require args.x <= cap\n limit 5 per minute }",
    },
    // ── Files ──
    Slip {
        written: "▸import|use|using|load|require|source|from|extends|uses|inherit|merge|#include|requires|open|@import ( TEXT )",
        write: Code("include TEXT"),
        help: "write {}",
        example: "require(\"common.pl\")\ntool a: write { apply slow }",
    },
    Slip {
        written: "▸import|use|using|load|require|source|from|extends|uses|inherit|merge|requires|open|includes TEXT",
        write: Code("include TEXT"),
        help: "write {}",
        example: "import \"common.pl\"\ntool a: write { apply slow }",
    },
    Slip {
        written: "▸import|use|using|load|source|from|extends|uses|inherit|merge RUN END",
        write: Code("include RUN"),
        help: "a file is named in quotes: {}",
        example: "import common.pl\ntool a: write { apply slow }",
    },
    Slip {
        written: "▸tools|schema|schemas|server|toolsfile|mcp|toollist|catalogue|catalogs|types :|=|from? TEXT END",
        write: Code("catalog TEXT"),
        help: "write {}",
        example: "catalogue \"tools.json\"\nallow get_*: read",
    },
    // ── Asserts, clauses and ends ──
    Slip {
        written: "} ▸for|on|to TOOLS END",
        write: Code("}"),
        help: "a rule is for the tools that `apply` it: remove the rest of the line",
        example: "rule slow { limit 5 per minute } for a\ntool a: write { apply slow }",
    },
    Slip {
        written: "▸ensure|prove|invariant|claim|verify|check|expect|guarantee|property never|always",
        write: Code("assert never"),
        help: "write `assert never` or `assert always`",
        example: "ensure never a",
    },
    Slip {
        written: "▸never|always TOOLS",
        write: Code("assert never TOOLS"),
        help: "write `assert never` or `assert always`",
        example: "never a",
    },
    Slip {
        written: "▸PATH CONDITION",
        write: Elsewhere("default deny\n\ntool NAME: write {\n  require args.x == 5\n  limit 5 per minute\n}\n"),
        help: "clauses are in the block of a tool: `tool NAME { require args.x == 5 }`",
        example: "args.x == 5",
    },
    Slip {
        written: "▸require|apply|ensure|must PATH CONDITION END",
        write: Code("tool NAME { require PATH CONDITION }"),
        help: "clauses are in the block of a tool: {}",
        example: "require args.x == 5",
    },
    Slip {
        written: "▸require|apply|if|unless|when|where|else CONDITION",
        write: Elsewhere("default deny\n\ntool NAME: write {\n  require args.x == 5\n  limit 5 per minute\n}\n"),
        help: "clauses are in the block of a tool: `tool NAME { require args.x == 5 }`",
        example: "if a then deny",
    },
    Slip {
        written: "▸end|done|endif|fi|endtool|pass",
        write: Code(""),
        help: "a block ends with `}`: remove the word",
        example: "end",
    },
    Slip { written: "▸}|)|]", write: Code(""), help: "nothing is open here: remove it", example: "}" },
    Slip { written: "▸--- END", write: Code(""), help: "a policy has no such line: remove it", example: "---" },
    Slip {
        written: "▸-|*|•|+ »allow|deny|hide|tool|rate|let|rule|limit|test|assert|default",
        write: Code(""),
        help: "items are not a list: remove the sign",
        example: "- allow a",
    },
    Slip {
        written: "▸NUMBER .|) »allow|deny|hide|tool|rate|let|rule|limit|test|assert|default",
        write: Code(""),
        help: "items are not numbered: remove the number",
        example: "1) allow a",
    },
    Slip {
        written: "▸-|*|•|+ TOOLS END",
        write: Code("deny TOOLS"),
        help: "a statement starts with `allow`, `deny` or `hide`, as in {}",
        example: "* a",
    },
    Slip {
        written: "▸TEXT END",
        write: Code("deny TEXT"),
        help: "a statement starts with `allow`, `deny` or `hide`, as in {}",
        example: r#""a""#,
    },
];
