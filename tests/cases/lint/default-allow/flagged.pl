# Everything that is not hidden is callable, including tools that the server adds later.
default allow
hide delete_customer
