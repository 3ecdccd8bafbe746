# Labels; a list that has room for nothing else; elements that the server lists.
default deny
catalog "lists.tools.json"

tool create_issue: write {
  require args.labels contains "triage" because "People look at it."
  limit 5 per minute
}
tool read_one_of: read {
  require args.paths contains "/srv/docs/a.txt" because "The text only."
}
tool read_known: read {
  require args.paths contains "/srv/a" because "With the first one."
}
