# The policy's own errors come first, then those of included files in the order of reading.
default deny
include "parts/bad_outer.pl"
deny if
tool t { apply outer(1) apply inner }
