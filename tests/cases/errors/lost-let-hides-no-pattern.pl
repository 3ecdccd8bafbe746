# Only what an unreadable item may have brought is not reported as missing: `let` brings no rating.
default deny
let cap 5
tool x { deny if args.a == nowhere }
allow get_*
}
