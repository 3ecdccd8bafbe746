default deny
catalog "../../examples/payments/payments.tools.json"

let refund_cap = 100_00

tool create_refund: financial {
  require args.amout <= refund_cap because "Refunds above $100 need a human."
  require args.reason in ["duplicate", "goodwill"]
}

hide delete_custommer
