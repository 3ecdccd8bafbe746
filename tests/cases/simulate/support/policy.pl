# Each clause that denied a call is shown, with a picture for each kind of clause.
default deny

let refund_cap = 100_00 # in cents

limit 6 per minute

allow get_customer, list_charges: read
allow get_balance: read
hide delete_customer

rule careful(n) {
  require args.reason exists because "Say why."
  limit n per minute
}

tool create_refund: financial {
  apply careful(3)
  require args.currency in ["usd", "eur"] because "Only USD and EUR."
  deny if args.amount > refund_cap and args.currency == "usd" because "Refunds above $100 need a human."
  deny if args.note matches "(?i)urgent"
}

tool create_charge: financial {
  apply careful(2)
}

tool update_customer: write {
  require args.id matches "^cus_" because "Name the customer."
  deny if args.balance exists because "Leave balance out."
}

deny create_payout: financial because "Payouts need a human."
