# The default may be anywhere.
allow get_customer: read
default deny
