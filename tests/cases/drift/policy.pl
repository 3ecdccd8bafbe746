# The effects of a new catalog on a policy are shown at its clauses, with a call if more is allowed.
default deny
catalog "old.tools.json"

allow get_*, list_*: read
hide delete_customer
allow send_receipt: write

tool create_refund: financial {
  deny if args.amount > 100_00 because "Refunds above $100 need a human."
}

tool create_payout: financial {
  deny if args.amount > 500 because "Payouts above $5 need a human."
}

tool update_customer: write {
  require args.metadata.ticket exists
}
