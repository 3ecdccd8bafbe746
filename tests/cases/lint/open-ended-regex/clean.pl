# Anchored by `$`, `\z` or `.*`; a leak to another host is reported by its own rule.
default deny

tool read_order: read {
  require args.id matches r"^ORD-[0-9]{6}$|^RET-.*|^X\z" because "Give the number of an order."
}
tool fetch_page: read { require args.url matches r"^https://docs\.example\.com" because "The docs." }
