# A clause with two entries is reported once; limits have a message of their own.
default deny
deny create_payout: financial

tool create_refund: financial {
  require args.amount <= 5000
  deny if args.currency == "chf" or args.currency == "gbp" because " "
  limit 10 per minute
}
