# A Cyrillic letter in a message and in a name, an invisible character in a value, a change of direction.
default deny

deny create_payout: financial because "Ask the pаyments team."
deny "deletе_all": destructive because "Nobody deletes all."
tool get_order: read {
  require args.id in ["a1", "a​2"] because "One of two."
  deny if args.note contains "admin‮" because "Turned \u202e around."
}
