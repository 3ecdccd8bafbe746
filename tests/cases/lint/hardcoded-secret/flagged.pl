# A key as a value, in a message, and in a test.
default deny

let token = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"

tool get_order: read { require args.token == token because "Only with our token." }
deny create_payout: financial because "Ask with sk-proj-4kTq7VbW2mXz9LpR8sNc."

test "an order" {
  call get_order { token: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP" } => deny
}
