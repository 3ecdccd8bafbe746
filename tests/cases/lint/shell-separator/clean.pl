# The characters are listed, or all separators are denied.
default deny

tool run: execute {
  require args.command matches "^git (?:status|log)(?: [A-Za-z0-9][A-Za-z0-9._/-]*)*$" because "Run git."
  limit 10 per minute
}
tool make: execute {
  require args.cmd matches "^make .*$" because "Run make."
  deny if args.cmd matches r"[;&|<>`\r\n]|\$\(" because "One command at a time."
  limit 10 per minute
}
