# Two clauses list bad values; the first is reported.
default deny

tool run: execute {
  deny if args.command matches r"\brm\b" because "Do not delete files."
  deny if args.command contains "curl" because "Do not fetch."
  limit 10 per minute
}
