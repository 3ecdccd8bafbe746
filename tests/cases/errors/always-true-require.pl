# A `require` that every call meets.
default deny
tool t: write {
  require args.x exists or args.x missing
}
