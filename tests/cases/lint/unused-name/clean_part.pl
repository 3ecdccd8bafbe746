# A part of other policies, which use its names.
let refund_cap = 100_00
rate create_payout: financial
