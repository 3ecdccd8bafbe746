# An argument can't exist and be missing at once.
default deny
tool t: write {
  deny if args.x exists and args.x missing
}
