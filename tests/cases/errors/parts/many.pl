let k = 1
allow y: read
tool z { deny if args.n < "5" }
limit 0 per hour
catalog "stripe.tools.json"
