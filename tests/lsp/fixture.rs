//! The policy that the transcripts are about.

use super::client::Client;

pub const TOOLS: &str = r#"{"tools": [
  {"name": "create_refund", "description": "Refunds a charge.", "annotations": {"readOnlyHint": false}, "inputSchema": {
    "type": "object", "required": ["amount"], "properties": {
      "amount": {"type": "integer", "minimum": 1, "description": "In cents."},
      "currency": {"type": "string", "enum": ["usd", "eur"]},
      "note": {"type": "string"},
      "meta": {"type": "object", "properties": {"ticket-id": {"type": "string"}}}}}},
  {"name": "get_charge", "description": "Reads *one* charge. See https://evil.example", "annotations": {"readOnlyHint": true},
   "inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}}},
  {"name": "get_customer", "annotations": {"readOnlyHint": true},
   "inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}}},
  {"name": "delete_customer", "inputSchema": {"type": "object", "properties": {"id": {"type": "string"}}}}
]}"#;

pub const PART: &str = "\
## What support may refund without asking.
let cap = 100_00

rule careful(most) {
  require args.amount <= most because \"Ask the finance team.\"
  limit 5 per minute
}
";

pub const POLICY: &str = "\
# What the support bot may do.
# It never deletes.
catalog \"tools.json\"
include \"part.pl\"
default deny

allow get_*: read
deny delete_customer: destructive
limit 600 per hour

tool create_refund: financial {
  apply careful(cap)
  require args.currency in [\"usd\", \"eur\"]
  deny if args.meta.\"ticket-id\" missing
  limit 20 per hour as refunds
}

test \"a refund above the cap is denied\" {
  call create_refund { amount: 200_00, currency: \"usd\", meta: { \"ticket-id\": \"T\" } } => deny
  call get_charge { id: \"ch_1\" } => allow
}
";

/// A client with the policy open, and its diagnostics known.
pub fn opened() -> Client {
    let mut client = Client::new(&[("tools.json", TOOLS), ("part.pl", PART)]);
    client.open("p.pl", POLICY);
    client.diagnostics("p.pl");
    client
}

/// The offset of a place in the policy: `‸` marks it in a part of the text that occurs once.
pub fn at(part: &str) -> usize {
    at_in(POLICY, part)
}

/// The offset of a place in a text.
pub fn at_in(text: &str, part: &str) -> usize {
    let (plain, marks) = super::client::marked(part);
    assert_eq!(text.matches(&plain).count(), 1, "{plain:?} has to occur once");
    text.find(&plain).unwrap() + marks[0]
}
