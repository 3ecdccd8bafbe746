# Only what an unreadable item may have brought is not reported as missing: `hide` brings no name.
default deny
hide "*"
tool x { deny if args.a == nowhere }
allow get_*
