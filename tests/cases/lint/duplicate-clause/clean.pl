# One clause asks only a part of what the other asks.
default deny

tool send_mail: write {
  require args.to in ["a@example.com", "b@example.com"] because "Mail goes to the team."
  deny if args.to == "a@example.com" and args.urgent == true because "She is away."
  deny if args.to == "a@example.com" and args.urgent == true and args.cc exists because "So is he."
  limit 30 per minute
}
