# A comment on its own line applies to the next line that is not a comment.

# jamb: ignore[default-allow, missing-message] the server is our own
# and so is every tool of it
default allow
