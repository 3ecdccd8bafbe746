# Restricted by a clause, denied, or hidden.
default deny

tool create_refund: financial { deny if args.amount > 100_00 because "At most $100." }
deny create_payout: financial because "People pay out."
hide create_transfer
