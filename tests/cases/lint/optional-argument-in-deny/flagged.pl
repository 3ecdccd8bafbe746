# A refund without an amount refunds the whole charge.
default deny
catalog "shop.tools.json"

tool create_refund: financial {
  require args.charge matches "^ch_[0-9]+$" because "Name the charge."
  deny if args.amount > 5000 because "Refunds above $50 need a human."
}
