# One call is enough, whatever its decision.
default deny

tool send_mail: write {
  require args.to in ["a@example.com", "b@example.com"] because "Mail goes to the team."
  limit 30 per minute
}

test "mail stays inside" {
  call send_mail { to: "x@example.org" } => deny
}
