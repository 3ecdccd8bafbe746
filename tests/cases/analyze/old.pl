# The old policy: refunds up to 100 dollars.
default deny
tool create_refund: financial {
  require args.currency in ["usd", "eur"] because "Only USD and EUR."
  deny if args.amount > 100_00 because "Refunds above $100 need a human."
  limit 10 per minute
}
allow list_refunds: read
hide drop_database
