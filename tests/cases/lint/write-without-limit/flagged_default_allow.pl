# Callable by default, since the policy only rates it.
default allow
rate add_note: write
