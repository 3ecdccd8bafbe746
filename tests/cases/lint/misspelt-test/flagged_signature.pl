# A signature says which arguments a tool has, but not which other tools there are.
default deny

tool resize(space: string): write {
  require args.space == "dev" because "Only the development space."
  limit 10 per hour
}

test "not in production" {
  call resize { spaces: "prod" } => deny
  call drop_everything {} => deny
}
