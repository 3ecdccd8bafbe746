# Also with a trailing comma, and with a name as the value.
default deny
let home = "usd"

tool create_invoice: write {
  require args.currency in ["usd",] because "Invoices are in dollars."
  deny if args.state not in [ "draft" ] and args.currency in [home] because "Only drafts."
  deny if args.sent == true
    and args.kind in ["final"] because "It is out."
  limit 30 per minute
}
