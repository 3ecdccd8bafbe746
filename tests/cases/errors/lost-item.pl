# An item that could not be read may have brought a name or a rating: neither is missed.
default deny
catalog "server.tools.json"
lett cap = 5
allow every read
tool create_refund { deny if args.amount > cap }
allow lst_refunds
