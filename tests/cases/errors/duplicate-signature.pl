# A signature is allowed if the catalog has no schema: `list_charges` has none.
default deny
catalog "server.tools.json"
tool create_refund(amount: integer): financial { deny if args.amount > 5 }
tool list_charges(limit: integer): read { deny if args.limit > 5 }
