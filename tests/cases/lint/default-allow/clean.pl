# What may be called is named.
default deny
allow get_customer: read
