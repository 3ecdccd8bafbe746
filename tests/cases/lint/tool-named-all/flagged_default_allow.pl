# The server has no tool of this name, so every tool stays callable.
default allow
deny Everything because "Ask a person."
