# An invalid catalog is one error: nothing is known about its tools.
default deny
catalog "parts/policy.json"
allow anything
allow get_*
tool t(x: string) { deny if args.x == "a" }
