include "itself.pl"
