# Forty calls are allowed within two seconds.
default deny

tool run_report: execute {
  require args.name in ["daily", "weekly"] because "Only these reports."
  limit 20 per hour
}
