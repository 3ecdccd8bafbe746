# The owner is restricted in one tool that writes but not in the other.
default deny
catalog "issues.tools.json"

tool create_issue: write {
  require args.owner == "acme" because "Work for acme."
  limit 30 per minute
}
tool close_issue: write { limit 30 per minute }
