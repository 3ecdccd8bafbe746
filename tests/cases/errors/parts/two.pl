let two = 2
include "three.pl"
