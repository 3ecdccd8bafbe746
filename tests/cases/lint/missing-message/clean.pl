# A hidden tool has no denial message.
default deny
hide delete_customer
deny create_payout: financial because "Payouts need a human."
