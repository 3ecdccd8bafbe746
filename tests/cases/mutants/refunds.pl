# A change that no test, assert or trace notices is shown with a test that would.
default deny
limit 100 per hour

rule careful(cap, each) {
  require args.amount exists because "Say how much."
  deny if args.amount > cap or args.amount <= 0
  limit each per minute
}

tool create_refund: financial {
  apply careful(100_00, 3)
  require args.currency in ["usd", "eur", "gbp"]
  deny if args.note contains "!" and not (args.reason == "duplicate")
}

tool create_credit: financial {
  apply careful(500, 2)
  require args.reason in ["goodwill"]
  require args.customer matches "^cus_[a-z0-9]{4}$"
}

test "refunds" {
  call create_refund { amount: 100_00, currency: "usd" } => allow
  call create_refund { amount: 100_00, currency: "eur" } => allow
  call create_refund { amount: 100_01, currency: "eur" } => deny
  call create_refund { amount: 100, currency: "yen" } => deny
  call create_refund { currency: "eur" } => deny
}

test "credits" {
  2 times call create_credit { amount: 500, customer: "cus_a1b2", reason: "goodwill" } => allow
  call create_credit { amount: 500, customer: "cus_a1b2", reason: "goodwill" } => limited
  call create_credit { amount: 500, customer: "cus_a1b2", reason: "other" } => deny
}

assert never create_refund if args.amount < 0
assert never create_credit if args.customer exists and not (args.customer matches "^cus_")
