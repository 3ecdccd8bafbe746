# A second rule of one name can't be applied, and its own mistakes are found.
default deny
rule r { deny if args.x == 1 }
rule r { deny if args.x == nowhere and args.y < "5" limit 0 per hour }
tool t { apply r }
