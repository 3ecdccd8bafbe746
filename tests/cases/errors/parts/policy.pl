let cap = 5
default allow
allow everything
rule capped { deny if args.x > cap }
test "no" {}
