default deny
catalog "../../examples/payments/payments.tools.json"

let cap = 100_00  # in cents

tool create_refund: financial {
  require args.reason in ["duplicate", "requested_by_customer"] because "Say why."
  deny if args.amount < 1 or args.amount > cap because "Refunds above $100 need a human."
  limit 10 per minute
}

allow list_charges, list_refunds: read
hide delete_customer
