# Also with a comma behind it, and in a name's place.
default deny
let home = "usd"

tool create_invoice: write {
  require args.currency in ["usd",] because "Invoices are in dollars."
  deny if args.state not in [ "draft" ] and args.currency in [home] because "Only drafts."
  deny if args.sent == true
    and args.kind in ["final"] because "It is out."
  limit 30 per minute
}
