# The reason is after the bracket.
default allow # jamb: ignore[default-allow] the server is our own
