# Nothing is callable where everything is hidden.
default allow
hide *
