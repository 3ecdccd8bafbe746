# A clause of an included rule is shown in its own file.
default deny
include "parts/careful.pl"

tool create_refund: financial {
  apply careful
}

test "a reason is given" {
  call create_refund { reason: "charged twice" } => allow
  call create_refund { reason: "Äh" } => allow
}
