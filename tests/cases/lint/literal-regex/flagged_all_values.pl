# As a list it would cover every value of the schema, so there is no fix.
default deny
tool set_state(state?: "open" | "closed"): write {
  require args.state matches "^(open|closed)$" because "Open it or close it."
  limit 30 per minute
}
