# The comment that stands alone speaks of the next line that is no comment.

# jamb: ignore[default-allow, missing-message] the server is our own
# and so is every tool of it
default allow
