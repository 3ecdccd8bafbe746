//! The kinds of tools in a generated trace: the clauses for each, and the arguments that agents call it with. Most calls
//! are allowed; each clause denies a few. Patterns repeat from shop to shop, as in generated policies of thousands of
//! tools; lists and texts do not.

use std::fmt::Write as _;

use fastrand::Rng;

/// A kind of tool.
pub struct Kind {
    /// The prefix of its tools' names.
    pub name: &'static str,
    /// The clauses for it, with `SHOP` for the shop; `None` allows it without conditions.
    pub clauses: Option<&'static str>,
    /// Writes the arguments of a call, without the braces.
    pub args: fn(&mut Rng, &str, &mut String),
}

/// All kinds.
pub const KINDS: [Kind; 8] =
    [CREATE_REFUND, SEND_MESSAGE, READ_FILE, RUN_QUERY, FETCH_PAGE, CREATE_TICKET, LIST_CUSTOMERS, CREATE_PAYOUT];

const CREATE_REFUND: Kind = Kind {
    name: "create_refund",
    clauses: Some(
        r#"  require args.reason exists because "Say why."
  require args.currency in ["usd", "eur", "gbp", "cad", "aud", "chf", "sek", "nok"] because "Not this currency."
  require args.charge matches r"^ch_[A-Za-z0-9]{14,24}$"
  deny if args.amount > 100_00 because "Refunds above $100 need a human."
  limit 3 per minute
  limit 400 per day
"#,
    ),
    args: |rng, _, out| {
        let amount = rng.u32(1..10_300);
        let currency = mostly(rng, &["usd", "eur", "gbp", "cad", "aud", "chf", "sek", "nok"], "USD");
        let _ = write!(out, r#""charge":"ch_{:016x}","amount":{amount},"currency":"{currency}""#, rng.u64(..));
        if rng.u8(..40) > 0 {
            let reason = pick(rng, &["duplicate", "the customer said \\\"too late\\\"", "r\\u00fcckgabe", "fraud"]);
            let _ = write!(out, r#","reason":"{reason}""#);
        }
    },
};

const SEND_MESSAGE: Kind = Kind {
    name: "send_message",
    clauses: Some(
        r#"  require args.to matches r"^[a-z0-9._-]+@([a-z0-9]+\.)?example\.(com|org)$" because "Colleagues only."
  deny if args.body contains "BEGIN PRIVATE KEY" because "That looks like a secret."
  deny if args.options.bcc exists
  limit 60 per hour
"#,
    ),
    args: |rng, shop, out| {
        let domain = mostly(rng, &["example.com", "example.org"], "example.net");
        let at_shop = if rng.bool() { format!("{shop}.") } else { String::new() };
        let name = pick(rng, &["ann", "bo.lee", "c_smith", "dev-team", "e.jones7"]);
        let _ = write!(out, r#""to":"{name}@{at_shop}{domain}","options":{{"html":{}"#, rng.bool());
        if rng.u8(..60) == 0 {
            out.push_str(r#","bcc":["x@example.net"]"#);
        }
        out.push_str(r#"},"body":"Hi,\n\n"#);
        prose(rng, 60, out);
        if rng.u8(..100) == 0 {
            out.push_str("BEGIN PRIVATE KEY");
        }
        out.push('"');
    },
};

const READ_FILE: Kind = Kind {
    name: "read_file",
    clauses: Some(
        r#"  deny if args.path matches r"(^|/)\.(ssh|aws|git|env)(/|$)" because "No secrets."
  deny if args.path matches r"\.\./"
  require args.limit <= 2_000
  limit 600 per hour
"#,
    ),
    args: |rng, shop, out| {
        let folder =
            mostly(rng, &["src", "docs/guide", "home/agent/.cache", "tests", "var/log/app"], "home/agent/.ssh");
        let file = pick(rng, &["main.rs", "README.md", "config.yaml", "id_ed25519", "2026-03-01.log", "index.test.ts"]);
        let _ = write!(out, r#""path":"/{shop}/{folder}/{file}","offset":{},"limit":"#, rng.u16(..));
        let _ = write!(out, "{}", mostly(rng, &["200", "500", "1e3", "2000", "64.0"], "5000"));
    },
};

const RUN_QUERY: Kind = Kind {
    name: "run_query",
    clauses: Some(
        r#"  require args.database in ["orders", "stock", "reviews", "SHOP_reports"] because "Not this database."
  deny if args.sql matches r"(?i)\b(drop|truncate|alter|grant|delete)\b" because "Reading only."
  deny if args.timeout > 60 or args.timeout < 0
  limit 30 per hour
"#,
    ),
    args: |rng, shop, out| {
        let database = mostly(rng, &["orders", "stock", "reviews", "reports"], "payroll");
        let shop = if database == "reports" { format!("{shop}_") } else { String::new() };
        let verb = mostly(rng, &["select", "SELECT"], "delete");
        let _ = write!(out, r#""database":"{shop}{database}","sql":"{verb} id, \"total\"\nfrom t_{}"#, rng.u16(..));
        let _ = write!(out, r#"\nwhere day > '2026-02-{:02}'","timeout":{}"#, rng.u8(1..29), rng.i8(0..62));
    },
};

const FETCH_PAGE: Kind = Kind {
    name: "fetch_page",
    clauses: Some(
        r#"  require args.url matches r"^https://(api|docs|www)\.(example|[a-z0-9]+-example)\.(com|org)/" because "Not this site."
  deny if args.headers.authorization exists
  require args.method in ["GET", "HEAD"]
  limit 20 per minute
"#,
    ),
    args: |rng, shop, out| {
        let host = mostly(rng, &["api.example.com", "docs.example.org", "www.example.com"], "files.example.net");
        let host = if rng.u8(..8) == 0 { format!("www.{shop}-example.com") } else { host.to_owned() };
        let method = mostly(rng, &["GET", "GET", "HEAD"], "POST");
        let _ = write!(out, r#""url":"https://{host}/v1/items/{}?page={}","#, rng.u32(..), rng.u8(..));
        let _ = write!(out, r#""method":"{method}","headers":{{"accept":"application/json","x-trace":null"#);
        out.push_str(if rng.u8(..50) == 0 { r#","authorization":"Bearer x"}"# } else { "}" });
    },
};

const CREATE_TICKET: Kind = Kind {
    name: "create_ticket",
    clauses: Some(
        r#"  require args.project in ["web", "app", "api", "data", "infra", "legal", "sales", "docs", "qa", "it", "hr", "ops"]
  require args.priority in [1, 2, 3, 4] because "From 1 to 4."
  deny if args.labels contains "internal" because "Not for agents."
  require args.title matches r"^\S.{4,}$"
"#,
    ),
    args: |rng, shop, out| {
        let project =
            mostly(rng, &["web", "app", "api", "data", "infra", "legal", "sales", "docs", "qa", "it"], "board");
        let label = mostly(rng, &["bug", "ui", "help wanted", "question", "wontfix"], "internal");
        let _ = write!(out, r#""project":"{project}","labels":["{shop}","{label}","2026-Q1"],"title":"#);
        let _ = write!(
            out,
            r#""{}","#,
            mostly(rng, &["Login fails on \\\"Sign in\\\"", "Größe falsch", "Slow search"], "?")
        );
        let _ = write!(out, r#""priority":{}"#, mostly(rng, &["1", "2", "3", "4", "\"2\"", "3.0"], "5"));
    },
};

/// A tool without conditions.
pub const LIST_CUSTOMERS: Kind = Kind {
    name: "list_customers",
    clauses: None,
    args: |rng, shop, out| {
        let _ = write!(out, r#""filter":{{"shop":"{shop}","active":{},"since":null}},"#, rng.bool());
        let _ = write!(
            out,
            r#""fields":["id","name","mail"],"page":{},"bounds":[[-1.5,{}],[0,2e2]]"#,
            rng.u8(..),
            rng.u8(..)
        );
    },
};

const CREATE_PAYOUT: Kind = Kind {
    name: "create_payout",
    clauses: Some(
        r#"  require args.amount > 0 and args.amount <= 500_00 and args.currency == "eur" because "Up to 500 euros."
  deny if args.destination.country not in ["at", "de", "fr", "nl", "SHOP"] because "Not to this country."
  deny if args.approved != true because "Not approved."
  limit 20 per hour
"#,
    ),
    args: |rng, shop, out| {
        let country = mostly(rng, &["at", "de", "fr", "nl", shop], "xx").to_owned();
        let currency = mostly(rng, &["eur"], "usd");
        let _ = write!(out, r#""amount":{}.{:02},"currency":"{currency}","#, rng.u32(1..51_000), rng.u8(..100));
        let _ =
            write!(out, r#""destination":{{"iban":"DE{:018}","country":"{country}"}},"#, rng.u64(..999_999_999_999));
        let _ = write!(out, r#""approved":{}"#, rng.u8(..50) > 0);
    },
};

/// Realistic text inside a JSON string, of about this many bytes and never more.
pub fn prose(rng: &mut Rng, bytes: usize, out: &mut String) {
    const WORDS: [&str; 32] = [
        "the ",
        "order ",
        "was ",
        "sent ",
        "on ",
        "Monday, ",
        "and ",
        "arrived ",
        "two ",
        "days ",
        "late. ",
        "please ",
        "check ",
        "with ",
        "the customer ",
        "first: ",
        "she ",
        "says ",
        "\\\"never again\\\" ",
        "café ",
        "naïve ",
        "(see ",
        "ticket ",
        "#4711) ",
        "then ",
        "close it.\\n",
        "path\\\\to ",
        "für ",
        "— ",
        "ok ",
        "refund ",
        "🙂 ",
    ];
    let end = out.len() + bytes;
    while out.len() < end {
        let word = pick(rng, &WORDS);
        let room = end - out.len();
        out.push_str(if word.len() <= room {
            word
        } else {
            "................".get(..room.min(16)).unwrap_or_default()
        });
    }
}

/// One of the usual texts, and sometimes one that a clause denies.
fn mostly<'t>(rng: &mut Rng, usual: &[&'t str], odd: &'t str) -> &'t str {
    if rng.u8(..64) == 0 { odd } else { pick(rng, usual) }
}

fn pick<'t>(rng: &mut Rng, texts: &[&'t str]) -> &'t str {
    texts.get(rng.usize(..texts.len())).copied().unwrap_or_default()
}
