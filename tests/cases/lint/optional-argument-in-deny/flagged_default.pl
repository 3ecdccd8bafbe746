# If the currency is left out, it is `usd`, which the clause is meant to deny.
default deny
catalog "shop.tools.json"

tool create_refund: financial {
  require args.charge matches "^ch_[0-9]+$" because "Name the charge."
  deny if args.currency == "usd" because "Refunds in dollars need a human."
}
