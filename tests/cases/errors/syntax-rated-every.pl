# A statement with an `every` target takes no rating.
default deny
rate list_refunds: read
allow every read: write
