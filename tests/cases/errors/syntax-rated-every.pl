# A statement with an `every` target can't have a rating.
default deny
rate list_refunds: read
allow every read: write
