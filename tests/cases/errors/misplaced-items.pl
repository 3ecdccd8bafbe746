# In an included file, the first item other than let, rule, rate or include is reported, once for each file.
default deny
include "parts/policy.pl"
tool t { apply capped }
