# A part of other policies has no default of its own.
let refund_cap = 100_00
rate get_customer: read
