# A wrong value hides no wrong argument, and a wrong step no wrong argument before it.
default deny
catalog "stripe.tools.json"
tool create_refund: financial {
  deny if args.amont == nowhere
  deny if args.amuont.0 == 1
  deny if args.amount matches nowhere
  deny if args.reason < nowhere
  require args.currency in ["usd", nowhere, "gbp"]
}
