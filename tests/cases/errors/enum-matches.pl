# A regular expression is judged by the values that the schema lists.
default deny
catalog "stripe.tools.json"
tool create_refund: financial {
  require args.currency matches "^USD$"
  require args.currency matches "^[a-z]+$"
  require args.currency matches "^u"
}
