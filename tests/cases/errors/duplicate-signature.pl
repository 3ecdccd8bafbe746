# A signature is for what the catalog leaves open: `list_charges` has no schema.
default deny
catalog "server.tools.json"
tool create_refund(amount: integer): financial { deny if args.amount > 5 }
tool list_charges(limit: integer): read { deny if args.limit > 5 }
