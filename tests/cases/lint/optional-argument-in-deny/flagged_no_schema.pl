# Nothing is known about the arguments, so an amount that is left out escapes the bound.
default deny
tool create_refund: financial { deny if args.amount > 5000 because "Refunds above $50 need a human." }
