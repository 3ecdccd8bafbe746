# A cycle through the policy itself is reported at its own include.
let a = 1
include "parts/to_main.pl"
