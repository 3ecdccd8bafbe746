# The reason stands behind the bracket.
default allow # jamb: ignore[default-allow] the server is our own
