# The schema rules out `gone`, so a list would be an error, and there is no fix.
default deny
catalog "mail.tools.json"

tool set_state: write {
  require args.state matches "^(open|gone)$" because "Open it."
  limit 30 per minute
}
