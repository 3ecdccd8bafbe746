# The limit for all tools is not its own; two names give two findings, a pattern gives one.
default deny
catalog "jobs.tools.json"

limit 100 per minute

tool run_job, stop_job: execute { require args.job in ["build", "test"] because "Build or test." }
allow start_*: execute
