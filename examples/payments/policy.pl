# What the support agents may do on the payments server.
# They read everything, keep customer records, charge known customers and refund
# money, in small amounts and with a ticket. Money leaves in no other way.
default deny
catalog "payments.tools.json"

# In cents.
let charge_cap = 500_00
let refund_cap = 100_00

## Both have cents. In yen, a cap of 50000 would mean something else.
let currencies = ["usd", "eur"]

## Not `fraudulent`: such cases go to the risk team.
let refund_reasons = ["duplicate", "requested_by_customer"]

let customer_id = r"^cus_[A-Za-z0-9]{4,64}$"
let ticket_id = r"^SUP-[0-9]{1,8}$"

limit 120 per minute
limit 2_000 per hour

# What the tools do. A name takes precedence over a pattern.
rate get_*, list_*, search_*: read
rate create_*, update_*: write
rate delete_*, cancel_*, close_*: destructive
rate create_charge, create_refund, create_payout, finalize_invoice: financial

# What happens to tools without a statement below.
allow every read
hide every destructive
deny every financial
  because "Support agents move money with create_charge and create_refund only. Hand the ticket to the finance team."

## Every movement of money names its amount and its ticket, stays small, and is slow enough to be noticed.
rule moves_money(cap, a_minute, an_hour) {
  # If it is left out, the server refunds the whole charge.
  require args.amount exists because "State the amount, in cents."
  require args.amount > 0 and args.amount <= cap
    because "Keep the amount above zero and within the cap. Hand larger ones to the finance team."
  require args.metadata.ticket matches ticket_id
    because "Put the support ticket into metadata.ticket, like SUP-1234."
  limit a_minute per minute
  limit an_hour per hour
}

## A customer's balance is credit towards the next invoice, so it is money.
rule keeps_records(a_minute) {
  deny if args.balance exists because "Leave balance out: give money back with create_refund."
  limit a_minute per minute
}

tool create_refund: financial {
  apply moves_money(refund_cap, 5, 40)
  require args.reason in refund_reasons
    because "Refund with reason duplicate or requested_by_customer; hand a fraud to the risk team."
}

tool create_charge: financial {
  apply moves_money(charge_cap, 2, 6)
  require args.currency in currencies because "Charge in usd or eur."
  require args.customer matches customer_id
    because "Charge a known customer: put the id into customer, like cus_8Kx2."
  deny if args.source exists
    because "Leave source out: only the stored payment method of the customer is charged."
}

deny create_payout: financial
  because "The finance team makes payouts. Write to them with the ticket."

tool create_customer: write {
  apply keeps_records(20)
}

tool update_customer: write {
  apply keeps_records(20)
  # Sign-in links go to this address: changing it takes over the account.
  deny if args.email exists
    because "Customers change their e-mail address themselves. Send them to their account page."
}

## A draft costs nothing, unless the server finalizes it automatically.
tool create_invoice: write {
  require args.auto_advance == false
    because "Set auto_advance to false: a person finalizes the draft."
  limit 10 per minute
}

## If it is left out, `submit` is true, and evidence that the bank has can't be changed.
tool update_dispute: write {
  require args.submit == false
    because "Set submit to false: a person reads the evidence before the bank does."
  limit 10 per minute
}

## The only destructive tool that is not hidden: a cancellation at the end of the period can be undone until then.
tool cancel_subscription: destructive {
  require args.at_period_end == true
    because "Set at_period_end to true, so that the customer keeps what is paid for."
  limit 5 per minute
}

deny create_product, create_price: write
  because "Products and prices are kept in the shop's repository. Open a pull request there."

test "small refunds with a ticket are allowed" {
  call create_refund {
    charge: "ch_1042", amount: 25_00, reason: "duplicate", metadata: { ticket: "SUP-1234" }
  } => allow
  call create_refund {
    charge: "ch_1042", amount: 100_00, reason: "requested_by_customer",
    metadata: { ticket: "SUP-1234" }
  } => allow
}

test "other refunds are denied" {
  call create_refund {
    charge: "ch_1042", amount: 100_01, reason: "duplicate", metadata: { ticket: "SUP-1234" }
  } => deny because "within the cap"
  call create_refund {
    charge: "ch_1042", amount: -25_00, reason: "duplicate", metadata: { ticket: "SUP-1234" }
  } => deny because "above zero"
  call create_refund {
    charge: "ch_1042", amount: "2500", reason: "duplicate", metadata: { ticket: "SUP-1234" }
  } => deny because "above zero"
  call create_refund { charge: "ch_1042", reason: "duplicate", metadata: { ticket: "SUP-1234" } }
    => deny because "State the amount"
  call create_refund {
    charge: "ch_1042", amount: 25_00, reason: "fraudulent", metadata: { ticket: "SUP-1234" }
  } => deny because "risk team"
  call create_refund { charge: "ch_1042", amount: 25_00, reason: "duplicate" }
    => deny because "metadata.ticket"
  call create_refund {
    charge: "ch_1042", amount: 25_00, reason: "duplicate", metadata: { ticket: "none" }
  } => deny because "metadata.ticket"
}

