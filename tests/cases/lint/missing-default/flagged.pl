# A blank line separates the head of the file.

# What support needs every day.
allow get_customer: read
