# One tool, or the top level, can't have two limits on one counter, however they get there.
default deny
limit 5 per minute
limit 6 per minute as all_tools_rate
rule r { limit 7 per hour }
tool t {
  limit 1 per minute
  limit 2 per hour as t_rate
  apply r
  apply r
}
