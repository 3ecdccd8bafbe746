# A mistake in the test itself is reported.
default deny

tool create_refund: financial {
  require args.meta.ticket exists because "On a ticket."
}

test "on a ticket" {
  call creat_refund { meta: { ticket: "SUP-1" } } => allow
  call create_refund { meta: { tickte: "SUP-1" } } => allow
  call create_refund { meta: "SUP-1" } => allow
}
