# An unreadable item may have defined a name or a rating, so a missing one is not reported.
default deny
catalog "server.tools.json"
lett cap = 5
allow every read
tool create_refund { deny if args.amount > cap }
allow lst_refunds
