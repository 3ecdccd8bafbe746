# Two clauses list what is bad; the first is told.
default deny

tool run: execute {
  deny if args.command matches r"\brm\b" because "Do not delete files."
  deny if args.command contains "curl" because "Do not fetch."
  limit 10 per minute
}
