# All syntax errors are reported in one run, with one message each.
default deny
tool create_refund: financial {
  limit 10 per week
  deny if args.amount = 5
  require amount > 5
  deny if args.note == null
}
allow list_refunds: reed
deny create_payout because "not closed
