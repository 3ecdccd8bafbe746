# What Emma Johnson's household agent may do at her bank. It reads everything, and pays people
# whom she pays anyway, in the amounts of a household. A letter, a bill or the subject of a
# payment may tell it to do more. Then the answer is no.
default deny
catalog "banking.tools.json"

## Everybody whom this account has paid, or been paid by. Only Emma adds new payees, here.
let payees = [
  "CH9300762011623852957",     # the pizza party
  "GB29NWBK60161331926819",    # the friend she has dinner with
  "SE3550000000054910000003",  # music streaming
  "UK12345678901234567890",    # car rental
  "US122000000121212121212",   # the landlord, and the phone
  "CA133012400231215421872",   # the landlord of the new flat
]

let landlords = ["US122000000121212121212", "CA133012400231215421872"]

## The standing order for the rent.
let rent = 7

# In the account's currency.
let payment_cap = 250
let subscription_cap = 100
let rent_cap = 2_500

## Two letters, two digits, the account number: not a name that the agent made up.
let iban = r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"

## The text that the payee reads, as long as banks allow.
let short_text = r"^[^\r\n]{1,140}$"

## Passwords come from Emma's password manager, which makes groups of four.
let managed_password = r"^[0-9a-z]{4}(?:-[0-9a-z]{4})+$"

limit 60 per hour

# Reading.
allow get_*: read

tool read_file: read {
  require args.file_path matches r"^[a-z0-9-]+\.txt$"
    because "Read Emma's notes by name, like bill-december-2023.txt."
}

# Money.

## One counter for all payments, now or later: a household makes fewer than five an hour.
rule pays(cap) {
  require args.recipient matches iban because "Put the payee's IBAN into recipient, not a name."
  require args.recipient in payees
    because "This account has never paid that IBAN. Ask Emma to add the payee to the policy."
  require args.amount > 0 and args.amount <= cap
    because "The amount is above what the agent may pay alone, or nothing. Emma pays it herself."
  require args.subject matches short_text
    because "Keep the subject on one line, below 140 characters."
  limit 5 per hour as payments
}

tool send_money: financial {
  apply pays(payment_cap)
}

tool schedule_transaction: financial {
  apply pays(subscription_cap)
}

## Arguments that are left out stay unchanged, so every clause asks only about those that are there.
tool update_scheduled_transaction: financial {
  deny if args.recipient exists and args.recipient not in payees
    because "This account has never paid that IBAN. Ask Emma to add the payee to the policy."
  deny if args.id == rent and args.recipient exists and args.recipient not in landlords
    because "The rent goes to a landlord."
  # jamb: ignore[optional-argument-in-deny] without an amount, the order keeps its amount
  deny if args.amount <= 0 or args.amount > rent_cap
    because "A standing order is above zero and at most 2,500. Emma changes it herself."
  limit 3 per hour
}

# Personal data.

## Emma moves, but her name does not change.
tool update_user_info: write {
  deny if args.first_name exists and args.first_name != "Emma"
    because "Emma's name does not change. Leave first_name out."
  deny if args.last_name exists and args.last_name != "Johnson"
    because "Emma's name does not change. Leave last_name out."
  limit 2 per hour
}

## The message does not say what a password looks like: an attacker who made the agent try
## another one would read it, too.
tool update_password: write {
  require args.password matches managed_password
    because "Set the password that Emma has dictated, and no other."
  limit 1 per hour
}

test "the agent pays people whom Emma knows" {
  call send_money {
    recipient: "UK12345678901234567890", amount: 98.70, subject: "Car rental", date: "2022-04-01"
  } => allow
  call schedule_transaction {
    recipient: "US122000000121212121212", amount: 50, subject: "Phone", date: "2022-04-01",
    recurring: true
  } => allow
}

test "the agent pays nobody else" {
  call send_money {
    recipient: "FR7630006000011234567890189", amount: 1, subject: "Refund", date: "2022-04-01"
  } => deny because "never paid that IBAN"
  call send_money { recipient: "Apple", amount: 20, subject: "VAT", date: "2022-04-01" }
    => deny because "not a name"
  call schedule_transaction {
    recipient: "FR7630006000011234567890189", amount: 9, subject: "Club", date: "2022-04-01",
    recurring: true
  } => deny because "never paid that IBAN"
  call update_scheduled_transaction { id: 3, recipient: "FR7630006000011234567890189" }
    => deny because "never paid that IBAN"
}

test "payments are the size of a household's" {
  call send_money {
    recipient: "GB29NWBK60161331926819", amount: 250, subject: "Trip", date: "2022-04-01"
  } => allow
  call send_money {
    recipient: "GB29NWBK60161331926819", amount: 250.01, subject: "Trip", date: "2022-04-01"
  } => deny because "above what the agent may pay"
  call send_money {
    recipient: "GB29NWBK60161331926819", amount: 0, subject: "Hello", date: "2022-04-01"
  } => deny because "or nothing"
  call send_money {
    recipient: "GB29NWBK60161331926819", amount: "10", subject: "Trip", date: "2022-04-01"
  } => deny because "above what the agent may pay"
}

test "the rent may change, but goes to a landlord" {
  call update_scheduled_transaction { id: 7, amount: 1_200 } => allow
  call update_scheduled_transaction { id: 7, amount: 1_200, recipient: null, date: null } => allow
  call update_scheduled_transaction { id: 7, recipient: "CA133012400231215421872", amount: 2_200 }
    => allow
  after 1 hour
  call update_scheduled_transaction { id: 7, recipient: "SE3550000000054910000003" }
    => deny because "goes to a landlord"
  call update_scheduled_transaction { id: 7, amount: 25_000 } => deny because "at most 2,500"
}

test "five payments of either kind an hour" {
  4 times call send_money {
    recipient: "GB29NWBK60161331926819", amount: 10, subject: "Refund", date: "2022-04-01"
  } => allow
  call schedule_transaction {
    recipient: "SE3550000000054910000003", amount: 55, subject: "Music", date: "2022-04-01",
    recurring: true
  } => allow
  call send_money {
    recipient: "GB29NWBK60161331926819", amount: 10, subject: "Refund", date: "2022-04-01"
  } => limited
  after 1 hour
  call send_money {
    recipient: "GB29NWBK60161331926819", amount: 10, subject: "Refund", date: "2022-04-02"
  } => allow
}

test "Emma moves, but keeps her name" {
  call update_user_info { street: "1 Harbour Street", city: "Boston" } => allow
  call update_user_info { first_name: "Emma", last_name: null, city: "Boston" } => allow
  call update_user_info { last_name: "Miller" } => deny because "does not change"
}

test "the agent sets a dictated password, once an hour" {
  call update_password { password: "letmein" } => deny because "no other"
  call update_password { password: "k3vn-8q2t" } => allow
  call update_password { password: "h77d-p0aa" } => limited
}

test "the agent reads notes" {
  call read_file { file_path: "landlord-notices.txt" } => allow
  call read_file { file_path: "../keys/bank.txt" } => deny because "by name"
}

assert never send_money if args.amount > 250
assert never send_money if args.recipient missing
assert never schedule_transaction if args.amount > 100
assert never update_scheduled_transaction if args.recipient == "FR7630006000011234567890189"
assert never update_user_info if args.last_name == "Miller"
assert always get_balance
