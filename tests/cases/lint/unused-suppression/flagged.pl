# The first finds nothing, the second names a rule that is not there, the third names none.
default deny # jamb: ignore[default-allow] the server is our own

# jamb: ignore[defualt-allow] a slip of the finger
allow get_customer: read

# jamb: ignore everything, it is late
allow list_customers: read
