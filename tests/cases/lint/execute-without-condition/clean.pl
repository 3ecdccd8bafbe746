# Restricted, without arguments, reported by the rule about code, or only told where on a page to act.
default deny

tool run_job(job: string): execute {
  require args.job in ["build", "test"] because "People deploy."
  limit 10 per minute
}
tool run_tests(): execute { limit 10 per minute }
tool run_shell(command: string): execute { limit 10 per minute }
tool click(selector: string, button?: "left" | "right", timeout?: number): execute { limit 10 per minute }
tool drag(startTarget: string, endTarget: string): execute { limit 10 per minute }
