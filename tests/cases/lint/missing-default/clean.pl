# The default may stand anywhere.
allow get_customer: read
default deny
