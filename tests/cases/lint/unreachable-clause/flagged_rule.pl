# The rule's clause decides nothing in either tool.
default deny

rule named { require args.id exists because "Say which." }

tool get_order: read {
  require args.id matches "^[0-9]+$" because "Give a number."
  apply named
}
