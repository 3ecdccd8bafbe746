# What the support agents may do today: refunds are smaller, and they make payouts.
default deny

limit 6 per minute

allow get_customer, list_charges, get_balance, create_payout

tool create_refund: financial {
  require args.reason exists because "Say why."
  deny if args.amount >= 42_00 because "Refunds above $42 need a human."
  limit 3 per minute
}

tool create_charge: financial {
  require args.reason exists
}
