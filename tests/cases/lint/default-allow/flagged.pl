# Everything that is not hidden may be called, also what the server adds later.
default allow
hide delete_customer
