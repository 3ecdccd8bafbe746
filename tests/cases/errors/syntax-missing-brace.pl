# A missing brace is reported once, where the next item begins.
default deny
tool create_refund: financial {
  limit 10 per minute
allow list_refunds: read
