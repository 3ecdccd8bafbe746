# An argument can't be there and missing at once.
default deny
tool t: write {
  deny if args.x exists and args.x missing
}