test "refunds are limited for each agent separately" {
  at 2026-03-02T09:30:50Z
  as "anna" 5 times call create_refund {
    charge: "ch_1042", amount: 5_00, reason: "duplicate", metadata: { ticket: "SUP-7" }
  } => allow
  as "anna" call create_refund {
    charge: "ch_1042", amount: 5_00, reason: "duplicate", metadata: { ticket: "SUP-7" }
  } => limited
  as "ben" call create_refund {
    charge: "ch_1043", amount: 5_00, reason: "duplicate", metadata: { ticket: "SUP-8" }
  } => allow
  after 10 seconds
  as "anna" call create_refund {
    charge: "ch_1042", amount: 5_00, reason: "duplicate", metadata: { ticket: "SUP-7" }
  } => allow
}

test "two charges a minute, six an hour" {
  at 2026-03-02T09:10:00Z
  2 times call create_charge {
    customer: "cus_8Kx2", amount: 10_00, currency: "eur", metadata: { ticket: "SUP-9" }
  } => allow
  call create_charge {
    customer: "cus_8Kx2", amount: 10_00, currency: "eur", metadata: { ticket: "SUP-9" }
  } => limited
  after 1 minute
  2 times call create_charge {
    customer: "cus_8Kx2", amount: 10_00, currency: "eur", metadata: { ticket: "SUP-9" }
  } => allow
  after 1 minute
  2 times call create_charge {
    customer: "cus_8Kx2", amount: 10_00, currency: "eur", metadata: { ticket: "SUP-9" }
  } => allow
  after 1 minute
  call create_charge {
    customer: "cus_8Kx2", amount: 10_00, currency: "eur", metadata: { ticket: "SUP-9" }
  } => limited
  after 1 hour
  call create_charge {
    customer: "cus_8Kx2", amount: 10_00, currency: "eur", metadata: { ticket: "SUP-9" }
  } => allow
}

test "charges are for known customers, in a currency with cents" {
  call create_charge {
    customer: "cus_8Kx2", amount: 500_00, currency: "usd", metadata: { ticket: "SUP-9" }
  } => allow
  call create_charge {
    customer: "cus_8Kx2", amount: 500_01, currency: "usd", metadata: { ticket: "SUP-9" }
  } => deny because "within the cap"
  call create_charge {
    customer: "cus_8Kx2", amount: 10_00, currency: "jpy", metadata: { ticket: "SUP-9" }
  } => deny because "usd or eur"
  call create_charge {
    source: "src_77", amount: 10_00, currency: "usd", metadata: { ticket: "SUP-9" }
  } => deny because "known customer"
  call create_charge {
    customer: "cus_8Kx2", source: "src_77", amount: 10_00, currency: "usd",
    metadata: { ticket: "SUP-9" }
  } => deny because "Leave source out"
}

test "money leaves in no other way" {
  call create_payout { amount: 1_00, currency: "usd" } => deny because "finance team makes payouts"
  call finalize_invoice { invoice: "in_55" } => deny because "create_refund only"
  call create_customer { name: "Jane Doe", email: "jane@example.com", balance: -50_00 }
    => deny because "Leave balance out"
  call update_customer { customer: "cus_8Kx2", balance: -50_00 } => deny because "Leave balance out"
  call create_invoice { customer: "cus_8Kx2" } => deny because "auto_advance"
  call create_invoice { customer: "cus_8Kx2", auto_advance: true } => deny because "auto_advance"
}

test "the agent keeps customer records" {
  call create_customer { name: "Jane Doe", email: "jane@example.com" } => allow
  call update_customer { customer: "cus_8Kx2", phone: "+49 30 1234567" } => allow
  call update_customer { customer: "cus_8Kx2", email: "other@example.com" }
    => deny because "themselves"
  call create_invoice { customer: "cus_8Kx2", auto_advance: false } => allow
  call search_customers { query: "name:'Jane'" } => allow
}

test "only people do what can't be undone" {
  call delete_customer { customer: "cus_8Kx2" } => hidden
  call close_dispute { dispute: "dp_3" } => hidden
  call update_dispute { dispute: "dp_3", evidence: { customer_name: "Jane Doe" }, submit: false }
    => allow
  call update_dispute { dispute: "dp_3", evidence: { customer_name: "Jane Doe" } }
    => deny because "Set submit to false"
  call cancel_subscription { subscription: "sub_12", at_period_end: true } => allow
  call cancel_subscription { subscription: "sub_12" } => deny because "at_period_end"
  call create_product { name: "Lamp" } => deny because "pull request"
  call create_price { product: "prod_4", unit_amount: 1, currency: "usd" }
    => deny because "pull request"
}

# The asserts repeat the numbers: if you raise a cap above, you have to change them, too.
assert never create_refund if args.amount > 100_00 or args.amount <= 0 or args.amount missing
assert never create_charge if args.amount > 500_00 or args.amount <= 0 or args.amount missing
assert never create_charge if args.currency == "jpy"
assert never create_payout
assert never finalize_invoice
assert never delete_customer
assert never cancel_subscription if args.at_period_end != true or args.at_period_end missing
assert always list_*
assert always get_balance
