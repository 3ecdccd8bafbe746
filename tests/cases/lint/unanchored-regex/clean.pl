# Anchored by `^`, `\A` or `.*`, or restricted by another clause; a `deny if` looks for a part.
default deny

tool read_log: read {
  require args.name matches r"^web$|\Amail$|.*\.old$" because "Read the logs of web or mail."
  deny if args.name matches "secret" because "Not the secret ones."
}
tool get_order: read {
  require args.id matches "[0-9]+$" because "Give the number of an order."
  require args.id in ["1", "22"] because "Only these two."
}
