# If two statements disagree about a tool, both are checked with its types.
default deny
catalog "stripe.tools.json"
tool create_refund: financial { require args.amount > 5 }
tool create_refund { require args.amont > 5 deny if args.reason > 5 }
