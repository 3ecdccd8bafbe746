# Of an `or` only what has an exact opposite can be required.
default deny
tool t: write {
  require args.x > 5 or args.y matches r"^a$"
}
