# A limit counts per grant and calendar window, and each test starts with fresh counters.
default deny

tool send_mail: write {
  limit 5 per minute
}

test "five, and the sixth waits for the next minute" {
  at 2026-03-01T12:00:50Z
  as "anna" 5 times call send_mail { to: "a" } => allow
  as "anna" 3 times call send_mail { to: "a" } => limited
  as "ben" call send_mail { to: "a" } => allow
  after 9 seconds
  as "anna" call send_mail { to: "a" } => limited
  after 1 second
  as "anna" call send_mail { to: "a" } => allow
}

test "a test starts at the turn of a minute" {
  call send_mail { to: "a" } => allow
  after 59 seconds
  4 times call send_mail { to: "a" } => allow
  call send_mail { to: "a" } => limited
  after 1 second
  call send_mail { to: "a" } => allow
}

test "ten at once are too many" {
  10 times call send_mail { to: "a" } => allow
  call send_mail { to: "a" } => limited
}

test "they are never too many" {
  10 times call send_mail { to: "a" } => limited
}
