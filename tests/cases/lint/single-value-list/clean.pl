# A list that a `let` names may grow.
default deny
let currencies = ["usd"]

tool create_invoice: write {
  require args.currency in currencies because "Invoices are in dollars."
  deny if args.kind in ["final", "void"] because "It is out."
  limit 30 per minute
}
