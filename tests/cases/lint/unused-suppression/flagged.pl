# The first finds nothing, the second names an unknown rule, the third names none.
default deny # jamb: ignore[default-allow] the server is our own

# jamb: ignore[defualt-allow] a slip of the finger
allow get_customer: read

# jamb: ignore everything, it is late
allow list_customers: read
