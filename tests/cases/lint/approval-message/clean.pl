# A word that only holds it is another word.
default deny
deny create_payout: financial because "Unapproved payouts are made by people."
