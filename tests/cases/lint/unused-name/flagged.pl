# A parameter hides the let of its name, and a rule that no tool applies uses nothing.
default deny

## The largest refund.
let refund_cap = 100_00

let currencies = ["usd", "eur"]

rule in_euros {
  require args.currency in currencies because "Only these."
}

rule below(refund_cap) {
  require args.amount <= refund_cap because "A human, please."
}

rate create_payout, create_refund: financial
rate delete_customer: destructive
rate delete_*: destructive

tool create_refund {
  apply below(50)
  limit 10 per minute
}
