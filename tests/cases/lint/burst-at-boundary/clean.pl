# There is a shorter limit; reads are not checked, and no window is shorter than a minute.
default deny

tool run_report: execute {
  require args.name in ["daily", "weekly"] because "Only these reports."
  limit 2 per minute
  limit 20 per hour
}

tool get_report: read { limit 20 per hour }

tool run_query: execute {
  require args.name in ["daily", "weekly"] because "Only these queries."
  limit 20 per minute
}
