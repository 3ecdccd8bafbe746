# The rule's clause decides calls of one tool; one half of an `or` decides, so the clause does.
default deny

rule named { require args.id exists because "Say which." }

tool get_order: read {
  require args.id matches "^[0-9]+$" because "Give a number."
  apply named
}
tool get_invoice: read {
  apply named
  deny if args.id == "x" because "Not x."
  deny if args.id == "x" or args.id == "y" because "Neither x nor y."
}
