# Without a type, all uses of an argument have to agree; the later one is reported.
default deny
tool t: write {
  deny if args.x > 5
  require args.x matches r"^a$"
  deny if args.x > "a"
}
