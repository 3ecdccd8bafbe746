# A limit is a whole number from 1 to 2^53 - 1, however it is written.
default deny
let nothing = 0
let half = 0.5
limit 0 per minute
limit 1e3 per hour
tool t {
  limit 1.5 per minute
  limit -1 per hour as a
  limit 9007199254740992 per hour as b
  limit 9007199254740991 per hour as c
  limit nothing per minute as d
  limit half per minute as e
  limit 1.0 per minute as f
}
