# The gateway documents no limits per day: that is said once, at the first of the file.
default deny
rule r { limit 5 per day as x }
tool b { limit 5 per day apply r }
limit 100 per day
