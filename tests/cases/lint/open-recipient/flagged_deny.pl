# One recipient that is denied leaves all others.
default deny

tool send_mail(to: string, body: string): write {
  deny if args.to == "press@acme.example" because "Not to the press."
  limit 10 per minute
}
