include "two.pl"
let one = 1
