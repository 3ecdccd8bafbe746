# Clauses that denied no call, and conditions that were always true or always false, are listed.
default deny
include "parts/careful.pl"

limit 600 per hour
hide delete_account, delete_customer
allow list_refunds: read
deny create_payout, create_transfer: financial because "Payouts need a human."

tool create_refund: financial {
  apply careful
  require args.currency in ["usd", "eur"]
  require not (args.kind == "credit")
  deny if args.amount > 100_00 or args.internal exists
  deny if args.note missing and args.memo missing
  limit 2 per minute
}

test "refunds" {
  call create_refund { reason: "charged twice", currency: "usd", amount: 5, note: "x" } => allow
  call create_refund { reason: "charged twice", currency: "gbp", amount: 5, note: "x" } => deny
  call create_refund { reason: "charged twice", currency: "usd", amount: 200_00, note: "x" } => deny
  call create_refund { reason: "charged twice", currency: "usd", kind: "credit" } => deny
  2 times call create_refund { reason: "charged twice", currency: "usd", memo: "x" } => limited
}

test "the rest" {
  call delete_account {} => hidden
  call create_payout {} => deny
  call list_refunds {} => allow
}
