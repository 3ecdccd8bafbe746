# `deny if` belongs in a block; at the top level `if` is not a tool's name.
default deny
deny if args.amount > 5
