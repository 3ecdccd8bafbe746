default deny
catalog "../../examples/payments/payments.tools.json"

let refund_cap = 100_00  # in cents

tool create_refund: financial {
  require args.amount <= refund_cap because "Refunds above $100 need a human."
  require args.reason in ["duplicate", "requested_by_customer"]
  limit 5 per minute
}

allow list_charges, list_refunds: read
hide delete_customer
