# Clauses that share a name are one finding, at the first of them that no other rule reports.
default deny

tool send_mail: write {
  deny if args.to == "ann@example.com" because "Not to Ann."
  deny if args.to == "ann@example.com" because "Not to Ann, really."
  deny if args.to == "bob@example.com" because "Not to Bob."
  deny if args.to == "eve@example.com" because "Not to Eve."
  deny if args.to == "kim@example.com" because "Not to Kim."
  limit 10 per minute
}
