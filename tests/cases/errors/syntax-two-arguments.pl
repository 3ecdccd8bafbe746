# An argument is compared with a constant.
default deny
tool t: write {
  deny if args.x == args.y
  limit 5 per minute as ""
}
