# A block inside a block is one error.
default deny
tool t: write {
  if args.x > 5 {
    deny
  }
  limit 0 per minute
}
allow u: read
