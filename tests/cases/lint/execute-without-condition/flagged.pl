# `exists` does not restrict which job it is; the schema of the other tool is unknown.
default deny

tool run_job(job: string): execute {
  require args.job exists because "Which job?"
  limit 10 per minute
}
tool run_task: execute { limit 10 per minute }
