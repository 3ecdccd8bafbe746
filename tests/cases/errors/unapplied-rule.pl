# A rule that no tool applies is checked as far as possible without a tool.
default deny
let list = [1]
rule never_applied(n, pattern) {
  require args.a matches "("
  deny if args.a > unknown_name
  deny if args.b == list
  deny if args.c.0 == 1
  limit 0 per minute
  limit n per hour
  limit 5 per day as c
  limit 6 per day as c
  apply inner("x", n)
  require args.d matches pattern
}
rule inner(max, m) {
  limit max per minute
  limit m per minute
}
