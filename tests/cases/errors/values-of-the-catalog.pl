# Values that the schema rules out, and comparisons that are true for every value.
default deny
catalog "stripe.tools.json"
tool create_refund: financial {
  require args.currency in ["usd", "USD"]
  deny if args.currency != "gbp"
  deny if args.amount > 1_000_000
  require args.amount >= 1
  deny if args.amount == 1.5
}
