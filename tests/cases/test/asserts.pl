# A broken assert fails, and the call that breaks it is shown at the clause that allowed it.
default deny
allow list_refunds: read

tool create_refund: financial {
  require args.amount exists because "Say how much."
  deny if args.amount > 100_00 because "Refunds above $100 need a human."
}

test "a refund of 100 dollars passes" {
  call create_refund { amount: 100_00 } => allow
}

assert never create_payout
assert always list_refunds
assert never create_refund if args.amount > 100_00
assert never create_refund if not (args.amount <= 100_00)
assert always create_refund if args.amount <= 100_00 and args.currency == "usd"
assert always create_refund if args.currency == "usd"
