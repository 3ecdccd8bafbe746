# Neither the order of the list, nor how the condition is said, nor the message makes it another clause.
default deny

tool send_mail: write {
  require args.to in ["a@example.com", "b@example.com"] because "Mail goes to the team."
  require args.to in ["b@example.com", "a@example.com"] because "Not to others."
  deny if args.subject == "" and args.body == "" because "Say something."
  # What stands above the clause stays.
  deny if args.body in [""] and args.subject in [""]
    because "It is empty."
  limit 30 per minute
}
