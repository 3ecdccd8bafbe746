# Another clause requires the amount; leaving out the other arguments escapes no denial.
default deny
catalog "shop.tools.json"

tool create_refund: financial {
  require args.amount exists because "Say how much."
  deny if args.amount > 5000 because "Refunds above $50 need a human."
  deny if args.currency == "eur" because "Refunds in euros need a human."
  deny if args.instant == true because "Instant refunds need a human."
  deny if args.charge == "ch_1" because "Not this one."
}
