# A part of other policies, which use what it brings.
let refund_cap = 100_00
rate create_payout: financial
