# The nearest argument is suggested, and the catalog's own lines are shown.
default deny
catalog "stripe.tools.json"
tool create_refund: financial {
  deny if args.amont > 100
  require args.meta.tickt exists
}
