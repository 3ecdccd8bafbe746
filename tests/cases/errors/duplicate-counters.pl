# One tool, or the top level, has no two limits on one counter, whichever way they come to it.
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
