# A tool named `*` can only be rated.
default deny
rate "*": destructive
allow "*", x
