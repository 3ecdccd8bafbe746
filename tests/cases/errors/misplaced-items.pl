# In an included file, every item other than let, rule, rate or include is reported.
default deny
include "parts/policy.pl"
tool t { apply capped }
