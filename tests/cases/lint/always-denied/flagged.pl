# Contradicting requirements, a clause without a condition, and two clauses that together deny everything.
default deny

tool create_refund: financial {
  require args.currency in ["usd", "eur"] because "Dollars or euros."
  require args.currency == "gbp" because "Pounds."
}
tool create_charge: financial {
  require args.amount < 100 because "Little."
  deny because "Not now."
}
tool create_fee: financial {
  require args.amount > 100_00 because "Small ones are for the shop."
  deny if args.amount > 50_00 because "Large ones need a human."
}
