# The schema rules `gone` out: as a list it would be an error, so there is no fix.
default deny
catalog "mail.tools.json"

tool set_state: write {
  require args.state matches "^(open|gone)$" because "Open it."
  limit 30 per minute
}
