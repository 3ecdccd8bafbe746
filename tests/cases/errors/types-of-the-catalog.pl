# What the schema says of an argument stands beside what the policy asks of it.
default deny
catalog "stripe.tools.json"
tool create_refund: financial {
  deny if args.reason > 5
  require args.amount matches r"^[0-9]+$"
  deny if args.tags == "fraud"
  deny if args.amount contains 5
  require args.currency == true
}
