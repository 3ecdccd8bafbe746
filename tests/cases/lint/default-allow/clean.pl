# The policy names the tools that may be called.
default deny
allow get_customer: read
