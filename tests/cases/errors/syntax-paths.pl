# A path is `args` and steps, without white space.
default deny
tool t: write {
  deny if args exists
  deny if args. x exists
  deny if args.ticket-id exists
  deny if args["ticket-id"] exists
}
