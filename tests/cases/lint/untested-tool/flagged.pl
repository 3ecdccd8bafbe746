# A test calls one of two tools; a tool without conditions needs none.
default deny

tool send_mail, send_invite: write {
  require args.to in ["a@example.com", "b@example.com"] because "Mail goes to the team."
  limit 30 per minute
}

tool archive_mail: write { limit 30 per minute }

test "mail stays inside" {
  call send_mail { to: "x@example.org" } => deny because "to the team"
}
