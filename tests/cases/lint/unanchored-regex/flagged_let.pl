# The expression is in a `let`, which the fix changes; a group of alternatives gets one `^`.
default deny

let order = r"(?i)(?:ord|ret)-[0-9]{6}$"

tool get_order: read { require args.id matches order because "Give the number of an order." }
