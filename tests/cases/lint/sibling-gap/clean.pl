# Another category, another type, or restricted in both.
default deny
catalog "issues.tools.json"

tool create_issue, rename_issue: write {
  require args.owner == "acme" because "Work for acme."
  limit 30 per minute
}
allow get_issue: read
tool move_issue: write { limit 30 per minute }
