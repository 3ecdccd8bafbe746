# Restricted by a clause or the schema, not a string, denied, or the query of a tool that reads.
default deny
catalog "tools.tools.json"

tool run: execute {
  require args.command in ["make", "make test"] because "Only make."
  require args.cwd missing or args.cwd under "/srv" because "In /srv."
  deny if args.code exists because "No code."
  deny if args.env.SHELL exists because "No shell."
  limit 10 per minute
}
tool fetch_page: read { require args.url on "docs.example.com" because "The docs." }
allow fetch_known, search: read
