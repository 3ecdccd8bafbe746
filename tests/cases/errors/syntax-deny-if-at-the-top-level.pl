# `deny if` stands in a block; at the top level `if` is no tool's name.
default deny
deny if args.amount > 5
