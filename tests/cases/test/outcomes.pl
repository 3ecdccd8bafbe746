# Each wrong expectation is shown with the actual decision, and the clause that made it.
default deny
hide delete_account

tool create_refund: financial {
  require args.reason exists because "Say why."
  deny if args.amount > 100_00 and args.currency == "usd" because "Refunds above $100 need a human."
  limit 2 per minute
}

deny create_payout: financial

test "what is expected of refunds" {
  call create_refund { amount: 200_00, currency: "usd", reason: "dup" } => allow
  call create_refund { amount: 200_00, currency: "eur", reason: "dup" } => deny
  call create_refund { amount: 5_00 } => limited
  call create_refund { amount: 5_00, reason: null } => deny because "Refunds above"
  call delete_account {} => allow
  call create_payout { amount: 1 } => deny because "Payouts"
  call create_payout { amount: 1 } => hidden
  call list_refunds {} => allow
}
