# Listed tools and arguments; and tools whose arguments are open or unknown.
default deny
catalog "cloud.tools.json"

tool resize, run_job: write {
  require args.space == "dev" because "Only the development space."
  limit 10 per hour
}

allow list_spaces: read

test "not in production" {
  call resize { space: "prod", size: { cpus: 2 } } => deny because "development"
  call run_job { space: "prod" } => deny
  call list_spaces { page: 2 } => allow
}
