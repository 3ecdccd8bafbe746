# The entries of one clause may share a name, and a `require` and a `deny if` never do.
default deny

tool create_refund: financial {
  require args.amount <= 5000 because "Refunds above $50 need a human."
  deny if args.amount > 4000 and args.currency == "eur" or args.amount > 4500 and args.currency == "chf"
    because "Refunds above 40 € need a human."
  deny if args.currency == "gbp" because "No pounds."
  limit 10 per minute
}
