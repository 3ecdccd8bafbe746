# The order of the list, the form of the condition and the message do not make a clause different.
default deny

tool send_mail: write {
  require args.to in ["a@example.com", "b@example.com"] because "Mail goes to the team."
  require args.to in ["b@example.com", "a@example.com"] because "Not to others."
  deny if args.subject == "" and args.body == "" because "Say something."
  # A comment above the clause stays.
  deny if args.body in [""] and args.subject in [""]
    because "It is empty."
  limit 30 per minute
}
