# A clause or the schema sets a lower bound; or the number is not an amount.
default deny
catalog "shop.tools.json"

tool create_refund: financial { require args.amount > 0 and args.amount <= 100_00 because "Up to $100." }
tool create_charge: financial { deny if args.amount > 100_00 because "Up to $100." }
tool create_fee: financial {
  deny if args.fee > 100 because "Up to a dollar."
  deny if args.fee < 0 because "No less than nothing."
}
tool list_charges: read { deny if args.limit > 100 because "Up to a hundred." }
