# The limit over all tools is none of its own; two names are two findings, a pattern is one.
default deny
catalog "jobs.tools.json"

limit 100 per minute

tool run_job, stop_job: execute { require args.job in ["build", "test"] because "Build or test." }
allow start_*: execute
