default deny
catalog "../../examples/payments/payments.tools.json"

tool create_refund: financial {
  require args.amount <= 100_00 because "Refunds above $100 need a human."
}

test "a refund above the cap is refused" {
  call create_refund { charge: "ch_1", amount: 20_000 } => deny because "Refunds above"
  call create_refund { charge: "ch_1", amount: 50_00 } => allow
}

assert never create_refund if not (args.amount <= 100_00)
