# A limit of its own, or every call is denied, or not an `execute` tool.
default deny

tool run_job: execute {
  require args.job in ["build", "test"] because "Build or test."
  limit 100 per day
}
deny stop_job: execute because "Ask a person."
hide kill_job
allow list_jobs: read
