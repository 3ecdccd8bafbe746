# The new policy: refunds up to 500 dollars, with a reason, and an additional tool.
default deny
tool create_refund: financial {
  require args.currency in ["usd", "eur"] because "Only USD and EUR."
  require args.reason exists because "Say why."
  deny if args.amount > 500_00 because "Refunds above $500 need a human."
  limit 20 per minute
}
allow list_refunds, get_balance: read
deny drop_database because "Never."
