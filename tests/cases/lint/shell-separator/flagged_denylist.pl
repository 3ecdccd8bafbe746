# Some separators are denied, but not a line break.
default deny

tool run: execute {
  require args.shellScript matches r"^(?s)make .*$" because "Run make."
  deny if args.shellScript matches r"[;&|<>`]|\$\(" because "One command at a time."
  limit 10 per minute
}
