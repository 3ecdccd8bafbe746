# What the support agents may do on the payments server.
default deny
catalog "../../examples/payments/payments.tools.json"

allow get_customer, list_charges: read

tool create_refund: financial {
  require args.amount exists
  deny if args.amount > 100_00 because "Refunds above $100 need a human."
  limit 5 per minute
}
