# The head of the file is set off by an empty line.

# What support needs every day.
allow get_customer: read
