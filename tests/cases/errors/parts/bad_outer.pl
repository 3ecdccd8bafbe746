include "bad_inner.pl"
rule outer { limit 0 per minute }
