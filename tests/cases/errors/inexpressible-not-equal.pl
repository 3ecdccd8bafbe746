# `!=` is true for null, which counts as missing, so its opposite can't be expressed.
default deny
tool t: write {
  deny if args.y exists and not (args.x != 5)
}
