# Clauses that share a name are one finding, at the first of them that no other rule reports.
default deny

tool greet: write {
  deny if args.name == "ann" because "Not Ann."
  deny if args.name == "ann" because "Not Ann, really."
  deny if args.name == "bob" because "Not Bob."
  deny if args.name == "eve" because "Not Eve."
  deny if args.name == "kim" because "Not Kim."
  limit 10 per minute
}
