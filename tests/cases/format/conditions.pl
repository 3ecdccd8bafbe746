# A condition that does not fit breaks before the outermost `and` or `or`; brackets stay as written.
tool pay {
  deny if args.source matches may_hold_keys or args.destination matches may_hold_keys because "Keys stay where they are. Ask a person to move them."
  deny if args.source matches may_hold_keys or args.destination matches may_hold_keys or ((args.force == true))
  require args.amount exists and args.amount > 0 and args.amount <= cap or args.approved_by == "finance" and args.ticket exists because "Keep it small."
  require (args.currency in ["usd", "eur"] or args.reason matches r"^approved by the finance team") and (args.region == "eu" or args.region == "us") or not (args.test == true)
  require args.country in ["at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu", "ie", "it", "lt"] because "EU only."
  require args.country not in ["at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu", "ie", "it", "lt", "lu", "lv", "mt", "nl", "pl"] because "Not there."
  require not args.country not in ["at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu", "ie", "it", "lt"] because "Not there."
}
assert never create_pull_request_review if args.event == "APPROVE" or args.event == "REQUEST_CHANGES" or args.event missing
