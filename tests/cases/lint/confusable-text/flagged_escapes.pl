# The same as escapes: in a message, a name and a required value.
default deny

deny "create\u200b_payout": financial because "Ask\u0007 the team."
tool get_order: read { require args.id == "a\u200b1" because "This one." }
