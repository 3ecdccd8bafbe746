# A circle through the policy itself is entered at its own include.
let a = 1
include "parts/to_main.pl"
