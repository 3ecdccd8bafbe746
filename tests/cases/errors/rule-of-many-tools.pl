# An error in a rule's clause is reported there, once, however many tools apply the rule.
default deny
rule outer { apply inner }
rule inner {
  deny if args.list[0] == 1
  require args.a matches "a**"
  limit 1.5 per minute
}
tool a { apply outer }
tool b, c { apply inner apply outer }
