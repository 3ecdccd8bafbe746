include "one.pl"
let three = 3
