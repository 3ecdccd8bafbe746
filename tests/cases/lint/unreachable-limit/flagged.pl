# Ten per minute are never more than six hundred per hour; all tools together are limited to fifty per day.
default deny

limit 50 per day
limit 60 per day as again

tool run_report: execute {
  require args.name in ["daily", "weekly"] because "Only these reports."
  limit 10 per minute
  limit 1000 per hour
  limit 50 per day
}
