# Some signs are denied, a line end is not.
default deny

tool run: execute {
  require args.shellScript matches r"^(?s)make .*$" because "Run make."
  deny if args.shellScript matches r"[;&|<>`]|\$\(" because "One command at a time."
  limit 10 per minute
}
