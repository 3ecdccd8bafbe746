# Without a catalog the signature gives the types.
default deny
tool pay(amount: integer, to: "us" | "eu", note?: string, tags: [string], meta: {ticket: string}): financial {
  deny if args.note > 5
  deny if args.to == "uk"
  deny if args.tags contains 5
  deny if args.meta.tickt exists
  deny if args.amout > 5
}
