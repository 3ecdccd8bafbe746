# The message shows the schema's type for the argument next to the policy's condition.
default deny
catalog "stripe.tools.json"
tool create_refund: financial {
  deny if args.reason > 5
  require args.amount matches r"^[0-9]+$"
  deny if args.tags == "fraud"
  deny if args.amount contains 5
  require args.currency == true
}
