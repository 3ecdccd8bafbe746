# `!=` holds of null, which counts as missing: its opposite can't be said.
default deny
tool t: write {
  deny if args.y exists and not (args.x != 5)
}
