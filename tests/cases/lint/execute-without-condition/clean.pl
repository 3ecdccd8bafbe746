# Restricted, or without arguments, or reported by the rule about code.
default deny

tool run_job(job: string): execute {
  require args.job in ["build", "test"] because "People deploy."
  limit 10 per minute
}
tool run_tests(): execute { limit 10 per minute }
tool run_shell(command: string): execute { limit 10 per minute }
