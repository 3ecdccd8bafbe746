# The second clause comes from a rule that another tool needs.
default deny

rule inside {
  require args.to matches "^[a-z]+@example[.]com$" because "Mail stays inside."
}

tool send_mail: write {
  require args.to matches "^[a-z]+@example[.]com$" because "Mail goes to the team."
  apply inside
  limit 30 per minute
}

tool send_invite: write {
  apply inside
  limit 30 per minute
}
