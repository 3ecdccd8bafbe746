# `deny` and `hide` deny on purpose, and the other tools allow some call.
default deny

deny create_payout: financial because "People pay out."
hide create_transfer
tool create_refund: financial {
  require args.amount > 0 because "More than nothing."
  deny if args.amount > 50_00 because "Large ones need a human."
}
