# An earlier clause denies more; two clauses together do; no call meets the condition.
default deny

tool create_refund: financial {
  deny if args.amount > 100_00 because "Refunds above $100 need a human."
  deny if args.amount > 500_00 because "Refunds above $500 need the board."
}
tool create_charge: financial {
  require args.amount > 0 and args.amount <= 100 because "Up to a dollar."
  deny if args.amount == 0 because "Nothing is no charge."
}
tool create_fee: financial {
  deny if args.a > 10 because "Much."
  deny if args.a < 10 because "Little."
  deny if args.a != 10 and args.a exists and args.a >= 0 because "Ten."
}
tool create_tax: financial {
  require args.a > 1 because "More than one."
  deny if args.b > 10 and args.b < 5 because "Strange."
}
