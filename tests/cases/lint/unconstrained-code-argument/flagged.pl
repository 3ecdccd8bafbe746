# Texts that are run or opened: by their last word, as `code`, and as the query of a tool that writes.
default deny
catalog "tools.tools.json"

tool run: execute {
  require args.cwd == "/srv" because "In /srv."
  limit 10 per minute
}
allow fetch_*: read
tool query_db: write { limit 30 per minute }
