# A signature says as well as a schema that the amount may be left out; the rule is another one's too.
default deny

rule small {
  deny if args.amount > 5000 because "Amounts above $50 need a human."
}

tool create_refund(charge: string, amount?: integer): financial { apply small }
tool create_payout(amount: integer): financial { apply small }
