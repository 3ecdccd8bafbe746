# A mistake in a guard's clause is reported once, with the first tool that gets it; what only some tools make pointless is none.
default deny
rule capped(n) { deny if args.amount > n }
tool a(size: integer, mode: "on" | "off", amount: integer): read { limit 5 per hour as pool }
tool b(size: integer, mode: "on" | "auto", amount: integer): read { require args.size exists }
tool c(size: string, mode: "on"): read {}
guard * {
  deny if args.size > 5
  deny if args.mode == "auto"
  deny if args.mode == "never"
  apply capped("7")
  limit 9 per minute as pool
}
guard "*" { deny }
limit 9 per hour as pool
