# One element is asked for; beside it anything passes.
default deny
catalog "lists.tools.json"

tool mail_report: write {
  require args.recipients contains "ops@acme.example" because "Reports go to operations."
  limit 5 per minute
}
tool container_exec: execute {
  require args.argv contains "uptime" because "Only uptime."
  limit 5 per minute
}
tool read_many: read {
  require args.paths contains "/srv/docs/a.txt" because "The text only."
}
