# If everything is hidden, nothing is callable.
default allow
hide *
