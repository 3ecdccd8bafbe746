# A list, a single text, and one that a `let` names, which may be used elsewhere, too.
default deny
let currency = "^(usd|eur)$"

tool create_invoice: write {
  require args.currency matches "^(usd|eur)$" because "Only USD and EUR."
  require args.country matches r"\A(?:at|de)\z" and args.kind matches "^a[.]b$" because "Only these."
  deny if args.state matches "^draft$" because "Not a draft."
  deny if args.note matches currency because "A currency is no note."
  limit 30 per minute
}
