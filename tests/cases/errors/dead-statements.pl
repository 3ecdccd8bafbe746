# A statement that decides no tool is checked as far as possible without a tool, and so is the rule that it applies.
rate x, y: read
tool every read {
  limit 5 per hour
  limit 6 per hour
  deny if args.n < "5"
  apply late(1)
}
rule late(p) { require args.z matches "a" or args.z == p }
tool ? { require args."" exists }
deny x, y
default deny
