# A catalog that is none is one error: of its tools nothing is known.
default deny
catalog "parts/policy.json"
allow anything
allow get_*
tool t(x: string) { deny if args.x == "a" }
