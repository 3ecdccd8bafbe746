# A word that only contains `approv` is a different word.
default deny
deny create_payout: financial because "Unapproved payouts are made by people."
