# Any text may follow the number.
default deny

tool read_order: read {
  require args.id matches r"^ORD-[0-9]{6}|^RET-[0-9]{6}$" because "Give the number of an order."
}
