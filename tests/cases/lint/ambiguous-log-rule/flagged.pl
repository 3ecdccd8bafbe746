# Both denials are `/tools/create_refund/deny_if/args.amount-gt` in the log.
default deny

tool create_refund: financial {
  deny if args.amount > 5000 and args.currency == "usd" because "Refunds above $50 need a human."
  deny if args.amount > 4000 and args.currency == "eur" because "Refunds above 40 € need a human."
  limit 10 per minute
}
