# Asserts are not proved yet: they are counted, and fail nothing.
default deny
allow list_refunds: read

assert never create_payout
assert always list_refunds
