# The steps of a test.
default deny
test "a refund" {
  call create_refund { amount: } => deny
  call create_refund { amount: 5 } => denied
  at 2026-02-30T12:00:00Z
  after 5 weeks
  3 time call create_refund {} => deny
}
