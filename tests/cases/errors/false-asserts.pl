# A broken assert is shown with a call that breaks it, and with the clause that decided the call.
default deny

rule capped(most) {
  deny if args.amount > most because "Too much."
}

tool create_refund: financial {
  require args.currency in ["usd", "eur"]
  apply capped(100_00)
}

tool run: execute {
  require args.command matches r"^(ls|cat [a-z./]+)$"
}

deny create_payout because "Payouts need a human."

assert never create_refund if args.amount > 50_00
assert never create_refund if args.amount > 100_00
assert always create_refund if args.currency == "usd"
assert always create_payout
assert always list_refunds if args."x-trace" exists
assert never run if args.command matches r"\.\./"
