# A tool, an argument and a member of an object that the catalog does not have.
default deny
catalog "cloud.tools.json"

tool resize: write {
  require args.space == "dev" because "Only the development space."
  require args.size.cpus <= 4 because "Four processors at most."
  limit 10 per hour
}

test "not in production" {
  call rezise { space: "prod" } => deny
  call resize { spcae: "prod", size: { cpus: 2 } } => deny
  call resize { space: "dev", size: { cpu: 64 } } => deny
  call drop_everything {} => deny
}
