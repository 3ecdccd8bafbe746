include "itself.pl"
include "itself.pl"
