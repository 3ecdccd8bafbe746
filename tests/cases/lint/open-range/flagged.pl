# An upper bound by a `require` and by a `deny if`; the first of two bounds is reported.
default deny

tool create_refund: financial {
  require args.amount <= 100_00 because "Refund up to $100."
  deny if args.amount > 50_00 and args.currency == "gbp" because "Up to 50 pounds."
}
tool order(items: {total_cost: number}): financial {
  deny if args.items.total_cost > 500 because "Orders above $500 need a human."
}
