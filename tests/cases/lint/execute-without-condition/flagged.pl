# That the job exists says nothing of which one it is; of the other the schema is not known.
default deny

tool run_job(job: string): execute {
  require args.job exists because "Which job?"
  limit 10 per minute
}
tool run_task: execute { limit 10 per minute }
