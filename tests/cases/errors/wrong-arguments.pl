# An `apply` gives a rule as many values as it has parameters.
default deny
rule none { deny if args.a exists }
rule two(n, list) { limit n per minute require args.x in list }
tool t {
  apply none(1)
  apply two(1)
  apply two(1, ["a"], 3)
  apply two(1, ["a"])
}
