# A brace that is missing is missed where the next item begins, once.
default deny
tool create_refund: financial {
  limit 10 per minute
allow list_refunds: read
