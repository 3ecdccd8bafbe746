# A `require` that no call can meet.
default deny
tool t: write {
  require args.x exists and not args.x exists
}
