# A denied call stays denied, even if somebody approves it.
default deny
deny create_payout, create_transfer: financial because "Requires Approval."

tool create_refund: financial {
  require args.amount <= 5000 because "Above $50 it has to be approved first."
  limit 10 per minute
}
