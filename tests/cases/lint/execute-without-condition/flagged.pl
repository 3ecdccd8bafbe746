# `exists` does not restrict which job it is, `target` is what is built, and the schema of the other tool is unknown.
default deny

tool run_job(job: string): execute {
  require args.job exists because "Which job?"
  limit 10 per minute
}
tool run_task: execute { limit 10 per minute }
tool build(target: string): execute { limit 10 per minute }
