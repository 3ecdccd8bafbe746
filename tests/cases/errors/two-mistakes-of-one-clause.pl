# A mistake in a clause hides no other mistake of it: neither in types, nor in counters, nor in what can be expressed.
default deny
tool index: read { deny if args.x.0 == 5 and args.y < "5" }
tool index_and_order: read { deny if args.x[0] < "5" }
tool name: read { deny if args.x == nowhere and args.y > true }
tool list: read { require args.x in ["a", nowhere] and args.x > 5 }
tool operator: read { require args.x matches nowhere and args.x > 5 }
tool regex: read { require args.x matches "(" or args.y < 5 }
tool limits: read { limit 0 per minute limit 5 per minute }
tool values: read { apply capped(1, 2) limit 5 per hour }
rule capped(n) { limit n per hour deny if args.x < "n" }
