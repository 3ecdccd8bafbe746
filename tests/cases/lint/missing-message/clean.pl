# What is hidden is not refused with words.
default deny
hide delete_customer
deny create_payout: financial because "Payouts need a human."
