# The gateway does not document limits per day: a note says so once, at the first one of the file.
default deny
rule r { limit 5 per day as x }
tool b { limit 5 per day apply r }
limit 100 per day
