# Callable since nothing is said of it but what it is.
default allow
rate add_note: write
