# An error in a rule is reported in the rule, once, however many tools apply it.
default deny
rule late(n) {
  deny if not (args.hour < n)
}
tool t: write { apply late(20) }
tool u: write { apply late(22) }
