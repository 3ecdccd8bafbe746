# A signature can say, as a schema can, that the amount is optional; another tool also applies the rule.
default deny

rule small {
  deny if args.amount > 5000 because "Amounts above $50 need a human."
}

tool create_refund(charge: string, amount?: integer): financial { apply small }
tool create_payout(amount: integer): financial { apply small }
