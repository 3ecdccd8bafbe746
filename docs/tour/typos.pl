default deny
catalog "../../examples/payments/payments.tools.json"

tool create_refund: financial {
  require args.amout <= 100_00 because "Refunds above $100 need a human."
}
